// The surroundings of a page: theme and font size, shortcuts, the phone's menu, tables as cards,
// the state of the network, the device's clock, and the end of the session.

import { isComposing } from "./ime.js";
import { openDialog } from "./dialog.js";
import { draftsHere } from "./autosave.js";

const root = document.documentElement;
const body = document.body;
const YEAR = 365 * 86400;
const CLOCK_TOLERANCE = 60000;
const SESSION_NOTICE = 120000;

root.classList.add("scripted");
if (document.querySelector("[data-menu]")) root.classList.add("has-menu");

// Theme and size live in cookies, so the server draws the next page in them without a flash.

function choose(kind, value) {
  root.dataset[kind] = value;
  document.cookie = `liuhen_${kind}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
  markChoices(kind);
}

function markChoices(kind) {
  const name = kind === "theme" ? "themeChoice" : "sizeChoice";
  for (const button of document.querySelectorAll(`[data-${kind}-choice]`)) {
    button.setAttribute("aria-pressed", String(button.dataset[name] === root.dataset[kind]));
  }
}

function watchSwitches() {
  const switches = document.querySelector("[data-switches]");
  if (!switches) return;
  switches.hidden = false;
  markChoices("theme");
  markChoices("size");
  switches.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.dataset.themeChoice) choose("theme", button.dataset.themeChoice);
    if (button && button.dataset.sizeChoice) choose("size", button.dataset.sizeChoice);
  });
}

// Shortcuts, all with a modifier, none while a candidate is being chosen.

function formInFocus() {
  const form = document.activeElement && document.activeElement.closest("form[method='post']");
  return form || document.querySelector("main form[method='post']");
}

const SHORTCUTS = {
  s() {
    const form = formInFocus();
    if (!form) return false;
    const button = form.querySelector("[data-action='save']");
    if (button) button.click();
    else form.dispatchEvent(new CustomEvent("draft:save"));
    return true;
  },
  Enter() {
    const form = formInFocus();
    const button = form && form.querySelector("button[type='submit'].button--primary");
    if (!button) return false;
    button.click();
    return true;
  },
  k() {
    const search = document.querySelector("[data-search]");
    if (!search) return false;
    search.focus();
    search.select();
    return true;
  },
};

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const act = SHORTCUTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  if (isComposing(event)) event.preventDefault();
  else if (act()) event.preventDefault();
});

// The phone's menu and the person's menu.

function watchMenus() {
  const more = document.querySelector("[data-menu-more]");
  if (more) {
    more.addEventListener("click", () => {
      const open = document.querySelector("[data-menu]").classList.toggle("menu--open");
      more.setAttribute("aria-expanded", String(open));
    });
  }
  const person = document.querySelector(".top__person");
  if (!person) return;
  document.addEventListener("click", (event) => {
    if (!person.contains(event.target)) person.open = false;
  });
  person.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !person.open) return;
    person.open = false;
    person.querySelector("summary").focus();
  });
}

// Rows as cards: each cell takes its column's words. Roles are set by hand, because a table whose
// rows are not displayed as rows loses them in some browsers.

function labelCells(table) {
  const heads = Array.from(table.querySelectorAll("thead th"), (head) => head.textContent.trim());
  table.setAttribute("role", "table");
  for (const group of table.querySelectorAll("thead, tbody")) group.setAttribute("role", "rowgroup");
  for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    if (row.parentElement.tagName === "THEAD") continue;
    Array.from(row.cells).forEach((cell, index) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.label = heads[index] || "";
    });
  }
  table.classList.add("table--cards");
}

// The network, and what is only on this device.

function showNetwork() {
  const line = document.querySelector("[data-net]");
  if (!line) return;
  line.classList.toggle("top__net--down", !navigator.onLine);
  line.querySelector("[data-net-word]").textContent = navigator.onLine ? "网络正常" : "网络已断开";
}

function showDrafts() {
  const note = document.querySelector("[data-local]");
  if (!note || !body.dataset.person) return;
  const here = new Set(Array.from(document.querySelectorAll("form[data-autosave]"), (form) => form.dataset.autosave));
  const others = draftsHere().filter((draft) => !here.has(draft.form));
  note.hidden = others.length === 0;
  note.querySelector("[data-local-text]").textContent =
    `本机还有 ${others.length} 份草稿没有提交，系统里看不到。打开当时填写的页面就能接着写。`;
}

// The device's clock. Records carry the server's time; a wrong device clock confuses people.

function checkClock() {
  const note = document.querySelector("[data-clock-warning]");
  const server = Number(body.dataset.serverNow);
  if (!note || !server || body.hasAttribute("data-clock-set")) return;
  const [entry] = performance.getEntriesByType("navigation");
  const arrived = performance.timeOrigin + (entry ? entry.responseStart : performance.now());
  const difference = arrived - server;
  if (Math.abs(difference) <= CLOCK_TOLERANCE) return;
  note.hidden = false;
  note.querySelector("[data-clock-text]").textContent =
    `本机时钟比服务器${difference > 0 ? "快" : "慢"} ${lengthWords(Math.abs(difference))}。记录一律以服务器时间为准，请校准本机时钟。`;
}

function lengthWords(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes >= 1440) return `${Math.floor(minutes / 1440)} 天 ${Math.floor(minutes % 1440 / 60)} 小时`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
  return `${minutes} 分 ${Math.floor(milliseconds % 60000 / 1000)} 秒`;
}

// The session: said two minutes before its end, extended with one press.

let lastUse = Date.now();

function watchSession() {
  const length = Number(body.dataset.sessionSeconds) * 1000;
  const dialog = document.getElementById("session-dialog");
  if (!length || !dialog) return;
  setInterval(() => {
    const left = lastUse + length - Date.now();
    if (left <= 0) {
      dialog.querySelector("[data-session-text]").textContent =
        "登录已到期。未提交的内容已保存在本机；请在新窗口登录后回到这里，再提交。";
    }
    if (left <= SESSION_NOTICE) openDialog(dialog.id);
  }, 15000);
  dialog.querySelector("[data-session-extend]").addEventListener("click", extendSession);
}

async function extendSession() {
  const dialog = document.getElementById("session-dialog");
  try {
    const answer = await fetch("/me", { headers: { "X-Liuhen-Extend": "1" }, redirect: "manual" });
    if (!answer.ok) throw new Error(String(answer.status));
    lastUse = Date.now();
    dialog.close();
  } catch {
    dialog.querySelector("[data-session-text]").textContent =
      "没有续上。未提交的内容已保存在本机；请在新窗口登录后回到这里，再提交。";
  }
}

watchSwitches();
watchMenus();
document.querySelectorAll("table[data-cards]").forEach(labelCells);
showNetwork();
window.addEventListener("online", showNetwork);
window.addEventListener("offline", showNetwork);
showDrafts();
checkClock();
watchSession();
const stamp = document.querySelector("[data-print-time]");
window.addEventListener("beforeprint", () => {
  const now = new Date(Number(body.dataset.serverNow || Date.now()) + performance.now());
  stamp.textContent = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(now);
});
