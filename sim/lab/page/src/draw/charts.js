// Two pictures of how sure one can be: pairs that fall into piles, and one dot for each admissible set.
import { INK, LINE, SOFT, WHITE, WORLDS } from "./palette.js";
import { svg } from "./axis.js";
import { still } from "./stage.js";
import { h } from "../dom.js";

/** 500 pairs: each a dot that falls where its difference in trust belongs; pairs without a difference pile up in the middle. */
export class Pairs {
  constructor(box, words) {
    this.words = words;
    this.canvas = box.appendChild(h("canvas", { role: "img" }));
    this.heads = box.appendChild(h("div", { class: "piles", "aria-hidden": "true" }));
    this.dots = [];
    this.piled = new Map();
    this.count = { less: 0, same: 0, more: 0 };
    this.going = false;
    this.tell();
    new ResizeObserver(() => { this.piled = new Map(); this.dots.forEach((d) => this.place(d)); this.draw(performance.now()); }).observe(this.canvas);
  }

  /** quick: they lie there already. */
  add(differences, quick = still()) {
    const now = performance.now();
    differences.forEach((by, i) => {
      const dot = { by, kind: Math.abs(by) < 1e-9 ? "same" : by < 0 ? "less" : "more", since: quick ? -1e9 : now + i * 14 };
      this.count[dot.kind]++;
      this.place(dot);
      this.dots.push(dot);
    });
    this.tell();
    if (!this.going) { this.going = true; requestAnimationFrame((t) => this.loop(t)); }
  }

  frame() {
    const b = this.canvas.getBoundingClientRect(), r = Math.max(1.6, Math.min(4.2, b.width / 180, (b.height - 34 - (b.width < 560 ? 62 : 120)) / 80)), middle = r * 2.2 * 7, side = (b.width - middle - 20) / 2;
    return { w: b.width, h: b.height, r, middle, side, foot: b.height - 34 };
  }

  place(dot) {
    const { w, r, middle, side, foot } = this.frame(), step = r * 2.2, columns = Math.floor(side / step);
    if (!w) return;
    let x;
    if (dot.kind === "same") {
      const k = this.piled.get("same") || 0;
      this.piled.set("same", k + 1);
      dot.x = w / 2 + ((k % 7) - 3) * step; dot.y = foot - r - Math.floor(k / 7) * step;
      return;
    }
    const bin = Math.min(columns - 1, Math.floor((Math.abs(dot.by) / 0.46) * columns)), key = `${dot.kind}${bin}`, k = this.piled.get(key) || 0;
    this.piled.set(key, k + 1);
    x = middle / 2 + step * 0.7 + bin * step;
    dot.x = w / 2 + (dot.kind === "less" ? -x : x); dot.y = foot - r - k * step;
  }

  loop(now) {
    this.draw(now);
    if (this.dots.some((d) => now - d.since < 700)) requestAnimationFrame((t) => this.loop(t)); else { this.going = false; this.draw(now + 1e4); }
  }

  draw(now) {
    const { w, h: height, r, side, foot } = this.frame(), ratio = Math.min(3, devicePixelRatio || 1), c = this.canvas.getContext("2d"), { words } = this;
    if (!w) return;
    if (this.canvas.width !== Math.round(w * ratio)) { this.canvas.width = Math.round(w * ratio); this.canvas.height = Math.round(height * ratio); }
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, w, height);
    c.strokeStyle = INK; c.lineWidth = 1.5; c.beginPath(); c.moveTo(6, foot); c.lineTo(w - 6, foot); c.stroke();
    c.fillStyle = SOFT; c.font = '500 12.5px "Albert Sans Variable", system-ui, sans-serif'; c.textAlign = "center";
    for (const by of [-0.4, -0.2, 0.2, 0.4]) {
      const { middle } = this.frame(), x = w / 2 + Math.sign(by) * (middle / 2 + r * 1.5 + (Math.abs(by) / 0.46) * side * 0.985);
      if (x > 20 && x < w - 20) c.fillText(`${by > 0 ? "+" : "−"}${words.number(Math.abs(by), 1)}`, x, foot + 17);
    }
    c.fillText("0", w / 2, foot + 17);
    for (const dot of this.dots) {
      const t = Math.max(0, Math.min(1, (now - dot.since) / 620)), fall = t * t, from = Math.min(height * 0.24, foot - 80), y = from + (dot.y - from) * fall; // from below the numbers
      if (t <= 0) continue;
      c.beginPath(); c.arc(dot.x, y, r * 0.92, 0, 7);
      if (dot.kind === "same") { c.fillStyle = WHITE; c.fill(); c.strokeStyle = SOFT; c.lineWidth = 1.2; c.stroke(); } else { c.fillStyle = dot.kind === "less" ? WORLDS.b : WORLDS.a; c.fill(); }
    }
    this.heads.replaceChildren(...["less", "same", "more"].map((kind) => h("div", { class: `pile ${kind}` }, h("b", {}, `${this.count[kind]}`), h("span", {}, words.t(`s6.${kind}`)))));
  }

  /** What the picture shows, for who hears it; from the first moment on, also before anything is drawn. */
  tell() {
    this.canvas.setAttribute("aria-label", ["less", "same", "more"].map((kind) => `${this.words.t(`s6.${kind}`)}: ${this.count[kind]}`).join("; "));
  }
}

/** @type {[number, string, string][]} */
const WAYS = [[-1, "less", WORLDS.b], [1, "more", WORLDS.a]];

/** rows: [{name, values, used}]: one dot for each admissible set, on a common scale around zero; values: [{mean, sign}], null until
 *  known. sign: 0 where the set shows no clear change, and its dot is hollow. used: where the set of the story itself lies. */
export function strips(box, words, rows) {
  const { width: w, height } = box.getBoundingClientRect();
  if (!w) return;
  const small = w < 560, many = rows.length > 1, left = small ? 14 : 28, right = w - left, foot = height - 26, each = (foot - 4) / rows.length;
  const [low, high] = [-0.4, 0.5], x = (v) => left + ((Math.max(low, Math.min(high, v)) - low) / (high - low)) * (right - left);
  const root = svg("svg", { viewBox: `0 0 ${w} ${height}`, role: "img", class: small ? "narrow" : "" }), text = (at, y, anchor, name, told, more = {}) => root.append(svg("text", { x: at, y, "text-anchor": anchor, class: name, ...more }, told));
  for (let k = low * 10; k < high * 10; k += small ? 2 : 1) text(x(k / 10), foot + 20, k === low * 10 ? "start" : "middle", "tick", k ? `${k > 0 ? "+" : "−"}${words.number(Math.abs(k / 10), 1)}` : "0");
  const told = rows.map(({ name, values, used }, at) => {
    const top = 4 + at * each, known = values.filter(Boolean), count = (sign) => known.filter((set) => set.sign === sign).length, unclear = count(0);
    const base = top + each - (many ? (small ? 14 : 20) : each * (small ? 0.2 : 0.16)), line = top + (small ? 22 : 32);
    root.append(svg("rect", { x: 0, y: top + 2, width: w, height: each - 6, rx: 14, fill: "rgba(255,255,255,.72)" }));
    text(left, line, "start", "rowname", name);
    let from = line + (small ? 8 : 12); // where the line of no change begins
    if (known.length && !many) { // as large as the piles of the step before
      const y = line + (small ? 40 : 84), below = y + (small ? 17 : 24);
      for (const [sign, word, fill] of WAYS) { text(x(0) + sign * (small ? 108 : 180), y, "middle", "big", `${count(sign)}`, { fill }); text(x(0) + sign * (small ? 108 : 180), below, "middle", "bigname", words.t(`s6.${word}`), { fill }); }
      text(x(0), y, "middle", "big unclear", `${unclear}`); text(x(0), below, "middle", "bigname unclear", words.t("s7.noChange"));
      from = below + 8;
    } else if (known.length) {
      const y = small ? line + 19 : line, parts = [...WAYS.map(([sign, word, fill]) => [count(sign), word, fill]), [unclear, "none", SOFT]].filter(([k]) => k);
      root.append(svg("text", { x: small ? left : right, y, "text-anchor": small ? "start" : "end", class: "count" },
        ...parts.flatMap(([k, word, fill], i) => [...(i ? [svg("tspan", { fill: SOFT }, "  ·  ")] : []), svg("tspan", { fill }, words.t(`s7.${word}`, k))])));
      if (small) from = line + 26;
    }
    root.append(svg("line", { x1: x(0), x2: x(0), y1: from, y2: base + 6, stroke: INK, "stroke-width": 1.5 }), svg("line", { x1: left, x2: right, y1: base + 1, y2: base + 1, stroke: LINE, "stroke-width": 1.5 }));
    pile(root, known, x, base, base - from, small ? (many ? 2.9 : 4.4) : many ? 6.2 : 9);
    if (used !== null) {
      root.append(svg("path", { d: `M${x(used)} ${base + 3}l-5 8h10z`, fill: INK }));
      if (!many) text(x(used), base + 26, "middle", "tick", words.t("s7.used"));
    }
    return `${name}: ${words.t("s7.less", count(-1))}, ${words.t("s7.more", count(1))}, ${words.t("s7.none", unclear)}`;
  });
  root.setAttribute("aria-label", told.join("; "));
  box.replaceChildren(root);
}

/** Dots of sets, one upon the other where they are alike; smaller ones where the pile would be too high. */
function pile(root, sets, x, base, tall, most) {
  for (let r = most; ; r *= 0.9) {
    const step = r * 2.12, heights = new Map(), spots = [...sets].sort((p, q) => Math.abs(p.mean) - Math.abs(q.mean)).map(({ mean, sign }) => {
      const side = mean < 0 ? -1 : 1, bin = Math.floor(Math.abs(x(mean) - x(0)) / step), key = `${side}:${bin}`, k = heights.get(key) ?? 0;
      heights.set(key, k + 1);
      return { cx: x(0) + side * step * (0.55 + bin), cy: base - r - k * step, sign };
    });
    if (r > 1.5 && Math.max(0, ...heights.values()) * step > tall) continue;
    root.append(...spots.map(({ cx, cy, sign }) => svg("circle", { cx, cy, r: sign ? r : r - 0.8, fill: sign ? (sign < 0 ? WORLDS.b : WORLDS.a) : WHITE, stroke: sign ? null : SOFT, "stroke-width": 1.6 })));
    return;
  }
}
