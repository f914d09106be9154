// Adds rows to a rows field. Without scripts the blank rows at the end serve.
function addRow(rows) {
  const body = rows.querySelector("tbody");
  const last = body.querySelector("[data-row]:last-child");
  if (!last) return;
  const next = Number(rows.dataset.next || body.children.length);
  const fresh = last.cloneNode(true);
  for (const control of fresh.querySelectorAll("input, textarea, select")) {
    control.value = "";
    control.removeAttribute("id");
    control.name = control.name.replace(/-\d+-/, `-${next}-`);
    const label = control.getAttribute("aria-label") || "";
    control.setAttribute("aria-label", label.replace(/第 \d+ 行/, `第 ${next + 1} 行`));
  }
  rows.dataset.next = String(next + 1);
  body.appendChild(fresh);
  const first = fresh.querySelector("input, textarea, select");
  if (first) first.focus();
}

for (const rows of document.querySelectorAll("[data-rows]")) {
  const button = rows.querySelector("[data-add-row]");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => addRow(rows));
}
