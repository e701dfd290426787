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
    this.reset();
    new ResizeObserver(() => { this.piled = new Map(); this.dots.forEach((d) => this.place(d)); this.draw(performance.now()); }).observe(this.canvas);
  }

  reset() { this.dots = []; this.piled = new Map(); this.count = { less: 0, same: 0, more: 0 }; }

  add(differences) {
    const now = performance.now();
    differences.forEach((by, i) => {
      const dot = { by, kind: Math.abs(by) < 1e-9 ? "same" : by < 0 ? "less" : "more", since: still() ? -1e9 : now + i * 14 };
      this.count[dot.kind]++;
      this.place(dot);
      this.dots.push(dot);
    });
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
    this.canvas.setAttribute("aria-label", ["less", "same", "more"].map((kind) => `${words.t(`s6.${kind}`)}: ${this.count[kind]}`).join("; "));
  }
}

/** rows: [{name, values (null until known), used}]: one dot for each admissible set, on a common scale around zero. */
export function strips(box, words, rows) {
  const { width: w, height } = box.getBoundingClientRect();
  if (!w) return;
  const small = w < 560, r = small ? (rows.length > 1 ? 2.9 : 4.4) : rows.length > 1 ? 6.2 : 9, left = small ? 14 : 28, right = w - left, foot = height - 26, each = (foot - 4) / rows.length, many = rows.length > 1;
  const [low, high] = [-0.4, 0.5], x = (v) => left + ((Math.max(low, Math.min(high, v)) - low) / (high - low)) * (right - left);
  const root = svg("svg", { viewBox: `0 0 ${w} ${height}`, role: "img" }), told = [];
  for (const v of small ? [-0.4, -0.2, 0, 0.2, 0.4] : [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4]) root.append(svg("text", { x: x(v), y: foot + 20, "text-anchor": v === low ? "start" : "middle", class: "tick" }, v ? `${v > 0 ? "+" : "−"}${words.number(Math.abs(v), 1)}` : "0"));
  rows.forEach((row, at) => {
    const top = 4 + at * each, base = top + each - (many ? (small ? 14 : 20) : each * (small ? 0.2 : 0.16)), known = row.values.filter((v) => v !== null), less = known.filter((v) => v < -0.0005).length, more = known.filter((v) => v > 0.0005).length;
    root.append(svg("rect", { x: 0, y: top + 2, width: w, height: each - 6, rx: 14, fill: "rgba(255,255,255,.72)" }));
    const line = top + (small ? 22 : 32);
    root.append(svg("text", { x: left, y: line, class: "rowname" }, row.name));
    if (known.length && !many) { // as large as the piles of the scene before
      for (const [k, word, fill, side] of [[less, "less", WORLDS.b, -1], [more, "more", WORLDS.a, 1]]) {
        const middle = x(0) + side * (small ? 70 : 160), y = line + (small ? 46 : 84);
        root.append(svg("text", { x: middle, y, "text-anchor": "middle", class: "big", fill }, `${k}`), svg("text", { x: middle, y: y + (small ? 17 : 24), "text-anchor": "middle", class: "bigname", fill }, words.t(`s6.${word}`)));
      }
    } else if (known.length) {
      const count = (anchor, at, ...kinds) => root.append(svg("text", { x: at, y: small ? line + 19 : line, "text-anchor": anchor, class: "count" }, ...kinds.flatMap(([k, word, fill], i) => [i ? svg("tspan", { fill: SOFT }, "  ·  ") : "", svg("tspan", { fill }, words.t(`s7.${word}`, k))])));
      const both = [[less, "less", WORLDS.b], [more, "more", WORLDS.a]].filter(([k]) => k);
      if (!small) count("end", right, ...both); else { count("start", left, both[0]); if (both[1]) count("end", right, both[1]); }
    }
    root.append(svg("line", { x1: x(0), x2: x(0), y1: line + (small ? 8 : 12), y2: base + 6, stroke: INK, "stroke-width": 1.5 }));
    root.append(svg("line", { x1: left, x2: right, y1: base + 1, y2: base + 1, stroke: LINE, "stroke-width": 1.5 }));
    const bins = new Map(), step = r * 2.12;
    row.values.filter((v) => v !== null).sort((p, q) => Math.abs(p) - Math.abs(q)).forEach((v) => {
      const side = v < 0 ? -1 : 1, bin = side * Math.floor(Math.abs(x(v) - x(0)) / step), key = `${side}:${bin}`, k = bins.get(key) || 0;
      bins.set(key, k + 1);
      root.append(svg("circle", { cx: x(0) + side * step * 0.55 + bin * step, cy: base - r - k * step, r, fill: v < 0 ? WORLDS.b : WORLDS.a }));
    });
    if (row.used !== null && row.used !== undefined) {
      root.append(svg("path", { d: `M${x(row.used)} ${base + 3}l-5 8h10z`, fill: INK }));
      if (!many) root.append(svg("text", { x: x(row.used), y: base + 26, "text-anchor": "middle", class: "tick" }, words.t("s7.used")));
    }
    told.push(`${row.name}: ${words.t("s7.less", less)}, ${words.t("s7.more", more)}`);
  });
  root.setAttribute("aria-label", told.join("; "));
  box.replaceChildren(root);
}
