// Saves a draft to the system by itself: at most once in five seconds while it changes, through the
// same address and action as the button. The copy on the device goes only when the system has said
// that it holds these very words. Three answers keep the words here and say what to do: the sign-in
// has lapsed (a box asks for it over the page), somebody else saved first, or the network is down.

import { composing } from "./ime.js";
import { draftOf, valuesOf } from "./autosave.js";
import { askToSignIn, watchSignIn } from "./sign-in-again.js";

const EVERY = 5000;
const RETRY = 15000;

class ServerSave {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.sending = false;
    this.stopped = false;
    form.addEventListener("draft:kept", () => this.wait(EVERY));
    form.addEventListener("draft:discarded", () => clearTimeout(this.timer));
    form.addEventListener("submit", () => { this.stopped = true; clearTimeout(this.timer); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.stopped = false; });
    window.addEventListener("online", () => this.now());
    document.addEventListener("signed-in-again", () => this.now());
  }

  wait(milliseconds) {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => this.now(), milliseconds);
  }

  async now() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.stopped) return;
    if (this.sending || composing()) {
      this.wait(1000);
      return;
    }
    const { edits } = draftOf(this.form);
    const values = valuesOf(this.form);
    const body = new FormData(this.form);
    body.set("autosave", "1");
    this.sending = true;
    try {
      const answer = await this.send(body);
      const lapsed = answer.type === "opaqueredirect";
      const said = lapsed ? null : await answer.json();
      if (lapsed) this.lapsed();
      else if (answer.ok) this.received(said, edits, values);
      else this.refused(said);
    } catch {
      this.say("没有连上系统，内容已保存在本机，连上后自动存到系统", "kept");
      this.wait(RETRY);
    } finally {
      this.sending = false;
    }
  }

  send(body) {
    return fetch(this.form.dataset.saveUrl, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": token() },
    });
  }

  lapsed() {
    this.say("登录已到期，内容已保存在本机，登录后自动存到系统", "kept");
    askToSignIn();
  }

  received(said, edits, values) {
    const draft = draftOf(this.form);
    const revision = this.form.querySelector("[name=revision]");
    if (revision.value === "new") this.becomes(said.document, draft);
    revision.value = said.revision;
    this.form.dispatchEvent(new CustomEvent("draft:received", { detail: said }));
    draft.received(edits, values, said.revision, `已保存 ${said.saved_at}（已存到系统）`);
    const words = document.querySelector("[data-standing] .status__word");
    if (words) words.textContent = said.standing;
  }

  /** A new paper has become a document: the address, and with it a reload, leads to it now. */
  becomes(id, draft) {
    const address = `/documents/${id}/edit`;
    history.replaceState(history.state, "", address);
    this.form.dataset.saveUrl = address;
    draft.rename(`document-${id}`);
  }

  refused(said) {
    this.stopped = true;
    this.say(`${said.detail || "没有存到系统"}　您的内容在本机，没有丢失。`, "failed");
    const button = this.form.querySelector("[data-save-compare]");
    if (button && said.moved) button.hidden = false;
  }

  say(words, manner) {
    draftOf(this.form).tell(words, manner);
  }
}

function token() {
  const row = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return row ? row.slice("csrftoken=".length) : "";
}

// At once, before the drafts are put back: what comes back is to be saved too.
for (const form of document.querySelectorAll("form[data-save-url]")) new ServerSave(form);
watchSignIn();
