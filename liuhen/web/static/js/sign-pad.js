// A pad for handwriting. Strokes are kept as vectors in the pad's own units (10000 by 4000, see
// liuhen/documents/strokes.py) and drawn again whenever the pad changes its size, so that turning
// the tablet or the address bar coming and going loses nothing. There is no least size.

const WIDTH = 10000;
const HEIGHT = 4000;

export class SignPad {
  constructor(frame) {
    this.frame = frame;
    this.canvas = frame.querySelector("canvas");
    this.strokes = [];
    this.pointer = "";
    this.began = 0;
    this.active = null;
    this.onchange = () => {};
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(name, (event) => this.up(event));
    }
    // A finger that writes must not scroll the page or open a menu.
    this.canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    new ResizeObserver(() => this.fit()).observe(frame);
  }

  get empty() {
    return this.strokes.length === 0;
  }

  clear() {
    this.strokes = [];
    this.active = null;
    this.began = 0;
    this.draw();
    this.onchange();
  }

  fit() {
    const across = Math.floor(Math.min(this.frame.clientWidth, (this.frame.clientHeight * WIDTH) / HEIGHT));
    if (across <= 0) return;
    const down = Math.floor((across * HEIGHT) / WIDTH);
    const ratio = window.devicePixelRatio || 1;
    this.canvas.style.width = `${across}px`;
    this.canvas.style.height = `${down}px`;
    this.canvas.width = Math.round(across * ratio);
    this.canvas.height = Math.round(down * ratio);
    this.draw();
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * WIDTH);
    const y = Math.round(((event.clientY - box.top) / box.height) * HEIGHT);
    if (!this.began) this.began = event.timeStamp;
    const at = Math.max(0, Math.round(event.timeStamp - this.began));
    const point = [clamp(x, WIDTH), clamp(y, HEIGHT), at];
    // A mouse says 0.5 and means nothing by it.
    if (event.pointerType !== "mouse" && event.pressure > 0) point.push(Math.round(event.pressure * 1000));
    return point;
  }

  down(event) {
    if (this.active !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    // The palm rests on the glass while a pen writes.
    if (this.pointer === "pen" && event.pointerType === "touch") return;
    event.preventDefault();
    this.active = event.pointerId;
    this.pointer = event.pointerType;
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.point(event)]);
    this.draw();
    this.onchange();
  }

  move(event) {
    if (event.pointerId !== this.active) return;
    const stroke = this.strokes[this.strokes.length - 1];
    const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const each of events.length ? events : [event]) {
      const point = this.point(each);
      const last = stroke[stroke.length - 1];
      if (point[0] !== last[0] || point[1] !== last[1]) stroke.push(point);
    }
    this.draw();
  }

  up(event) {
    if (event.pointerId === this.active) this.active = null;
  }

  draw() {
    const brush = this.canvas.getContext("2d");
    const scale = this.canvas.width / WIDTH;
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.clearRect(0, 0, this.canvas.width, this.canvas.height);
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.lineCap = "round";
    brush.lineJoin = "round";
    brush.strokeStyle = "#000000";
    brush.lineWidth = 90;
    for (const stroke of this.strokes) {
      const [first, ...rest] = stroke;
      brush.beginPath();
      brush.moveTo(first[0], first[1]);
      for (let index = 0; index + 1 < rest.length; index += 1) {
        const [here, after] = [rest[index], rest[index + 1]];
        brush.quadraticCurveTo(here[0], here[1], (here[0] + after[0]) / 2, (here[1] + after[1]) / 2);
      }
      const end = stroke[stroke.length - 1];
      brush.lineTo(end[0], end[1]);
      brush.stroke();
    }
  }
}

function clamp(value, most) {
  return Math.max(-1000, Math.min(most + 1000, value));
}
