// Changes as bars from zero, each with its interval: one bar for a row of the room, and a whole picture to take away.
const SVG = "http://www.w3.org/2000/svg", MORE = "#0E5A73", LESS = "#A83C14", INK = "#17252E", SOFT = "#4E5D66", LINE = "#C6CFD0";
const FONT = "'Albert Sans Variable', 'Albert Sans', system-ui, sans-serif";

export function s(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** From the least to the most that is drawn, with zero in it. @returns {[number, number]} */
export function spanOf(entries) {
  const values = entries.map(({ gain }) => gain.value), all = [0, ...values, ...entries.filter(({ state }) => state !== "early").flatMap(({ gain }) => [gain.low, gain.high])].filter(isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)], room = 0.04 * (high - low || 1);
  return [low - room, high + room];
}

/** The bar of one entry in a box; returns its parts. faint: it cannot be first. */
export function bar({ gain, state }, [low, high], { x = 0, y = 0, width, height, faint }) {
  const at = (value) => x + (width * (Math.min(high, Math.max(low, value)) - low)) / (high - low), middle = y + height / 2, tone = gain.value < 0 ? LESS : MORE;
  const [from, to] = [at(0), at(gain.value)].sort((a, b) => a - b), parts = [s("rect", { x: from, y: y + height * 0.2, width: to - from, height: height * 0.6, rx: 2, fill: tone, opacity: faint ? 0.35 : 1 })];
  if (state !== "early" && gain.low < gain.high) { // of a few sets there is an interval, but it says nothing yet
    const whisker = `M${at(gain.low)} ${middle}H${at(gain.high)}M${at(gain.low)} ${y + height * 0.3}V${y + height * 0.7}M${at(gain.high)} ${y + height * 0.3}V${y + height * 0.7}`;
    parts.push(s("path", { d: whisker, stroke: "#fff", "stroke-width": 4 }), s("path", { d: whisker, stroke: INK, "stroke-width": 1.75 }));
  }
  return [...parts, s("path", { d: `M${at(0)} ${y}V${y + height}`, stroke: SOFT, "stroke-width": 1 })];
}

/** A picture of the first rows. rows: {sentence, change, hours, entry}; title, note: sentences. */
export function picture(rows, title, note) {
  const width = 960, row = 58, top = 64, span = spanOf(rows.map(({ entry }) => entry)), height = top + rows.length * row + 44;
  const text = (x, y, size, words, more = {}) => s("text", { x, y, "font-size": size, fill: INK, ...more }, words);
  return s("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title, "font-family": FONT },
    s("rect", { width, height, fill: "#F5F7F5" }), text(24, 36, title.length > 80 ? 17 : 22, title, { "font-weight": 750 }),
    ...rows.flatMap(({ sentence, change, hours, entry }, k) => {
      const y = top + k * row, faint = entry.state === "behind" || entry.state === "dear";
      return [text(24, y + 14, 15, sentence, { "font-weight": faint ? 400 : 600 }), ...bar(entry, span, { x: 24, y: y + 20, width: 660, height: 24, faint }), text(700, y + 37, 15, change, { "font-weight": 600 }),
        text(936, y + 37, 15, hours, { "text-anchor": "end", fill: SOFT }), s("path", { d: `M24 ${y + 51}H936`, stroke: LINE })];
    }), text(24, height - 18, 13, note, { fill: SOFT }));
}
