// The axis as one SVG, with the thin lines that the page draws on a canvas, and a key to its worlds.
import { svg } from "./axis.js";
import { PAPER, WORLDS } from "./palette.js";

const KEY = 30; // height of the key below

/** axis: an Axis that is drawn; names: what its worlds are called, by their tone. */
export function picture(axis, names) {
  const root = axis.svg.cloneNode(true), height = axis.h + KEY, thin = svg("g", { fill: "none", "stroke-width": 1, opacity: 0.16 });
  for (const [tone, lines] of Object.entries(axis.spread ?? {})) for (const line of lines) thin.append(svg("path", { d: axis.path(line), stroke: WORLDS[tone] }));
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${axis.w} ${height}`, style: `width: ${axis.w}px; height: ${height}px` })) root.setAttribute(name, value);
  root.prepend(svg("rect", { width: axis.w, height, fill: PAPER }), thin);
  Object.entries(names).forEach(([tone, name], k) => root.append(
    svg("path", { d: `M${axis.left + 260 * k} ${axis.h + 10}h26`, stroke: WORLDS[tone], "stroke-width": 3, "stroke-dasharray": tone === "b" ? "7 4" : null }),
    svg("text", { x: axis.left + 260 * k + 34, y: axis.h + 15, class: "tick strong" }, name)));
  return root;
}
