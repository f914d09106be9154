// The page as it would print, beside the form, while it is being typed.
//
// 150 ms after the last change the form is sent to the address in data-preview, which draws it and
// keeps nothing. Never during a composition: half a word of pinyin is no text. A newer request ends
// the older one. Pages that did not change are not sent again.

import { composing } from "./ime.js";

const PAUSE = 150; // with the 75 to 140 ms that drawing takes, the page is there within 300 ms
const WIDE = 1280; // from here on the page stands beside the form, below it stays behind its button
const KEPT = "liuhen:preview";

/** Shows one form's pages. */
class Preview {
  constructor(pane, form) {
    this.pane = pane;
    this.form = form;
    this.timer = 0;
    this.images = new Map();
    this.body = pane.querySelector("[data-preview-body]");
    this.state = pane.querySelector("[data-preview-state]");
    this.toggle = pane.querySelector("[data-preview-toggle]");
    this.toggle.addEventListener("click", () => this.show(this.body.hidden, true));
    for (const event of ["input", "change", "compositionend", "draft:restore"]) {
      form.addEventListener(event, () => this.wait());
    }
    pane.hidden = false;
    this.stand();
    this.show(window.innerWidth >= WIDE && localStorage.getItem(KEPT) !== "off");
  }

  /** Put form and pages side by side; on a narrow screen the style sheet keeps them in a column. */
  stand() {
    const columns = document.createElement("div");
    columns.className = "preview-columns";
    this.form.before(columns);
    columns.append(this.form, this.pane);
    this.columns = columns;
  }

  show(open, asked = false) {
    this.body.hidden = !open;
    this.columns.classList.toggle("preview-columns--open", open);
    this.toggle.setAttribute("aria-expanded", String(open));
    this.toggle.textContent = open ? "收起预览" : "边写边看预览";
    if (asked) localStorage.setItem(KEPT, open ? "on" : "off");
    if (open) this.ask();
  }

  wait() {
    clearTimeout(this.timer);
    if (this.body.hidden) return;
    this.timer = setTimeout(() => (composing() ? this.wait() : this.ask()), PAUSE);
  }

  async ask() {
    if (this.asking) this.asking.abort();
    if (!this.images.size) this.tell("正在排版…");
    const asking = new AbortController();
    this.asking = asking;
    const sent = new FormData(this.form);
    sent.append("preview-have", Array.from(this.images.keys()).join(","));
    try {
      const answer = await fetch(this.pane.dataset.preview, {
        method: "POST", body: sent, signal: asking.signal, credentials: "same-origin",
      });
      const told = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
      if (answer.ok && told.pages) this.draw(told);
      else this.tell(told.fault || "现在不能预览，写好的内容不受影响。请先保存草稿，再刷新页面。");
    } catch (error) {
      if (error.name !== "AbortError") this.tell("连不上服务器，暂时不能预览；可以继续填写。");
    }
  }

  draw(told) {
    const fresh = new Map();
    for (const page of told.pages) {
      fresh.set(page.digest, page.image || this.images.get(page.digest));
    }
    this.images = fresh;
    const holder = this.pane.querySelector("[data-preview-pages]");
    told.pages.forEach((page, index) => {
      let image = holder.children[index];
      if (!image) {
        image = document.createElement("img");
        image.className = "preview-pane__page";
        holder.append(image);
      }
      image.alt = `预览第 ${index + 1} 页，共 ${told.pages.length} 页`;
      if (image.dataset.digest !== page.digest) {
        image.src = `data:image/png;base64,${fresh.get(page.digest)}`;
        image.dataset.digest = page.digest;
      }
    });
    while (holder.children.length > told.pages.length) holder.lastElementChild.remove();
    this.name(told);
  }

  /** Name what is missing beside the page: characters no font has, fields still to be filled. */
  name(told) {
    const pages = `共 ${told.pages.length} 页`;
    const gaps = told.gaps.length ? `，还有 ${told.gaps.length} 处没有填好` : "，已填写完整";
    this.tell(`${pages}${gaps}`);
    const lost = this.pane.querySelector("[data-preview-missing]");
    lost.hidden = !told.missing.length;
    lost.textContent = told.missing.length
      ? `字库中没有这些字，预览里画成〓：${told.missing.join("、")}。请告诉系统管理员加入含有这些字的字体。` : "";
    const list = this.pane.querySelector("[data-preview-gaps]");
    list.replaceChildren(...told.gaps.map((gap) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = gap.target || "#main";
      link.textContent = gap.label;
      item.append(link, `：${gap.message}`);
      return item;
    }));
    this.pane.querySelector("[data-preview-fold]").hidden = !told.gaps.length;
  }

  tell(words) {
    if (this.state.textContent !== words) this.state.textContent = words;
  }
}

const pane = document.querySelector("[data-preview]");
const form = document.querySelector("form[data-autosave]");
if (pane && form) new Preview(pane, form);
