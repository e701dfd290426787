// A workplace as the text of a file that takehold check accepts. Numbers are written with all their digits, so Python runs what the page runs.

const scalar = (value) => typeof value !== "object" || (Array.isArray(value) && value.every((one) => typeof one !== "object"));
const written = (value) => (Array.isArray(value) ? `[${value.map(written).join(", ")}]` : typeof value === "string" ? JSON.stringify(value).replaceAll("\x7f", "\\u007F") : String(value));

/** notes: what stands behind an entry, by its dotted path, as {"units.0.employees": "answered: 24"}; head: lines of comment above all.
 *  ranges: [{path, low, high, mean, sd, reason}]; correlations: [{between: [path, path], r}]; sources: by dotted path, of values and of tables. */
export function toToml(place, { head = [], notes = {}, ranges = [], correlations = [], sources = {} } = {}) {
  const lines = head.map((line) => `# ${line}`.trimEnd()), beside = { notes, sources, ranges: Object.fromEntries(ranges.map((one) => [one.path.join("."), one])) };
  if (head.length) lines.push("");
  table(place, "", "", beside, lines);
  for (const { between, r, ...more } of correlations) {
    lines.push("", "[[correlations]]", `between = ${written(between.map((path) => nameOf(place, path)))}`, `r = ${written(r)}`);
    for (const name of ["source", "reason"]) if (more[name]) lines.push(`${name} = ${written(more[name])}`);
  }
  return `${lines.join("\n").replaceAll(/\n{3,}/g, "\n\n").trim()}\n`;
}

/** Plain entries first, then tables, as TOML asks for; what is not set is left out. heading: the name in brackets; path: with numbers in lists. */
function table(entries, heading, path, beside, lines) {
  if (path && beside.sources[path]) lines.push(`source = ${written(beside.sources[path])}`);
  const set = Object.entries(entries).filter(([, value]) => value !== null && value !== undefined), below = (name) => (path ? `${path}.${name}` : name);
  for (const [name, value] of set.filter(([, value]) => scalar(value))) {
    const note = beside.notes[below(name)];
    lines.push(`${name} = ${entry(value, beside.ranges[below(name)], beside.sources[below(name)])}${note ? `  # ${note}` : ""}`);
  }
  for (const [name, value] of set.filter(([, value]) => !scalar(value))) {
    const inner = heading ? `${heading}.${name}` : name;
    if (!Array.isArray(value)) lines.push("", `[${inner}]`);
    if (!Array.isArray(value)) table(value, inner, below(name), beside, lines);
    else value.forEach((one, k) => { lines.push("", `[[${inner}]]`); table(one, inner, `${below(name)}.${k}`, beside, lines); });
  }
}

/** An entry as a file has it: with its range or about its mean, and with its source. */
function entry(value, range, source) {
  if (!range && source === undefined) return written(value);
  const { low, high, mean, sd, reason } = range ?? {}, told = mean === undefined ? { value, low, high, reason, source } : { mean, sd, low, high, reason, source };
  return `{ ${Object.entries(told).filter(([, one]) => one !== undefined && one !== "").map(([name, one]) => `${name} = ${written(one)}`).join(", ")} }`;
}

const nameOf = (place, path) => path.map((step, k) => (typeof step === "number" ? path.slice(0, k + 1).reduce((here, one) => here[one], place).name : step)).join(".");

/** What the file of a workplace from answers says behind entries that have no range there: what was answered. ranges: those that have one. */
export function notesOf(left, ranges) {
  const path = (steps) => ["units", 0, ...steps].join("."), open = new Set(ranges.map((one) => one.path.join(".")));
  return Object.fromEntries(left.filter((one) => !open.has(path(one.path))).map(({ path: steps, low, high, answer }) => [path(steps),
    `${low === high ? "" : `the middle of ${low} to ${high}; `}answered: ${answer ?? "don't know"}`]));
}
