// What forms do beyond HTML: focus on the error summary, the echo of dates, the picker button,
// fields shown by an answer, one submission at a time, a warning before unsaved text is left.

import "./ime.js";
import "./dialog.js";
import { dayWords, isoDay, momentWords, pad, parseDay, parseMoment } from "./days.js";

const today = document.body.dataset.today || new Date().toISOString().slice(0, 10);

// Errors: focus the summary; a link moves focus to the control, not only the scroll position.

function focusErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!control) return;
    event.preventDefault();
    const label = (control.closest("fieldset") || control.closest(".field") || control);
    label.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  });
}

// Dates: what was understood stands under the field.

function echo(input) {
  const line = document.querySelector(`[data-echo-of="${input.id}"]`);
  if (!line) return;
  const withTime = input.dataset.echo === "moment";
  const read = withTime ? parseMoment(input.value, today) : parseDay(input.value, today);
  const example = withTime ? "2026-11-24 10:05" : "2026-11-24";
  line.classList.toggle("field__echo--wrong", !read && input.value.trim() !== "");
  if (read) line.textContent = withTime ? momentWords(read) : dayWords(read);
  else line.textContent = input.value.trim() ? `还认不出这个日期，请写成 ${example} 这样` : "";
}

function addPicker(input) {
  const box = document.createElement("span");
  box.className = "picker";
  const date = document.createElement("input");
  date.type = input.dataset.echo === "moment" ? "datetime-local" : "date";
  date.className = "picker__date";
  // For the mouse and the finger; the keyboard types into the labelled field beside it.
  date.tabIndex = -1;
  date.setAttribute("aria-hidden", "true");
  date.title = "选日期";
  box.append(pickerIcon(), date);
  input.parentElement.append(box);
  input.parentElement.classList.add("field__control--picked");
  date.addEventListener("focus", () => { date.value = pickerValue(input); });
  date.addEventListener("change", () => {
    if (!date.value) return;
    input.value = date.value.replace("T", " ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
}

function pickerValue(input) {
  const moment = input.dataset.echo === "moment" && parseMoment(input.value, today);
  if (moment) return `${isoDay(moment)}T${pad(moment.hour)}:${pad(moment.minute)}`;
  const day = input.dataset.echo === "day" && parseDay(input.value, today);
  return day ? isoDay(day) : "";
}

function pickerIcon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { class: "icon picker__icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 5.5h16v15H4zM4 10h16M8.5 2.5v5M15.5 2.5v5");
  svg.append(path);
  return svg;
}

function watchDates() {
  for (const input of document.querySelectorAll("[data-echo]")) {
    addPicker(input);
    echo(input);
    input.addEventListener("input", (event) => { if (!event.isComposing) echo(input); });
    input.addEventListener("compositionend", () => echo(input));
  }
  document.addEventListener("change", () => document.querySelectorAll("[data-echo]").forEach(echo));
}

// Fields that an answer asks for: data-shown-when="name=value", or "name=one|other".

function showByAnswers() {
  for (const field of document.querySelectorAll("[data-shown-when]")) {
    const [name, values] = field.dataset.shownWhen.split("=");
    const wanted = values.split("|");
    const form = field.closest("form");
    const given = form ? new FormData(form).getAll(name) : [];
    field.hidden = !given.some((one) => wanted.includes(String(one)));
  }
}

// Leaving and sending. Autosaved forms need no warning: their text is on this device.

function guard(form) {
  let dirty = false;
  let sent = 0;
  form.addEventListener("input", () => { dirty = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!dirty || sent || form.hasAttribute("data-autosave")) return;
    event.preventDefault();
    event.returnValue = "";
  });
  form.addEventListener("submit", (event) => {
    // Not disabled: a disabled button's name would not be sent. The second press is dropped instead.
    if (Date.now() - sent < (form.dataset.busy ? 600000 : 10000)) {
      event.preventDefault();
      return;
    }
    sent = Date.now();
    form.setAttribute("aria-busy", "true");
    if (form.dataset.busy) sayBusy(form);
    else markSending(event.submitter);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = 0;
    form.removeAttribute("aria-busy");
    const line = form.querySelector("[data-busy-line]");
    if (line) line.remove();
  });
}

// Work that takes longer than a moment says so until the next page comes.
function sayBusy(form) {
  const line = form.querySelector("[data-busy-line]") || document.createElement("p");
  line.dataset.busyLine = "";
  line.className = "hint";
  line.setAttribute("role", "status");
  form.querySelector(".form-buttons").append(line);
  line.textContent = form.dataset.busy;
}

function markSending(button) {
  const words = button && button.querySelector("span");
  if (!words) return;
  const before = words.textContent;
  words.textContent = "正在提交…";
  setTimeout(() => { words.textContent = before; }, 10000);
}

function goBack(event) {
  const link = event.target.closest("[data-back]");
  if (!link || history.length < 2) return;
  event.preventDefault();
  history.back();
}

focusErrors();
watchDates();
showByAnswers();
document.addEventListener("input", showByAnswers);
document.addEventListener("change", showByAnswers);
document.addEventListener("click", goBack);
for (const form of document.querySelectorAll("form[method='post'][data-form]")) guard(form);
