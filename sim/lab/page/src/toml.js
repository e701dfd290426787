// A workplace as the text of a file that takehold check accepts. Numbers are written with all their digits, so Python runs what the page runs.

const scalar = (value) => typeof value !== "object" || (Array.isArray(value) && value.every((one) => typeof one !== "object"));
const written = (value) => (Array.isArray(value) ? `[${value.map(written).join(", ")}]` : typeof value === "string" ? JSON.stringify(value).replaceAll("\x7f", "\\u007F") : String(value));

/** notes: what stands behind an entry, by its dotted path, as {"units.0.employees": "answered: 24"}; head: lines of comment above all. */
export function toToml(place, { head = [], notes = {} } = {}) {
  const lines = head.map((line) => `# ${line}`.trimEnd());
  if (head.length) lines.push("");
  table(place, "", "", notes, lines);
  return `${lines.join("\n").replaceAll(/\n{3,}/g, "\n\n").trim()}\n`;
}

/** Plain entries first, then tables, as TOML asks for; what is not set is left out. heading: the name in brackets; path: with numbers in lists. */
function table(entries, heading, path, notes, lines) {
  const set = Object.entries(entries).filter(([, value]) => value !== null && value !== undefined), below = (name) => (path ? `${path}.${name}` : name);
  for (const [name, value] of set.filter(([, value]) => scalar(value))) {
    const note = notes[below(name)];
    lines.push(`${name} = ${written(value)}${note ? `  # ${note}` : ""}`);
  }
  for (const [name, value] of set.filter(([, value]) => !scalar(value))) {
    const inner = heading ? `${heading}.${name}` : name;
    if (!Array.isArray(value)) lines.push("", `[${inner}]`);
    if (!Array.isArray(value)) table(value, inner, below(name), notes, lines);
    else value.forEach((one, k) => { lines.push("", `[[${inner}]]`); table(one, inner, `${below(name)}.${k}`, notes, lines); });
  }
}

/** What the file of a workplace from answers says behind its entries: which range, and what was answered. */
export function notesOf(left) {
  return Object.fromEntries(left.map(({ path, low, high, answer }) => [["units", 0, ...path].join("."),
    `${low === high ? "" : `the middle of ${low} to ${high}; `}answered: ${answer ?? "don't know"}`]));
}
