// A second copy of each draft in IndexedDB, written through to the disk.
//
// localStorage is read and written at once, also while the page is being left, but the browser may
// keep its last seconds in memory: killed, it forgets them. IndexedDB forgets nothing it confirmed.
// On opening, the newer of the two copies counts; a draft that was received or discarded leaves a
// mark of its time, so that an older copy does not come back.

const NAME = "liuhen-drafts";
const STORE = "drafts";
const MARKS_KEPT = 30 * 86400000;

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function put(key, value) {
  try {
    const database = await open();
    const change = database.transaction(STORE, "readwrite", { durability: "strict" });
    change.objectStore(STORE).put(value, key);
    change.oncomplete = () => database.close();
    change.onerror = () => database.close();
  } catch {
    // No second copy in this browser (a private window, say); the first one stands.
  }
}

/** Keep a second copy of a draft. */
export function mirror(key, draft) {
  put(key, draft);
}

/** Mark a draft as gone: received by the server, or discarded. */
export function forget(key) {
  put(key, { savedAt: Date.now(), gone: true });
}

/** Bring localStorage up to the newer copies; resolves with the keys that came back. */
export async function recover(prefix) {
  const back = [];
  try {
    const database = await open();
    const rows = await all(database, prefix);
    database.close();
    for (const [key, kept] of rows) {
      const here = read(key);
      if (kept.gone) {
        if (here && here.savedAt <= kept.savedAt) localStorage.removeItem(key);
      } else if (!here || here.savedAt < kept.savedAt) {
        localStorage.setItem(key, JSON.stringify(kept));
        back.push(key);
      }
    }
  } catch {
    // As above: without IndexedDB the first copy is all there is.
  }
  return back;
}

function all(database, prefix) {
  return new Promise((resolve, reject) => {
    const rows = [];
    const change = database.transaction(STORE, "readwrite");
    const walk = change.objectStore(STORE).openCursor(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor) return;
      if (cursor.value.gone && cursor.value.savedAt < Date.now() - MARKS_KEPT) cursor.delete();
      else rows.push([cursor.key, cursor.value]);
      cursor.continue();
    };
    change.oncomplete = () => resolve(rows);
    change.onerror = () => reject(change.error);
  });
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
