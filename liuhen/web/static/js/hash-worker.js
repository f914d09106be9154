// Computes SHA-256 and SM3 of files away from the page, one file after the other.
//
// in:  {id, file}                      a File or Blob
// out: {id, done, total}               bytes read so far
//      {id, sha256, sm3}               hex, the file is finished
//      {id, error}                     why there are no digests; the server computes them in any case
//
// A classic worker: it has its own response headers, so the page's content policy does not keep
// browsers older than 'wasm-unsafe-eval' from compiling the two small modules.

/* global importScripts, hashwasm */

const PIECE = 8 * 1024 * 1024;
let ready = null;
let queue = Promise.resolve();

function load() {
  if (!ready) {
    ready = Promise.resolve().then(() => {
      importScripts("../vendor/hash-sha256.min.js", "../vendor/hash-sm3.min.js");
      return Promise.all([hashwasm.createSHA256(), hashwasm.createSM3()]);
    });
  }
  return ready;
}

async function digest(id, file) {
  const hashers = await load();
  for (const hasher of hashers) hasher.init();
  for (let at = 0; at < file.size; at += PIECE) {
    const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    for (const hasher of hashers) hasher.update(bytes);
    self.postMessage({ id, done: Math.min(at + PIECE, file.size), total: file.size });
  }
  const [sha256, sm3] = hashers.map((hasher) => hasher.digest("hex"));
  self.postMessage({ id, sha256, sm3 });
}

self.onmessage = (event) => {
  const { id, file } = event.data;
  queue = queue.then(() => digest(id, file)).catch((error) => {
    self.postMessage({ id, error: String(error && error.message ? error.message : error) });
  });
};
