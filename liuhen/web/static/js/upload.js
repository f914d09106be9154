// The upload list of a form: choose files, see each one's way, pause, resume, retry.
//
// The form works without this script (an ordinary file field). With it, files go to the server in
// pieces, survive a pulled cable and a reload, and each ends in one of three words that never look
// alike: 「仅在本机，尚未入库」 (amber, device), 「服务器已收到，提交后入库」 (blue, arrow),
// 「已入库」 (green, tick; only after the server's digests agreed and its record is made).
//
//   <form method="post" data-upload="/uploads/"           address of the tus views, with the slash
//         data-upload-purpose="recording"                 goes into Upload.purpose
//         data-upload-claim="/ingest/claim"               optional: POSTed once per stored file with
//                                                         the form's fields and the upload's id;
//                                                         2xx means the record is made (已入库)
//         data-upload-field="upload"                      name of the field with the upload's id
//         data-upload-limit="21474836480">                largest file in bytes, optional
//     <input type="file" name="file" multiple data-upload-input>
//     <div data-upload-drop>…</div>                       optional: files may be dropped here
//     <p data-upload-left hidden></p>                     told: unfinished uploads of last time
//     <p data-upload-progress></p>                        第 2/5 个，1.2 GB / 3.4 GB，约剩 6 分钟
//     <progress data-upload-bar max="1" hidden></progress>
//     <button type="button" data-upload-pause hidden>暂停</button>
//     <ul data-upload-list></ul>
//     <p data-upload-live aria-live="polite" class="hidden-text"></p>
//     <p data-upload-clear hidden>可以清空记录仪</p>       shown only when every file is 已入库
//     <template data-upload-icon="device">{% icon "device" %}</template>   also arrow, check, half, alert
//   </form>
//
// Without data-upload-claim each stored file adds a hidden field, and the form's own submission
// makes the records; submitting waits until no file is on its way. The server makes its record
// once per upload id, so a repeated claim is harmless. document.body carries data-person.
//
// For files that this device itself keeps (a tablet's recordings):
//   form.dispatchEvent(new CustomEvent("upload:add", {detail: {files, kept: true}}))
// they read 「本机已保存，尚未入库」. Events sent: "upload:stored" {id, name}, "upload:idle".

import {
  CHECKING, DONE, FAILED, FileUpload, HASHING, OFFLINE, PAUSED, RECEIVED, SENDING, WAITING, unfinished,
} from "./upload-file.js";
import { Pace, progressWords, sizeWords } from "./upload-words.js";

const QUARTERS = [25, 50, 75];

const LOOKS = {
  [CHECKING]: { tone: "doing", icon: "half", word: "服务器正在核对" },
  [RECEIVED]: { tone: "sent", icon: "arrow", word: "服务器已收到，提交后入库" },
  [DONE]: { tone: "done", icon: "check", word: "已入库" },
  [FAILED]: { tone: "missing", icon: "alert", word: "没有入库" },
};

function percent(part) {
  return `${Math.floor(part * 100)}%`;
}

function noteOf(one) {
  switch (one.state) {
    case WAITING: return one.hashed > 0 && one.hashed < 1 ? `正在计算校验值 ${percent(one.hashed)}` : "排队中";
    case HASHING: return `正在计算校验值 ${percent(one.hashed)}`;
    case SENDING: return `上传中 ${percent(one.sent / one.file.size)}`;
    case PAUSED: return `已暂停，已传 ${percent(one.sent / one.file.size)}`;
    case OFFLINE: return `${one.reason}正在等待，恢复后接着传`;
    case DONE:
    case RECEIVED: return one.checkedHere ? "两端校验值一致" : "校验值由服务器计算";
    case FAILED: return one.reason;
    default: return "";
  }
}

/** One line of the list. */
class Row {
  constructor(list, one, kept) {
    this.list = list;
    this.one = one;
    this.kept = kept;
    this.line = document.createElement("li");
    this.line.className = "task";
    const words = this.add(this.line, "span", "task__words");
    this.add(words, "span", "task__title").textContent = one.file.name;
    this.note = this.add(words, "span", "task__note");
    this.status = this.add(this.line, "span", "status");
    this.retry = this.add(this.line, "button", "button");
    this.retry.type = "button";
    this.retry.textContent = "重试";
    this.retry.setAttribute("aria-label", `重试 ${one.file.name}`);
    this.retry.addEventListener("click", () => this.list.retry(one));
    this.shown = "";
    this.show();
  }

  add(parent, name, className) {
    const element = document.createElement(name);
    element.className = className;
    parent.append(element);
    return element;
  }

  show() {
    const local = { tone: "local", icon: "device", word: this.kept ? "本机已保存，尚未入库" : "仅在本机，尚未入库" };
    const look = LOOKS[this.one.state] || local;
    this.note.textContent = [sizeWords(this.one.file.size), noteOf(this.one)].filter(Boolean).join("，");
    this.retry.hidden = this.one.state !== FAILED || Boolean(this.one.hopeless);
    if (this.shown === look.word) return;
    this.shown = look.word;
    this.status.className = `status status--${look.tone}`;
    const word = document.createElement("span");
    word.className = "status__word";
    word.textContent = look.word;
    this.status.textContent = "";
    const icon = this.list.icon(look.icon);
    if (icon) this.status.append(icon);
    this.status.append(word);
  }
}

/** All files of one form. One is sent at a time; the next one's digests are computed meanwhile. */
class UploadList {
  constructor(form) {
    this.form = form;
    this.settings = {
      form,
      endpoint: form.dataset.upload,
      purpose: form.dataset.uploadPurpose || "",
      claim: form.dataset.uploadClaim || "",
      field: form.dataset.uploadField || "upload",
      person: document.body.dataset.person || "",
    };
    this.limit = Number(form.dataset.uploadLimit) || Infinity;
    this.all = [];
    this.rows = new Map();
    this.pace = new Pace();
    this.paused = false;
    this.running = null;
    this.told = 0;
    this.input = this.part("input");
    this.pauseButton = this.part("pause");
    this.listen();
    this.remind();
  }

  part(name) {
    return this.form.querySelector(`[data-upload-${name}]`);
  }

  icon(name) {
    const template = this.form.querySelector(`template[data-upload-icon="${name}"]`);
    return template ? template.content.cloneNode(true) : null;
  }

  listen() {
    const { form, input } = this;
    input.removeAttribute("name"); // the bytes go by pieces, not with the form
    input.required = false;
    input.addEventListener("change", () => {
      this.take(Array.from(input.files), false);
      input.value = "";
    });
    form.addEventListener("upload:add", (event) => this.take(event.detail.files, Boolean(event.detail.kept)));
    form.addEventListener("submit", (event) => this.guard(event));
    if (this.pauseButton) this.pauseButton.addEventListener("click", () => this.toggle());
    window.addEventListener("beforeunload", (event) => {
      if (!this.busy()) return;
      event.preventDefault();
      event.returnValue = "";
    });
    this.listenDrop(this.part("drop"));
  }

  listenDrop(zone) {
    if (!zone) return;
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(Array.from(event.dataTransfer.files), false);
    });
  }

  /** Name what was left unfinished last time: a browser cannot open those files again by itself. */
  remind() {
    const note = this.part("left");
    const left = unfinished(this.settings.endpoint, this.settings.person);
    if (!note || !left.length) return;
    const names = left.slice(0, 5).map((record) => record.name).join("、");
    note.textContent =
      `上次有 ${left.length} 个文件没有传完：${names}${left.length > 5 ? " 等" : ""}。请重新选择这些文件，会从断点接着传，不会重来。`;
    note.hidden = false;
  }

  busy() {
    return this.all.some((one) => !one.over);
  }

  take(files, kept) {
    for (const file of files) {
      const one = new FileUpload(file, this.settings, (changed) => this.changed(changed));
      if (this.all.some((other) => other.key === one.key && other.state !== FAILED)) continue;
      this.all.push(one);
      const row = new Row(this, one, kept);
      this.rows.set(one, row);
      this.part("list").append(row.line);
      this.admit(one);
    }
    if (files.length) this.say(`已选择 ${files.length} 个文件，开始上传`);
    this.told = 0;
    this.next();
  }

  /** Turn away at once what the server would turn away after the sending. */
  admit(one) {
    const { size } = one.file;
    if (size > 0 && size <= this.limit) return;
    one.hopeless = true;
    one.become(FAILED, size ? `超过单个文件的上限 ${sizeWords(this.limit)}，请分段导出后再上传。`
      : "文件是空的（0 字节），请检查原文件后重新选择。");
  }

  async next() {
    if (this.paused || this.running) return this.showAll();
    const waiting = this.all.filter((one) => one.state === WAITING || one.state === PAUSED);
    if (!waiting.length) return this.rest();
    const [one, after] = waiting;
    this.running = one;
    const going = one.run();
    one.prepare().then(() => after && after.prepare());
    await going;
    this.running = null;
    this.ended(one);
    return this.next();
  }

  ended(one) {
    if (one.state === DONE || one.state === RECEIVED) {
      if (one.state === RECEIVED) this.addField(one);
      this.form.dispatchEvent(new CustomEvent("upload:stored", { detail: { id: one.id, name: one.file.name } }));
    }
    if (one.state === FAILED) this.say(`${one.file.name} 没有入库：${one.reason}`);
  }

  addField(one) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = this.settings.field;
    field.value = one.id;
    this.form.append(field);
  }

  rest() {
    this.showAll();
    if (!this.all.length || this.busy()) return;
    const failed = this.all.filter((one) => one.state === FAILED).length;
    const word = this.settings.claim ? "已入库" : "已由服务器收到";
    this.say(failed ? `${this.all.length - failed} 个文件${word}，${failed} 个没有入库` : `全部 ${this.all.length} 个文件${word}`);
    this.form.dispatchEvent(new CustomEvent("upload:idle"));
  }

  toggle() {
    this.paused = !this.paused;
    if (this.paused && this.running) this.running.halt();
    this.say(this.paused ? "已暂停上传" : "继续上传");
    if (!this.paused) this.next();
    this.showAll();
  }

  retry(one) {
    one.again();
    this.next();
  }

  /** Keep the form from going while a file is on its way: its record would lack that file. */
  guard(event) {
    if (!this.busy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const left = this.all.filter((one) => !one.over).length;
    this.say(`还有 ${left} 个文件没有传完，请等传完再提交`);
    const line = this.part("progress");
    line.tabIndex = -1;
    line.textContent = `还有 ${left} 个文件没有传完，请等传完再提交。`;
    line.focus();
  }

  changed(one) {
    const row = this.rows.get(one);
    if (row) row.show();
    this.showAll();
  }

  showAll() {
    const counted = this.all.filter((one) => one.state !== FAILED);
    const total = counted.reduce((sum, one) => sum + one.file.size, 0);
    const sent = counted.reduce((sum, one) => sum + (one.over ? one.file.size : one.sent), 0);
    this.pace.note(sent, Date.now());
    this.showProgress(counted, sent, total);
    this.showButtons(total ? sent / total : 0);
    this.tellQuarters(total ? Math.floor((sent / total) * 100) : 0);
  }

  showProgress(counted, sent, total) {
    const line = this.part("progress");
    if (!counted.length || !this.busy()) {
      const done = counted.filter((one) => one.over).length;
      line.textContent = done ? `${done} 个文件，共 ${sizeWords(total)}，都已传完。` : "";
      return;
    }
    const place = Math.min(counted.filter((one) => one.over).length + 1, counted.length);
    const seconds = this.paused ? Infinity : this.pace.secondsFor(total - sent);
    const words = progressWords({ place, count: counted.length, sent, total, seconds });
    line.textContent = this.paused ? `已暂停：${words}` : words;
  }

  showButtons(part) {
    const bar = this.part("bar");
    if (bar) {
      bar.hidden = !this.busy();
      bar.value = part;
      bar.setAttribute("aria-label", "上传进度");
    }
    if (this.pauseButton) {
      this.pauseButton.hidden = !this.busy();
      this.pauseButton.textContent = this.paused ? "继续" : "暂停";
    }
    const clear = this.part("clear");
    if (clear) clear.hidden = !this.all.length || this.all.some((one) => one.state !== DONE);
  }

  /** Read aloud at a quarter, a half and three quarters, not at every percent. */
  tellQuarters(done) {
    const passed = QUARTERS.filter((quarter) => done >= quarter).pop() || 0;
    if (passed <= this.told || !this.busy()) return;
    this.told = passed;
    this.say(`已上传 ${passed}%`);
  }

  say(words) {
    const live = this.part("live");
    if (live) live.textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) new UploadList(form);
