// Pictures of My workplace: how runs end, as one bar; trust at the end, a dot for each workplace; and what sets runs apart.
import { h } from "../dom.js";
import { svg } from "../draw/axis.js";

/** Shares of outcomes as a bar with its key; every number stands in words, too. */
export function outcomes(words, shares) {
  const names = words.t("outcomes"), seen = shares.map((share, k) => ({ share, k })).filter(({ share }) => share > 0);
  return [
    h("div", { class: "ends", role: "img", "aria-label": seen.map(({ share, k }) => `${names[k]}: ${words.percent(share)}`).join(", ") },
      seen.map(({ share, k }) => h("span", { class: `end${k}`, style: `flex-grow:${share}` }, share >= 0.12 ? words.percent(share) : ""))),
    h("p", { class: "key", "aria-hidden": "true" }, seen.map(({ share, k }) => h("span", {}, h("i", { class: `end${k}` }), `${names[k]} ${words.percent(share)}`))),
  ];
}

/** Mean trust at the start and at the end. */
export function trust(words, { start, end }) {
  return h("div", { class: "trust" }, h("p", { class: "label" }, words.t("mine.trust")), h("p", { class: "figures" }, h("b", {}, words.number(start)), h("i", { "aria-hidden": "true" }, "→"), h("b", {}, words.number(end))));
}

const WIDE = 600, R = 4.6, STEP = R * 2.1, UNDER = 26;

/** Where trust ends: a dot for each workplace, piled where they are alike, and a ring for the start. */
export function dots(words, { start, dots: ends }) {
  const x = (value) => 14 + value * (WIDE - 28), piles = new Map();
  for (const end of ends) { const at = Math.round(x(end) / STEP); piles.set(at, (piles.get(at) ?? 0) + 1); }
  const foot = Math.max(6, ...piles.values()) * STEP + 6, told = words.t("mine.dotsAlt", ends.length, words.number(Math.min(...ends)), words.number(Math.max(...ends)));
  const root = svg("svg", { viewBox: `0 0 ${WIDE} ${foot + UNDER}`, role: "img", "aria-label": told });
  root.append(svg("line", { x1: x(0), x2: x(1), y1: foot, y2: foot, class: "ground" }));
  for (const value of [0, 0.2, 0.4, 0.6, 0.8, 1]) root.append(svg("text", { x: x(value), y: foot + 20, "text-anchor": "middle", class: "scale" }, words.number(value, 1)));
  for (const [at, count] of piles) for (let k = 0; k < count; k++) root.append(svg("circle", { cx: at * STEP, cy: foot - R - 3 - k * STEP, r: R, class: "dot" }));
  root.append(svg("circle", { cx: x(start), cy: foot, r: 7, class: "ring" }));
  return root;
}

/** What the answers leave open beside chance, as the two parts of a bar. */
export function parts(words, name, share) {
  const known = [["open", words.t("mine.notKnown"), share], ["luck", words.t("mine.chance"), 1 - share]];
  return h("div", { class: "apart" }, h("span", {}, name),
    h("div", { class: "split", role: "img", "aria-label": known.map(([, called, part]) => `${called}: ${words.percent(part)}`).join(", ") },
      known.map(([kind, , part]) => h("span", { class: kind, style: `flex-grow:${part}` }, part >= 0.16 ? words.percent(part) : ""))));
}
