// The words of an upload: sizes, time left, progress, reasons. Pure; knows no page.

const UNITS = [["GB", 1024 ** 3], ["MB", 1024 ** 2], ["KB", 1024]];
const WINDOW = 10000;

const REASONS = {
  0: "网络中断，没有连上服务器。",
  401: "登录已到期。请在新窗口登录后，回到这里按“重试”，会从断点接着传。",
  403: "登录已到期，或没有上传的权限。请在新窗口重新登录后，回到这里按“重试”，会从断点接着传。",
  404: "服务器上找不到这次上传，需要从头上传这个文件。",
  410: "服务器上的这次上传已作废，需要从头上传这个文件。",
  413: "文件超过允许的大小。",
  423: "这个文件正由另一个窗口上传，请稍候再试。",
  507: "服务器磁盘已满，已收到的部分都还在。请通知管理员清出空间后再重试。",
};

/** Say a number of bytes, "1.2 GB". */
export function sizeWords(bytes) {
  const unit = UNITS.find(([, size]) => bytes >= size);
  return unit ? `${(bytes / unit[1]).toFixed(1)} ${unit[0]}` : `${bytes} 字节`;
}

/** Say the time left, "约剩 6 分钟"; empty while unknown. */
export function leftWords(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 60) return `约剩 ${Math.max(5, Math.ceil(seconds / 5) * 5)} 秒`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `约剩 ${minutes} 分钟`;
  return `约剩 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
}

/** Say where the whole list stands: 「第 2/5 个，1.2 GB / 3.4 GB，约剩 6 分钟」. */
export function progressWords({ place, count, sent, total, seconds }) {
  const parts = [`第 ${place}/${count} 个`, `${sizeWords(sent)} / ${sizeWords(total)}`, leftWords(seconds)];
  return parts.filter(Boolean).join("，");
}

/** Say why an upload did not go on: the server's own sentence, or ours for its number. */
export function reasonWords(status, body = "") {
  const said = body.trim();
  if (said && said.length < 400 && !said.startsWith("<")) return said;
  return REASONS[status] || `服务器没有收下（${status}）。请稍后重试，多次不成请联系管理员。`;
}

/** Measures bytes per second over the last ten seconds. */
export class Pace {
  constructor() {
    this.marks = [];
  }

  /** Note that `bytes` are done at `at` (milliseconds). Less than before starts the measure anew. */
  note(bytes, at) {
    const last = this.marks[this.marks.length - 1];
    if (last && bytes < last.bytes) this.marks = [];
    this.marks.push({ bytes, at });
    while (this.marks.length > 2 && at - this.marks[0].at > WINDOW) this.marks.shift();
  }

  /** Return the seconds that `bytes` will take; Infinity while nothing is known. */
  secondsFor(bytes) {
    const [first] = this.marks;
    const last = this.marks[this.marks.length - 1];
    if (!first || last.at - first.at < 1000 || last.bytes === first.bytes) return Infinity;
    return bytes / ((last.bytes - first.bytes) / ((last.at - first.at) / 1000));
  }
}
