// A picture of a room that stands alone: an SVG with its styles and font inside, and beneath it how it was made.
import { svg } from "./draw/axis.js";
import { INK, PAPER, SOFT } from "./draw/palette.js";

const SHOWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "opacity", "paint-order",
  "font-family", "font-size", "font-weight", "font-style", "letter-spacing", "text-anchor", "dominant-baseline", "visibility", "display"];
const MARGIN = 24, LINE = 17, SCALE = 2; // SCALE: dots of a PNG for each pixel

/** picture: an SVG, a canvas, or an element that holds some. title: above it. notes: small print beneath it, a line each. */
export function framed(picture, title, notes) {
  const found = parts(picture), w = Math.max(420, found.width), letters = Math.floor(w / 6.4);
  const heading = wrapped(title, Math.floor(w / 11)), small = notes.flatMap((note) => wrapped(note, letters));
  const top = MARGIN + 26 * heading.length + 10, foot = top + found.height + 26, height = foot + LINE * small.length + MARGIN - 8;
  const text = (lines, y, step, more) => lines.map((line, k) => svg("text", { x: MARGIN, y: y + k * step, "font-family": FAMILY, ...more }, line));
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: w + 2 * MARGIN, height, viewBox: `0 0 ${w + 2 * MARGIN} ${height}`, role: "img", "aria-label": [title, ...notes].join(" ") },
    svg("rect", { width: "100%", height: "100%", fill: PAPER }), ...text(heading, MARGIN + 18, 26, { "font-size": 21, "font-weight": 700, fill: INK }),
    svg("g", { transform: `translate(${MARGIN + (w - found.width) / 2} ${top})` }, ...found.nodes), ...text(small, foot, LINE, { "font-size": 12.5, fill: SOFT }));
}

const FAMILY = '"Albert Sans Variable", system-ui, sans-serif';

/** The picture alone. */
export function bare(picture) {
  const { nodes, width, height } = parts(picture);
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": picture.getAttribute("aria-label") }, ...nodes);
}

/** What lies in an element, each where it lies: drawings as drawings, canvases as images, words as words. */
function parts(picture) {
  const away = picture.isConnected ? null : document.body.appendChild(holder(picture)); // styles are worked out only for what is in the page
  const box = picture.getBoundingClientRect(), drawn = picture.matches("svg, canvas") ? [picture] : [...picture.querySelectorAll("svg, canvas")];
  const nodes = drawn.filter((one) => one.checkVisibility() && !one.parentElement.closest("svg")).map((one) => placed(one, box));
  if (!picture.matches("svg, canvas")) nodes.push(...words(picture, box));
  away?.remove();
  return { nodes, width: box.width, height: box.height };
}

function holder(picture) {
  const box = document.createElement("div");
  box.style.cssText = "position:absolute;left:-9999px;top:0;width:900px;height:520px";
  box.append(picture);
  return box;
}

function placed(one, box) {
  const { left, top, width, height } = one.getBoundingClientRect(), at = { x: left - box.left, y: top - box.top, width, height };
  if (one instanceof HTMLCanvasElement) return svg("image", { ...at, href: one.toDataURL() });
  const copy = /** @type {SVGElement} */ (one.cloneNode(true)), from = [one, ...one.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((node, k) => {
    const style = getComputedStyle(node);
    for (const name of SHOWN) if (style.getPropertyValue(name)) /** @type {SVGElement} */ (to[k]).style.setProperty(name, style.getPropertyValue(name));
    to[k].removeAttribute("class");
    renamed(to[k]);
  });
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return copy;
}

/** A copy has names of its own: in the page, what it refers to by name would be a part of the original, which need not be shown. */
function renamed(node) {
  for (const { name, value } of [...node.attributes]) {
    if (name === "id") node.id = `${value}-copy`;
    else if (name === "href") node.setAttribute(name, value.replace(/^#.*/, "$&-copy"));
    else if (value.includes("#")) node.setAttribute(name, value.replace(/url\(["']?(#[^"')]+)["']?\)/g, "url($1-copy)"));
  }
}

/** Words that stand over a canvas are none of its dots. */
function words(picture, box) {
  const walk = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest("svg, script, style") || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, height } = range.getBoundingClientRect(), style = getComputedStyle(parent);
    found.push(svg("text", { x: left - box.left, y: top - box.top + height * 0.78, fill: style.color, "font-family": FAMILY, "font-size": style.fontSize, "font-weight": style.fontWeight }, node.textContent));
  }
  return found;
}

function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + word.length >= letters) lines.push(word); else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
}

/** An SVG as the text of a file, with the font of the page in it. */
export function asFile(framed) {
  const fonts = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => rule.cssText).join("");
  const copy = /** @type {SVGElement} */ (framed.cloneNode(true));
  copy.prepend(svg("style", {}, fonts));
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a PNG. */
export async function asPng(framed) {
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = URL.createObjectURL(new Blob([asFile(framed)], { type: "image/svg+xml" }));
  try { await image.decode(); } finally { URL.revokeObjectURL(image.src); }
  canvas.width = SCALE * image.naturalWidth; canvas.height = SCALE * image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((made) => { canvas.toBlob(made, "image/png"); });
}
