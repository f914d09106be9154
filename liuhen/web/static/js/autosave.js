// Drafts of forms, kept on this device until the server says it has received them.
//
// A form with data-autosave="key" (one key per document, the same on every visit) is written to
// localStorage 800 ms after the last keystroke, never during a composition, and a second time where
// the death of the browser does not reach (drafts-store.js). The key holds the person, so colleagues
// at one computer never see each other's drafts. A draft goes only when the server names its key in
// the receipt cookie or answers a save (server-save.js), or when the person discards it.
//
// A draft remembers what it was written upon (`base`): the revision that the server gave with the
// form (data-revision), or else the values the form came with.

import { composing } from "./ime.js";
import { forget, mirror, recover } from "./drafts-store.js";
import { pad } from "./days.js";

const PAUSE = 800;
const PREFIX = "liuhen:draft:";
const RECEIPT = "liuhen_received";
const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

const person = document.body.dataset.person || "";

/** Return the storage key of a form's draft. */
export function draftKey(form) {
  return `${PREFIX}${person}:${form.dataset.autosave}`;
}

/** Return the drafts of this person on this device as [{form, savedAt}]. */
export function draftsHere() {
  const own = `${PREFIX}${person}:`;
  return Object.keys(localStorage).filter((key) => key.startsWith(own)).map((key) => {
    const draft = read(key);
    return { form: key.slice(own.length), savedAt: draft ? draft.savedAt : 0 };
  });
}

/** Return the form's values as [[name, value], …], without secrets, files and hidden fields. */
export function valuesOf(form) {
  return Array.from(form.elements)
    .filter((each) => each.name && !SKIPPED.has(each.type) && !each.disabled)
    .filter((each) => (each.type !== "radio" && each.type !== "checkbox") || each.checked)
    .reduce((rows, each) => rows.concat(
      each instanceof HTMLSelectElement && each.multiple
        ? Array.from(each.selectedOptions, (option) => [each.name, option.value])
        : [[each.name, each.value]]), []);
}

/** Put values back. Fields made by script listen for "draft:restore" and build themselves first. */
export function fill(form, values) {
  form.dispatchEvent(new CustomEvent("draft:restore", { bubbles: true, detail: { values } }));
  const left = values.map((row) => row.slice());
  for (const each of form.elements) {
    if (!each.name || SKIPPED.has(each.type)) continue;
    if (each.type === "radio" || each.type === "checkbox") {
      each.checked = values.some(([name, value]) => name === each.name && value === each.value);
    } else if (each instanceof HTMLSelectElement && each.multiple) {
      for (const option of each.options) {
        option.selected = values.some(([name, value]) => name === each.name && value === option.value);
      }
    } else {
      const index = left.findIndex(([name]) => name === each.name);
      if (index >= 0) each.value = left.splice(index, 1)[0][1];
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function clockWords(instant) {
  const there = new Date(instant);
  return `${pad(there.getHours())}:${pad(there.getMinutes())}:${pad(there.getSeconds())}`;
}

function dayAndClock(instant) {
  const there = new Date(instant);
  return `${there.getMonth() + 1}月${there.getDate()}日 ${clockWords(instant)}`;
}

/** Watches one form. */
class Draft {
  constructor(form) {
    this.form = form;
    this.key = draftKey(form);
    this.initial = valuesOf(form);
    this.base = form.dataset.revision || JSON.stringify(this.initial);
    this.state = form.querySelector("[data-save-state]");
    this.timer = 0;
    this.edits = 0;
    this.announced = false;
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait());
    form.addEventListener("compositionend", () => this.wait());
    form.addEventListener("submit", () => this.save());
    form.addEventListener("draft:save", () => this.save(true));
    window.addEventListener("pagehide", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    this.button("[data-save-discard]", () => this.discard());
    this.button("[data-save-restore]", () => this.restore(read(this.key)));
    this.offer();
  }

  /** Show what is kept from before: put it back, or ask when the server's text has changed since. */
  offer() {
    const kept = read(this.key);
    if (!kept) return;
    if (JSON.stringify(kept.values) === JSON.stringify(valuesOf(this.form))) {
      // The form came back with errors and holds what was typed; the server's text is the older base.
      this.base = kept.base;
      return;
    }
    if (kept.base === this.base) {
      this.restore(kept);
      return;
    }
    this.held = true;
    this.tell(`本机有 ${dayAndClock(kept.savedAt)} 的草稿，此后系统里的内容已有变化，请选择用哪一份`, "kept");
    this.show("[data-save-restore]", true);
    this.show("[data-save-discard]", true);
  }

  restore(kept) {
    this.held = false;
    this.quiet = true;
    fill(this.form, kept.values);
    this.quiet = false;
    this.tell(`已恢复本机 ${dayAndClock(kept.savedAt)} 的草稿，尚未提交`, "kept");
    this.show("[data-save-restore]", false);
    this.show("[data-save-discard]", true);
    this.changed();
  }

  discard() {
    localStorage.removeItem(this.key);
    forget(this.key);
    this.held = false;
    this.quiet = true;
    fill(this.form, this.initial);
    this.quiet = false;
    clearTimeout(this.timer);
    this.timer = 0;
    this.tell("已放弃本机草稿，现在显示系统里的内容", "");
    this.show("[data-save-restore]", false);
    this.show("[data-save-discard]", false);
    this.form.dispatchEvent(new CustomEvent("draft:discarded"));
  }

  wait() {
    if (this.quiet) return;
    this.edits += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (composing() ? this.wait() : this.save()), PAUSE);
  }

  /** Write the draft now; without a change since the last time nothing happens unless `asked`. */
  save(asked = false) {
    if ((!this.timer && !asked) || composing()) return;
    clearTimeout(this.timer);
    this.timer = 0;
    const savedAt = Date.now();
    try {
      const draft = { savedAt, base: this.base, values: valuesOf(this.form) };
      localStorage.setItem(this.key, JSON.stringify(draft));
      mirror(this.key, draft);
      this.held = false;
      this.show("[data-save-restore]", false);
      this.tell(`已保存 ${clockWords(savedAt)}（本机）`, "", asked || !this.announced);
      this.show("[data-save-discard]", true);
      this.announced = true;
      this.changed();
    } catch {
      this.tell("本机空间已满，没有保存。请尽快提交，或者把文字抄到别处", "failed", true);
    }
  }

  /** Say that there are words here which the server has not got. */
  changed() {
    this.form.dispatchEvent(new CustomEvent("draft:kept"));
  }

  /** The server holds what stood here at that count of edits; what was typed since stays a draft. */
  received(edits, values, revision, words) {
    this.base = revision;
    this.initial = edits === this.edits ? valuesOf(this.form) : values;
    if (edits === this.edits) {
      localStorage.removeItem(this.key);
      forget(this.key);
      this.show("[data-save-discard]", false);
      this.tell(words, "", false);
      return;
    }
    clearTimeout(this.timer);
    this.save(true);
  }

  /** From now on this is the draft of another key: the document has got its number. */
  rename(autosave) {
    const before = this.key;
    this.form.dataset.autosave = autosave;
    this.key = draftKey(this.form);
    const kept = read(before);
    if (kept) {
      localStorage.setItem(this.key, JSON.stringify(kept));
      mirror(this.key, kept);
    }
    localStorage.removeItem(before);
    forget(before);
  }

  tell(words, manner, aloud = true) {
    if (!this.state) return;
    this.state.classList.toggle("save-state--kept", manner === "kept");
    this.state.classList.toggle("save-state--failed", manner === "failed");
    this.state.querySelector("[data-save-text]").textContent = words;
    // Said once, not at every pause: a screen reader would talk over the typing.
    if (aloud) this.state.querySelector("[data-save-live]").textContent = words;
  }

  show(selector, shown) {
    const button = this.state && this.state.querySelector(selector);
    if (button) button.hidden = !shown;
  }

  button(selector, act) {
    const button = this.state && this.state.querySelector(selector);
    if (button) button.addEventListener("click", act);
  }
}

/** Drop the drafts whose receipt the server sent, then the receipt. */
export function takeReceipts() {
  const row = document.cookie.split("; ").find((each) => each.startsWith(`${RECEIPT}=`));
  if (!row) return;
  const keys = decodeURIComponent(row.slice(RECEIPT.length + 1)).replace(/^"|"$/g, "").split("|");
  for (const key of keys) {
    localStorage.removeItem(`${PREFIX}${person}:${key}`);
    forget(`${PREFIX}${person}:${key}`);
  }
  document.cookie = `${RECEIPT}=; path=/; max-age=0; samesite=lax`;
}

const drafts = new Map();

/** Return what watches a form; none before the page is read. */
export function draftOf(form) {
  return drafts.get(form);
}

// After all scripts of the page: those that build rows must be there to put a draft's rows back.
async function watchForms() {
  for (const form of document.querySelectorAll("form[data-autosave]")) drafts.set(form, new Draft(form));
  const back = new Set(await recover(`${PREFIX}${person}:`));
  for (const draft of drafts.values()) if (back.has(draft.key)) draft.offer();
}

if (person) {
  takeReceipts();
  document.addEventListener("DOMContentLoaded", watchForms);
}
