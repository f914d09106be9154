// One file on its way to the server: digests, opening, sending, the server's verdict, the claim.
//
// tus-js-client sends the bytes and retries; opening an upload and remembering its address are done
// here, because the library opens a new upload whenever the old one's HEAD fails for any reason,
// and an hour's sending would be lost to one restart of the server.

import "../vendor/tus.min.js";
import { reasonWords } from "./upload-words.js";

const CHUNK = 8 * 1024 * 1024;
const RETRIES = [0, 1000, 3000]; // then the person is told, and waiting goes on for as long as it takes
const OFFLINE_PAUSE = 15000;
const KEEP_DAYS = 7;
const PREFIX = "liuhen:upload:";
const TUS = "1.0.0";

/** What an upload can be; only DONE may be called 已入库. */
export const WAITING = "waiting";
export const HASHING = "hashing";
export const SENDING = "sending";
export const PAUSED = "paused";
export const OFFLINE = "offline";
export const CHECKING = "checking";
export const RECEIVED = "received";
export const DONE = "done";
export const FAILED = "failed";

class Stopped extends Error {}

class Failure extends Error {
  constructor(status, body) {
    super(reasonWords(status, body));
    this.status = status;
    this.claiming = false;
  }

  /** Whether waiting will mend it: no network, a restarting server, a moved offset, a held lock. */
  get network() {
    const { status } = this;
    if (status === 0 || status === 502 || status === 503 || status === 504) return true;
    return !this.claiming && (status === 409 || status === 423 || status === 460 || status === 500);
  }

  /** Whether the server has given this upload up, so that the next try must start over. */
  get lost() {
    return !this.claiming && (this.status === 404 || this.status === 410 || this.status === 422);
  }
}

// The token is read at each request: it changes when the person signs in again in another window.
function csrf() {
  const row = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return row ? decodeURIComponent(row.slice("csrftoken=".length)) : "";
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
  } catch {
    throw new Failure(0);
  }
  if (answer.type === "opaqueredirect") throw new Failure(401);
  if (!answer.ok) {
    const plain = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
    throw new Failure(answer.status, plain ? await answer.text() : "");
  }
  return answer;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Addresses of unfinished uploads, kept on this device so that a reload goes on where it was.

function readRecord(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, record) {
  try {
    localStorage.setItem(key, JSON.stringify(record));
  } catch {
    // Without room for a few bytes a reload starts over; the upload itself is not affected.
  }
}

/** Return what this person began on this device under `endpoint` and has not finished. */
export function unfinished(endpoint, person) {
  const own = `${PREFIX}${person}:${endpoint}:`;
  const oldest = Date.now() - KEEP_DAYS * 86400000;
  const found = [];
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(own))) {
    const record = readRecord(key);
    if (record && record.at > oldest) found.push(record);
    else localStorage.removeItem(key);
  }
  return found;
}

// Digests come from one worker, in turn; without it the server's own are all there is.

let worker = null;
let asked = 0;
const waiting = new Map();

function hear(event) {
  const one = waiting.get(event.data.id);
  if (!one) return;
  if (event.data.total) {
    one.progress(event.data.done / event.data.total);
    return;
  }
  waiting.delete(event.data.id);
  one.resolve(event.data.sha256 ? { sha256: event.data.sha256, sm3: event.data.sm3 } : {});
}

function digestsOf(file, progress) {
  return new Promise((resolve) => {
    try {
      if (!worker) {
        worker = new Worker(new URL("./hash-worker.js", import.meta.url));
        worker.onmessage = hear;
        worker.onerror = () => {
          for (const one of waiting.values()) one.resolve({});
          waiting.clear();
          worker = null;
        };
      }
      asked += 1;
      waiting.set(asked, { resolve, progress });
      worker.postMessage({ id: asked, file });
    } catch {
      resolve({});
    }
  });
}

/** One file. `changed` is called whenever something of it can be shown anew. */
export class FileUpload {
  constructor(file, settings, changed) {
    this.file = file;
    this.settings = settings;
    this.changed = changed;
    this.state = WAITING;
    this.sent = 0;
    this.hashed = 0;
    this.reason = "";
    this.id = "";
    this.digests = null;
    this.stop = null;
    const { person, endpoint, purpose } = settings;
    this.key = `${PREFIX}${person}:${endpoint}:${purpose}:${file.name}:${file.size}:${file.lastModified}`;
  }

  get over() {
    return this.state === DONE || this.state === RECEIVED || this.state === FAILED;
  }

  get checkedHere() {
    return Boolean(this.digests && this.digests.sha256);
  }

  become(state, reason = "") {
    this.state = state;
    this.reason = reason;
    this.changed(this);
  }

  /** Compute the digests ahead of the turn; called any number of times. */
  prepare() {
    if (!this.preparing) {
      const record = readRecord(this.key);
      const known = record && record.digests;
      this.preparing = known ? Promise.resolve(known) : digestsOf(this.file, (part) => {
        this.hashed = part;
        this.changed(this);
      });
    }
    return this.preparing;
  }

  /** Go on until done, failed or paused; a broken network is waited out. */
  async run() {
    this.halted = false;
    while (!this.over && !this.halted) {
      try {
        await this.steps();
      } catch (error) {
        if (error instanceof Stopped) return;
        if (!(error instanceof Failure)) this.become(FAILED, reasonWords("-", String(error.message || error)));
        else if (error.network) await this.waitForNetwork(error);
        else this.fail(error);
      }
    }
  }

  async steps() {
    if (!this.digests) {
      this.become(HASHING);
      this.digests = await this.prepare();
    }
    this.check();
    this.become(SENDING);
    const url = await this.open();
    await this.send(url);
    this.become(CHECKING);
    await this.verdict(url);
    await this.claim();
    localStorage.removeItem(this.key);
    this.become(this.settings.claim ? DONE : RECEIVED);
  }

  check() {
    if (this.halted) throw new Stopped();
  }

  /** Return the upload's address on the server, a remembered or a new one. */
  async open() {
    const record = readRecord(this.key);
    if (record) return record.url;
    const { file, digests, settings } = this;
    const said = { filename: file.name, purpose: settings.purpose, ...digests };
    const metadata = Object.entries(said).filter(([, value]) => value);
    const answer = await ask(settings.endpoint, {
      method: "POST",
      headers: {
        "Tus-Resumable": TUS,
        "X-CSRFToken": csrf(),
        "Upload-Length": String(file.size),
        "Upload-Metadata": metadata.map(([name, value]) => `${name} ${base64(value)}`).join(","),
      },
    });
    const url = new URL(answer.headers.get("Location"), location.href).href;
    keep(this.key, { url, digests, name: file.name, size: file.size, at: Date.now() });
    return url;
  }

  send(url) {
    return new Promise((resolve, reject) => {
      const sending = new window.tus.Upload(this.file, {
        uploadUrl: url,
        chunkSize: CHUNK,
        retryDelays: RETRIES,
        storeFingerprintForResuming: false,
        onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrf()),
        onShouldRetry: (error) => failureOf(error).network,
        onProgress: (sent) => {
          this.sent = sent;
          this.changed(this);
        },
        onSuccess: () => resolve(),
        onError: (error) => reject(failureOf(error)),
      });
      this.stop = () => {
        sending.abort();
        reject(new Stopped());
      };
      this.check();
      sending.start();
    });
  }

  /** Wait until the server has compared the digests. All bytes sent is not yet success. */
  async verdict(url) {
    for (let turn = 1; ; turn += 1) {
      const found = await (await ask(url, { headers: { Accept: "application/json" } })).json();
      this.id = found.id;
      if (found.state === "stored") return;
      if (found.state === "refused") throw new Failure(422, found.refusal);
      this.check();
      await pause(Math.min(turn * 500, 5000));
      // If whoever was checking died, asking for the offset starts the check again.
      if (turn % 10 === 0) await ask(url, { method: "HEAD", headers: { "Tus-Resumable": TUS } });
    }
  }

  /** Let the server make its record of the stored file, exactly once per upload. */
  async claim() {
    const { claim, form } = this.settings;
    if (!claim) return;
    const body = new FormData(form);
    for (const input of form.querySelectorAll("input[type='file']")) body.delete(input.name);
    body.set(this.settings.field, this.id);
    try {
      await ask(claim, { method: "POST", headers: { Accept: "text/plain", "X-CSRFToken": csrf() }, body });
    } catch (error) {
      error.claiming = true;
      throw error;
    }
  }

  fail(error) {
    if (error.lost) this.forget();
    this.become(FAILED, error.message);
  }

  forget() {
    localStorage.removeItem(this.key);
    this.preparing = null;
    this.digests = null;
    this.sent = 0;
    this.hashed = 0;
  }

  async waitForNetwork(error) {
    this.become(OFFLINE, error.message);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, OFFLINE_PAUSE);
      const wake = () => {
        clearTimeout(timer);
        window.removeEventListener("online", wake);
        resolve();
      };
      window.addEventListener("online", wake);
      this.stop = wake;
    });
  }

  /** Stop sending; what the server has stays there. */
  halt() {
    this.halted = true;
    if (this.stop) this.stop();
    this.stop = null;
    if (!this.over) this.become(PAUSED);
  }

  /** Make a failed file ready for another try. */
  again() {
    this.become(WAITING);
  }
}

function failureOf(error) {
  if (error instanceof Failure) return error;
  const answer = error.originalResponse;
  return answer ? new Failure(answer.getStatus(), answer.getBody() || "") : new Failure(0);
}
