// Reads days and instants as people type them; the same rules as liuhen/web/formats.py, and the
// same table of examples tests both.

const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];
const WHOLE_DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const EIGHT_DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
const SHORT_DAY = /^(\d{1,2})[-/.月](\d{1,2})日?$/;
const MOMENT = /^(.+?)[T ]*(?<!\d)(\d{1,2})[:时点](\d{1,2})分?$/;
const DAY_LENGTH = 86400000;

/** Return {year, month, day} or null; `today` is "YYYY-MM-DD", the server's. */
export function parseDay(text, today) {
  const plain = fold(text).replace(/\s+/g, "");
  const whole = plain.match(WHOLE_DAY) || plain.match(EIGHT_DIGITS);
  if (whole) return real(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const short = plain.match(SHORT_DAY);
  return short ? nearest(Number(short[1]), Number(short[2]), today) : null;
}

/** Return {year, month, day, hour, minute} or null. */
export function parseMoment(text, today) {
  const match = fold(text).replace(/\s+/g, " ").match(MOMENT);
  const day = match && parseDay(match[1], today);
  if (!day) return null;
  const hour = Number(match[2]);
  const minute = Number(match[3]);
  return hour < 24 && minute < 60 ? { ...day, hour, minute } : null;
}

/** Write 2026年11月24日 星期二. */
export function dayWords({ year, month, day }) {
  return `${year}年${month}月${day}日 ${WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]}`;
}

/** Write 2026年11月24日 星期二 10:05. */
export function momentWords(moment) {
  return `${dayWords(moment)} ${pad(moment.hour)}:${pad(moment.minute)}`;
}

/** Write 2026-11-24. */
export function isoDay({ year, month, day }) {
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
}

export function pad(number) {
  return String(number).padStart(2, "0");
}

function fold(text) {
  return text.normalize("NFKC").trim().replace(/。/g, ".");
}

function real(year, month, day) {
  const there = new Date(Date.UTC(year, month - 1, day));
  const kept = there.getUTCFullYear() === year && there.getUTCMonth() === month - 1 && there.getUTCDate() === day;
  return kept ? { year, month, day } : null;
}

function nearest(month, day, today) {
  const [year, thisMonth, thisDay] = today.split("-").map(Number);
  const now = Date.UTC(year, thisMonth - 1, thisDay);
  const distance = (each) => Math.abs(Date.UTC(each.year, each.month - 1, each.day) - now) / DAY_LENGTH;
  const found = [year - 1, year, year + 1].map((each) => real(each, month, day)).filter(Boolean);
  return found.sort((a, b) => distance(a) - distance(b))[0] || null;
}
