// Rows of a table field: added by the button, pasted from WPS or Excel, put back from a draft.
// Without scripts the blank rows at the end serve.

import { parseCells } from "./cells.js";

const CONTROLS = "input, textarea, select";

function controls(row) {
  return Array.from(row.querySelectorAll(CONTROLS));
}

function addRow(rows) {
  const body = rows.querySelector("tbody");
  const last = body.querySelector("[data-row]:last-child");
  if (!last) return null;
  const next = Number(rows.dataset.next || body.children.length);
  const fresh = last.cloneNode(true);
  for (const control of controls(fresh)) {
    control.value = "";
    control.id = control.id.replace(/(-first|-\d+-(\w+))$/, (_all, _tail, name) => `-${next}-${name || "x"}`);
    control.name = control.name.replace(/-\d+-/, `-${next}-`);
    const label = control.getAttribute("aria-label") || "";
    control.setAttribute("aria-label", label.replace(/第 \d+ 行/, `第 ${next + 1} 行`));
  }
  for (const shown of fresh.querySelectorAll("output")) shown.textContent = "";
  rows.dataset.next = String(next + 1);
  body.appendChild(fresh);
  return fresh;
}

/** Fill a field's first empty row with {column: text}, adding one if all are taken. */
export function fillRow(rows, texts) {
  const empty = Array.from(rows.querySelectorAll("[data-row]")).find(
    (row) => controls(row).every((control) => !control.value));
  const row = empty || addRow(rows);
  for (const control of controls(row)) {
    const column = control.name.replace(/^.*-\d+-/, "");
    if (column in texts) control.value = texts[column];
  }
}

// A table copied from WPS or Excel comes as lines of cells between tabs, without its formatting.

function paste(event, rows) {
  const target = event.target.closest(CONTROLS);
  const row = target && target.closest("[data-row]");
  const text = event.clipboardData && event.clipboardData.getData("text/plain");
  if (!row || !text) return;
  const lines = parseCells(text);
  // Only text: one cell alone, or lines into a box that takes lines, is pasted as any text is.
  const single = lines.length === 1 && lines[0].length === 1;
  const prose = target instanceof HTMLTextAreaElement && lines.every((line) => line.length === 1);
  if (single || prose) return;
  event.preventDefault();
  const from = controls(row).indexOf(target);
  let into = row;
  lines.forEach((line, index) => {
    if (index) into = into.nextElementSibling || addRow(rows);
    const cells = controls(into).slice(from);
    line.forEach((value, place) => { if (cells[place]) put(cells[place], value); });
  });
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function put(control, value) {
  if (!(control instanceof HTMLSelectElement)) {
    control.value = control instanceof HTMLTextAreaElement ? value : value.replace(/\s*\n\s*/g, " ");
    return;
  }
  const fitting = Array.from(control.options).find(
    (option) => option.textContent.trim() === value || option.value === value);
  if (fitting) control.value = fitting.value;
}

function restore(rows, values) {
  const wanted = values.map(([name]) => name)
    .filter((name) => name.startsWith(`${rows.dataset.name}-`))
    .map((name) => Number((name.match(/-(\d+)-\w+$/) || [])[1] || 0));
  const most = Math.max(-1, ...wanted);
  while (Number(rows.dataset.next) <= most) if (!addRow(rows)) return;
}

for (const rows of document.querySelectorAll("[data-rows]:not([data-qa])")) {
  const button = rows.querySelector("[data-add-row]");
  rows.addEventListener("paste", (event) => paste(event, rows));
  const form = rows.closest("form");
  if (form) form.addEventListener("draft:restore", (event) => restore(rows, event.detail.values));
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const fresh = addRow(rows);
    const first = fresh && controls(fresh)[0];
    if (first) first.focus();
  });
}
