// One tap each: certificates shown, rights told, recusal asked. A tap writes the words into the
// document at once; the save that follows records the same in the activity. 已出示 is ticked by hand:
// the button stays shut until an officer's box is.

import { fillRow } from "./rows.js";
import { isoNow } from "./server-now.js";
import { transcriptOf } from "./transcript.js";

class Telling {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    for (const each of box.querySelectorAll("[data-telling-plain]")) each.hidden = true;
    for (const button of box.querySelectorAll("[data-telling-do]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.tap(button));
    }
    box.addEventListener("change", () => this.shut());
    this.form.addEventListener("draft:received", () => this.settled());
    this.shut();
  }

  ticked(name) {
    return Array.from(this.box.querySelectorAll(`[name='${name}']:checked`));
  }

  shut() {
    for (const [part, name] of [["shown", "said-shown"], ["rights", "said-rights"]]) {
      const button = this.box.querySelector(`[data-telling-do='${part}']`);
      if (button) button.disabled = !this.ticked(name).length;
    }
  }

  tap(button) {
    const part = button.dataset.tellingDo;
    if (part === "shown") this.shown();
    else if (part === "rights") this.rights();
    else this.recusal(button.dataset.answer);
    const done = this.box.querySelector(`[name='said-done'][value='${part}']`);
    if (done) done.checked = true;
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  shown() {
    const boxes = this.ticked("said-shown");
    const names = boxes.map((each) => each.dataset.name);
    for (const each of boxes) this.officer(each.dataset);
    if (boxes.length === this.box.querySelectorAll("[name='said-shown']").length) this.choose("certificates_shown", "true");
    this.write("certificates_words", this.box.dataset.certificates);
    this.write("officer_count", String(this.box.querySelectorAll("[name='said-shown']").length));
    this.say(`已记下出示证件：${names.join("、")}`);
  }

  officer({ name, post, number }) {
    const rows = this.form.querySelector("[data-rows][data-name='officers']");
    if (!rows) return;
    const known = Array.from(rows.querySelectorAll("[name$='-name']")).some((each) => each.value === name);
    if (!known) fillRow(rows, { name, post, certificate_number: number });
  }

  rights() {
    const boxes = this.ticked("said-rights");
    for (const each of boxes) this.choose("rights_told", each.value);
    this.write("rights_answer", this.value("said-answer"));
    this.box.querySelector("[name='said-rights-at']").value = isoNow();
    const words = boxes.map((each) => this.label(each));
    this.say(`已记下告知权利：${words.join("、")}（${this.value("said-means")}）`);
  }

  recusal(answer) {
    this.box.querySelector("[name='said-recusal']").value = answer;
    this.box.querySelector("[name='said-recusal-at']").value = isoNow();
    this.write("rights_answer", answer);
    const transcript = transcriptOf(this.form);
    if (transcript) transcript.ask(this.box.dataset.ask, answer);
    this.say(`已记下：${answer}`);
  }

  /** The system has recorded what was tapped: the same tap must not be recorded again. */
  settled() {
    for (const each of this.ticked("said-done")) {
      each.checked = false;
      if (each.value === "shown") this.ticked("said-shown").forEach((box) => { box.disabled = true; });
    }
    for (const name of ["said-rights-at", "said-recusal-at", "said-recusal"]) {
      const control = this.box.querySelector(`[name='${name}']`);
      if (control) control.value = "";
    }
    this.shut();
  }

  value(name) {
    const control = this.box.querySelector(`[name='${name}']`);
    return control ? control.value.trim() : "";
  }

  label(box) {
    return this.box.querySelector(`label[for='${box.id}']`).textContent.trim();
  }

  // What the officer has written stays.
  write(name, text) {
    const control = this.form.querySelector(`[name='${name}']`);
    if (control && !control.value.trim()) control.value = text;
  }

  choose(name, value) {
    const box = this.form.querySelector(`[name='${name}'][value='${value}']`);
    if (box) box.checked = true;
  }

  say(words) {
    this.box.querySelector("[data-telling-done]").textContent = words;
  }
}

for (const box of document.querySelectorAll("[data-telling]")) new Telling(box);
