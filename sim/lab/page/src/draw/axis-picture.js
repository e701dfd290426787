// The axis as a picture that stands alone: an SVG with its thin lines, its style and its key inside.
import { svg } from "./axis.js";
import { INK, PAPER, SOFT, WORLDS } from "./palette.js";

const STYLE = `text { font-family: "Albert Sans Variable", "Albert Sans", system-ui, sans-serif } .tick { font-size: 13px; fill: ${SOFT} } .strong { font-weight: 600; fill: ${INK}; font-size: 13.5px }
.phase { font-size: 12.5px; font-weight: 600 } .end { font-size: 17px; font-weight: 750 } .halo, .end { paint-order: stroke; stroke: ${PAPER}; stroke-width: 4px }`;
const KEY = 30; // height of the key below

/** axis: an Axis that is drawn; names: what its worlds are called, by their tone. */
export function picture(axis, names) {
  const root = axis.svg.cloneNode(true), height = axis.h + KEY, thin = svg("g", { fill: "none", "stroke-width": 1, opacity: 0.16 });
  for (const [tone, lines] of Object.entries(axis.spread ?? {})) for (const line of lines) thin.append(svg("path", { d: axis.path(line), stroke: WORLDS[tone] }));
  for (const name of ["style", "role"]) root.removeAttribute(name);
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width: axis.w, height, viewBox: `0 0 ${axis.w} ${height}` })) root.setAttribute(name, value);
  root.prepend(svg("style", {}, STYLE), svg("rect", { width: axis.w, height, fill: PAPER }), thin);
  Object.entries(names).forEach(([tone, name], k) => root.append(
    svg("path", { d: `M${axis.left + 260 * k} ${axis.h + 10}h26`, stroke: WORLDS[tone], "stroke-width": 3, "stroke-dasharray": tone === "b" ? "7 4" : null }),
    svg("text", { x: axis.left + 260 * k + 34, y: axis.h + 15, class: "tick strong" }, name)));
  return root;
}
