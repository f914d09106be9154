// The transcript editor: rows of a question and its answer, in plain text boxes.
//
// Enter at the end of a question goes to its answer, at the end of an answer it opens the next
// question; Shift+Enter is a line break; Ctrl+↑/↓ moves between boxes. Nothing here acts on a key
// that belongs to an input method (ime.js). A row's time is that of its first word. Rows added, moved
// or deleted can be taken back. Names and ids always count the rows as they stand, so the server
// reads them in their order.

import { composing, isComposing } from "./ime.js";
import { isoNow } from "./server-now.js";

const KEPT_STEPS = 50;
const WIDE = 760; // pixels

/** What stands in a row, by cell name. */
function read(row) {
  return Object.fromEntries(cellsOf(row).map((cell) => [cell.dataset.cell, cell.value]));
}

function cellsOf(row) {
  return Array.from(row.querySelectorAll("[data-cell]"));
}

function cell(row, name) {
  return row.querySelector(`[data-cell='${name}']`);
}

function isBlank(row) {
  return ["q", "a", "was_q", "was_a"].every((name) => !cell(row, name).value.trim());
}

class Transcript {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector("[data-qa-rows]");
    this.form = box.closest("form");
    this.blank = this.list.querySelector("[data-row]:last-child").cloneNode(true);
    this.steps = [];
    this.measured = new WeakMap();
    this.listen();
    this.showTools(this.list);
    for (const each of box.querySelectorAll("[data-qa-keys], [data-add-row]")) each.hidden = false;
    this.refresh();
    this.leaveOneBlank();
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  /** The bank stands beside the rows only where both have room. */
  fit() {
    if (this.width === this.box.clientWidth) return;
    this.width = this.box.clientWidth;
    this.box.classList.toggle("qa--wide", this.width >= WIDE);
    for (const row of this.rows) cellsOf(row).forEach((each) => this.grow(each));
  }

  get rows() {
    return Array.from(this.list.querySelectorAll("[data-row]"));
  }

  listen() {
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("input", (event) => this.typed(event.target));
    this.list.addEventListener("compositionend", (event) => setTimeout(() => this.typed(event.target), 0));
    this.list.addEventListener("click", (event) => this.click(event));
    this.list.addEventListener("toggle", (event) => this.opened(event.target), true);
    this.box.querySelector("[data-add-row]").addEventListener("click", () => this.focusRow(this.insert()));
    this.box.querySelector("[data-qa-undo-button]").addEventListener("click", () => this.undo());
    if (!this.form) return;
    this.form.addEventListener("draft:restore", (event) => this.restore(event.detail.values));
    this.form.addEventListener("change", () => this.refresh());
  }

  // Keys.

  key(event) {
    const box = event.target;
    const name = box.dataset && box.dataset.cell;
    if (isComposing(event) || (name !== "q" && name !== "a")) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      this.enter(event, box, name);
    } else if (event.ctrlKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.step(box, event.key === "ArrowUp" ? -1 : 1);
    }
  }

  enter(event, box, name) {
    const atEnd = box.selectionStart === box.value.length && box.selectionEnd === box.value.length;
    if (!atEnd) return;
    event.preventDefault();
    const row = box.closest("[data-row]");
    if (name === "q") cell(row, "a").focus();
    else if (row.nextElementSibling && isBlank(row.nextElementSibling)) this.focusRow(row.nextElementSibling);
    else this.focusRow(this.insert(row));
  }

  step(box, by) {
    const boxes = Array.from(this.list.querySelectorAll("[data-cell='q'], [data-cell='a']"));
    const there = boxes[boxes.indexOf(box) + by];
    if (there) there.focus();
  }

  focusRow(row) {
    cell(row, "q").focus();
    return row;
  }

  // What is typed.

  typed(box) {
    if (composing() || !box.dataset || !box.dataset.cell) return;
    const row = box.closest("[data-row]");
    this.stamp(row);
    this.grow(box);
    this.count();
  }

  /** The time at which a row was begun; it stays when the words change. */
  stamp(row) {
    const at = cell(row, "at");
    if (at.value || isBlank(row)) return;
    at.value = isoNow();
    this.showTime(row);
  }

  showTime(row) {
    row.querySelector("[data-qa-time]").textContent = cell(row, "at").value.slice(11, 16);
  }

  /** As high as its text. Measured only when text or width changed: measuring moves the page. */
  grow(box) {
    if (box.tagName !== "TEXTAREA" || !box.clientWidth) return;
    const measured = `${box.clientWidth} ${box.value}`;
    if (this.measured.get(box) === measured) return;
    this.measured.set(box, measured);
    const place = window.scrollY;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
    if (window.scrollY !== place) window.scrollTo(window.scrollX, place);
  }

  // Rows.

  insert(after) {
    const fresh = this.blank.cloneNode(true);
    this.write(fresh, {});
    this.showTools(fresh);
    if (after) after.after(fresh);
    else this.list.append(fresh);
    this.refresh();
    return fresh;
  }

  write(row, values) {
    for (const each of cellsOf(row)) each.value = values[each.dataset.cell] || "";
    const was = row.querySelector("[data-qa-was]");
    was.open = Boolean(values.was_q || values.was_a);
    this.showTime(row);
  }

  showTools(root) {
    for (const each of root.querySelectorAll("[data-qa-tools]")) each.hidden = false;
  }

  click(event) {
    const button = event.target.closest("[data-qa-act]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const act = button.dataset.qaAct;
    if (act === "insert") {
      this.keep("加了一问");
      this.focusRow(this.insert(row));
    } else if (act === "delete") {
      this.remove(row);
    } else {
      this.move(row, act === "up", button);
    }
  }

  remove(row) {
    const number = this.rows.indexOf(row) + 1;
    this.keep(`已删除第 ${number} 问`);
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    if (!this.rows.length) this.insert();
    this.refresh();
    this.changed();
    this.focusRow(next || this.rows[0]);
  }

  move(row, up, button) {
    const other = up ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    this.keep(up ? "已上移" : "已下移");
    if (up) other.before(row);
    else other.after(row);
    this.refresh();
    this.changed();
    button.focus();
  }

  leaveOneBlank() {
    const blanks = this.rows.filter(isBlank);
    for (const row of blanks.slice(1)) row.remove();
    this.refresh();
  }

  // Taking back: the rows as they stood before each act.

  keep(words) {
    this.steps.push(this.rows.map(read));
    if (this.steps.length > KEPT_STEPS) this.steps.shift();
    this.sayUndo(words);
  }

  undo() {
    const before = this.steps.pop();
    if (!before) return;
    this.draw(before);
    this.changed();
    this.sayUndo(this.steps.length ? "已撤销一步" : "");
    this.focusRow(this.rows[this.rows.length - 1]);
  }

  sayUndo(words) {
    const line = this.box.querySelector("[data-qa-undo]");
    line.hidden = !words;
    line.querySelector("[data-qa-undo-text]").textContent = words;
  }

  draw(values) {
    for (const row of this.rows) row.remove();
    for (const one of values.length ? values : [{}]) this.write(this.insert(), one);
    this.refresh();
  }

  /** Put the rows of a draft back: as many as it had; the values come after. */
  restore(values) {
    const pattern = new RegExp(`^${this.box.dataset.name}-(\\d+)-(\\w+)$`);
    const rows = [];
    for (const [name, value] of values) {
      const found = pattern.exec(name);
      if (found) (rows[Number(found[1])] = rows[Number(found[1])] || {})[found[2]] = value;
    }
    this.draw(Array.from(rows, (row) => row || {}));
  }

  // A correction by the party keeps what stood there before.

  opened(details) {
    if (!details.matches("[data-qa-was]") || !details.open) return;
    const row = details.closest("[data-row]");
    const was = [cell(row, "was_q"), cell(row, "was_a")];
    if (was.some((each) => each.value)) {
      was.forEach((each) => this.grow(each));
      return;
    }
    was[0].value = cell(row, "q").value;
    was[1].value = cell(row, "a").value;
    was.forEach((each) => this.grow(each));
    this.changed();
  }

  // After every change of rows: names, ids, numbers, times and heights.

  refresh() {
    const { name, id } = this.box.dataset;
    this.rows.forEach((row, index) => {
      for (const each of cellsOf(row)) {
        const column = each.dataset.cell;
        const label = each.id && row.querySelector(`label[for='${each.id}']`);
        each.name = `${name}-${index}-${column}`;
        each.id = index === 0 && column === "q" ? `${id}-first` : `${id}-${index}-${column}`;
        if (label) label.htmlFor = each.id;
        this.grow(each);
      }
      for (const each of row.querySelectorAll("[data-qa-number]")) each.textContent = String(index + 1);
      this.showTime(row);
    });
    this.count();
  }

  changed() {
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The question bank.

  /** Write a question into the first blank row, or a new one at the end; its answer gets the focus. */
  ask(question, answer = "") {
    this.keep("已加入一问");
    const row = this.rows.find(isBlank) || this.insert();
    cell(row, "q").value = question;
    cell(row, "a").value = answer;
    this.stamp(row);
    this.refresh();
    this.changed();
    cell(row, "a").focus();
  }

  count() {
    const bank = this.box.querySelector("[data-qa-bank]");
    if (!bank) return;
    const asked = new Set(this.rows.map((row) => plain(cell(row, "q").value)));
    let left = 0;
    for (const group of bank.querySelectorAll("[data-qa-group]")) {
      const open = Array.from(group.querySelectorAll("[data-qa-ask]")).filter((button) => {
        const done = asked.has(plain(button.textContent));
        button.classList.toggle("qa__ask--done", done);
        button.setAttribute("aria-label", done ? `已问过：${button.textContent}` : button.textContent);
        return !done;
      });
      group.querySelector("[data-qa-group-left]").textContent = open.length ? `还有 ${open.length} 问` : "都问过了";
      // The opening, the case's own violation and the end are due in every transcript.
      if (group.hasAttribute("data-qa-due")) left += open.length;
    }
    bank.querySelector("[data-qa-left]").textContent = left ? `还有 ${left} 问没有问` : "该问的都问过了";
  }
}

function plain(text) {
  return text.replace(/\s+/g, "").replace(/[？?。．.]+$/, "");
}

const editors = new Map();

/** Return the editor of the page's transcript, undefined when the page has none. */
export function transcriptOf(form) {
  return Array.from(editors.values()).find((one) => one.form === form);
}

for (const box of document.querySelectorAll("[data-qa]")) {
  const editor = new Transcript(box);
  editors.set(box, editor);
  const bank = box.querySelector("[data-qa-bank]");
  if (!bank) continue;
  bank.hidden = false;
  bank.addEventListener("click", (event) => {
    const button = event.target.closest("[data-qa-ask]");
    if (button) editor.ask(button.textContent);
  });
}
