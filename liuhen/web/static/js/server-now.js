// The time of the server, wherever the device's clock stands: what is stamped must not carry a wrong
// clock into a record.

const body = document.body;
const [entry] = performance.getEntriesByType("navigation");
const arrived = performance.timeOrigin + (entry ? entry.responseStart : 0);
const behind = body.dataset.serverNow ? Number(body.dataset.serverNow) - arrived : 0;
const SHANGHAI = 8 * 3600000;

/** Return the instant now as ISO text with Shanghai's offset, to the second. */
export function isoNow() {
  const there = new Date(Date.now() + behind + SHANGHAI);
  return `${there.toISOString().slice(0, 19)}+08:00`;
}
