// The page in the hands of a party: zoom, reading to the end, signing, declining.

import { SignPad } from "./sign-pad.js";

const ZOOMS = [1, 1.5, 2, 3];
const pages = document.querySelector("[data-pages]");
const hint = document.querySelector("[data-hint]");

// ---- larger and smaller --------------------------------------------------------------------------
const zoom = document.querySelector("[data-zoom]");
let step = 0;
zoom.hidden = false;
function showZoom() {
  pages.style.setProperty("--zoom", `${ZOOMS[step] * 100}%`);
  zoom.querySelector("[data-zoom-by='-1']").disabled = step === 0;
  zoom.querySelector("[data-zoom-by='1']").disabled = step === ZOOMS.length - 1;
}
for (const button of zoom.querySelectorAll("[data-zoom-by]")) {
  button.addEventListener("click", () => {
    step = Math.max(0, Math.min(ZOOMS.length - 1, step + Number(button.dataset.zoomBy)));
    showZoom();
  });
}
showZoom();

// ---- read to the end -----------------------------------------------------------------------------
const unread = new Set(document.querySelectorAll(".handed__page figcaption"));
const reader = new IntersectionObserver((seen) => {
  for (const each of seen) {
    if (each.isIntersecting) unread.delete(each.target);
  }
  if (!unread.size) hint.textContent = "";
});
for (const each of unread) reader.observe(each);

// ---- sign or decline -----------------------------------------------------------------------------
const dialogs = new Map();
for (const dialog of document.querySelectorAll("[data-dialog]")) {
  dialogs.set(dialog.dataset.dialog, dialog);
  for (const button of dialog.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => dialog.close());
  }
}
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => {
    const name = button.dataset.open;
    if (name === "sign" && unread.size) {
      const first = [...unread][0];
      hint.textContent = `还没有看完：请看到${first.textContent.split("/")[0].trim()}的末尾，再签字。`;
      first.scrollIntoView({ block: "center" });
      return;
    }
    dialogs.get(name).showModal();
    if (name === "sign") pad.fit();
  });
}

const form = document.querySelector("[data-sign-form]");
const told = form.querySelector("[data-sign-hint]");
const words = told.textContent;
const pad = new SignPad(form.querySelector("[data-pad]"));
pad.onchange = () => {
  told.textContent = words;
};
form.querySelector("[data-clear]").addEventListener("click", () => pad.clear());
form.addEventListener("submit", (event) => {
  if (pad.empty) {
    event.preventDefault();
    told.textContent = "签名区还是空的，请先签名。";
    return;
  }
  form.elements.strokes.value = JSON.stringify(pad.strokes);
  form.elements.pointer.value = pad.pointer;
});

// One press is enough; a second one would only be told that something stands there already.
for (const each of document.querySelectorAll("[data-sign-form], [data-once]")) {
  each.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = each.querySelector("[type=submit]");
    setTimeout(() => {
      button.disabled = true;
    });
  });
}
