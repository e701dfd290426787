// What a file leaves open: entries with a range or about a mean, which of them go together, and workplaces drawn from that.
// As sim/inputs/{unsure,uncertain}.py, which tests/test_lab_mine.py holds it against.
import { InputError, known } from "../../../../webassembly/inputs.mjs";
import { eigen, normalAt, normalBelow, root } from "../normal.js";
import { strips } from "./mine-questions.js";
import { at, inWords, isTable } from "./mine-ranges.js";

const ROUNDING = 1e-9; // by which a matrix of correlations may miss what is possible
const SAME = 1e9; // digits to which Python rounds what is made of normal scores
const OF = { between: 0, r: 0, source: 0, reason: 0 }; // what a correlation may say
const key = (path) => path.join(".");

/** The ranges that leave anything open: one whose ends are the same, or with an sd of 0, says that the number is known. */
export const wide = (ranges) => ranges.filter(({ low, high, sd }) => low < high && sd !== 0);

// ----- correlations
/** Correlations of a file, [{between: [path, path], r, ...}], paths as those of ranges; refuses those that cannot be, in one sentence. */
export function checkedCorrelations(place, ranges, correlations) {
  const refuse = (why) => { throw new InputError(why); }, names = Object.fromEntries(ranges.map((range) => [named(place, range.path), range.path])), seen = [];
  if (!Array.isArray(correlations)) refuse("correlations is no list; each stands in a table [[correlations]]");
  const told = correlations.map((one, k) => {
    const where = `correlations[${k + 1}]`;
    if (!isTable(one)) refuse(`${where} is no table`);
    for (const name of Object.keys(one)) known(`setting of ${where}`, name, OF);
    const { between, r } = one;
    if (!Array.isArray(between) || between.length !== 2 || between.some((name) => typeof name !== "string")) refuse(`${where}.between is no list of two entries, such as ["units.ward.trust_in_leader", "units.ward.coherence"]`);
    if (!Number.isFinite(r)) refuse(`${where}.r = ${r} is no number`);
    if (r < -1 || r > 1) refuse(`${where}.r = ${r} is outside what is allowed: -1 to 1`);
    const unknown = between.find((name) => !Object.hasOwn(names, name));
    if (unknown !== undefined) refuse(`${where}: ${unknown} has neither a range nor a mean with an sd${ranges.length ? `; there are ${Object.keys(names).slice(0, 8).join(", ")}` : ""}`);
    if (between[0] === between[1]) refuse(`${where}: ${between[0]} is named twice; a correlation is between two entries`);
    if (seen.includes([...between].sort().join())) refuse(`${where}: there is one between ${between.join(" and ")} above it already`);
    seen.push([...between].sort().join());
    return { ...one, names: between, between: between.map((name) => names[name]) };
  });
  tooStrong(told);
  return told;
}

/** A path as a correlation names it: units.ward.practices.huddle.hours_per_week. */
export const named = (place, path) => inWords(place, path).replaceAll("[", ".").replaceAll("]", "");

function tooStrong(correlations) {
  if (!correlations.length) return;
  const { paths, matrix } = matrixOf(correlations), { values, vectors } = eigen(matrix), smallest = values.indexOf(Math.min(...values));
  if (values[smallest] >= -ROUNDING) return;
  const most = paths.map((_, k) => k).sort((a, b) => Math.abs(vectors[b][smallest]) - Math.abs(vectors[a][smallest])).slice(0, 3).sort((a, b) => a - b);
  const called = Object.fromEntries(correlations.flatMap(({ between, names }) => between.map((path, k) => [key(path), names[k]]))), [a, b, c] = most.map((k) => called[paths[k]]);
  throw new InputError(`the correlations of ${a}, ${b} and ${c} cannot all hold at once; at ${Math.floor(100 / (1 - values[smallest])) / 100} of their strength they can`);
}

function matrixOf(correlations) {
  const paths = [...new Set(correlations.flatMap(({ between }) => between.map(key)))], matrix = paths.map((_, i) => paths.map((_, j) => (i === j ? 1 : 0)));
  for (const { between, r } of correlations) { const [i, j] = between.map((path) => paths.indexOf(key(path))); matrix[i][j] = matrix[j][i] = r; }
  return { paths, matrix };
}

// ----- draws
/** So many workplaces from what a file leaves open, each range cut into strips as for answers: [{at, place}]; at: for each of wide(ranges) where in it. */
export function drawnFrom({ place, ranges, correlations }, count, seed) {
  const paths = pathsOf(ranges, correlations), columns = strips(paths.length, count, seed), go = together(paths, correlations), open = wide(ranges);
  return Array.from({ length: count }, (_, n) => {
    const at = go(columns.map((column) => column[n])).slice(0, open.length);
    return { at, place: withEntries(place, open, open.map((range, k) => valueAt(range, at[k]))) };
  });
}

/** The paths that a number is drawn for: those that are open, and those that only go together with others. */
export const pathsOf = (ranges, correlations) => [...new Set([...wide(ranges).map(({ path }) => key(path)), ...correlations.flatMap(({ between }) => between.map(key))])];

/** What makes numbers between 0 and 1 go together, by a Gaussian copula. */
export function together(paths, correlations) {
  if (!correlations.length) return (uniforms) => uniforms;
  const { paths: names, matrix } = matrixOf(correlations), turned = root(matrix), places = names.map((name) => paths.indexOf(name));
  return (uniforms) => {
    const scores = places.map((place) => normalAt(uniforms[place])), told = [...uniforms];
    places.forEach((place, i) => { told[place] = Math.round(normalBelow(turned[i].reduce((sum, part, k) => sum + part * scores[k], 0)) * SAME) / SAME; });
    return told;
  };
}

/** The value of an entry from a number between 0 and 1: evenly over its range, or normal about its mean and cut to the range. */
export function valueAt({ low, high, mean, sd }, share) {
  if (mean === undefined) return Math.min(high, Math.max(low, low + share * (high - low)));
  const below = normalBelow((low - mean) / sd), above = normalBelow((high - mean) / sd);
  return Math.min(high, Math.max(low, Math.round((mean + sd * normalAt(below + share * (above - below))) * SAME) / SAME));
}

/** The workplace with other values at some entries; shares of themes add up to what the recorded ones do. */
export function withEntries(place, open, values) {
  const made = structuredClone(place), shares = new Map();
  open.forEach(({ path }, k) => {
    const way = path.slice(0, -1), holder = at(made, way);
    holder[path.at(-1)] = values[k];
    if (["needs", "themes"].includes(String(way.at(-1)))) shares.set(key(way), { holder, recorded: at(place, way) });
  });
  const sum = (part) => Object.values(part).reduce((total, share) => total + share, 0);
  for (const { holder, recorded } of shares.values()) {
    const factor = sum(recorded) / sum(holder);
    for (const theme of Object.keys(holder)) holder[theme] = sum(recorded) && Number.isFinite(factor) ? holder[theme] * factor : recorded[theme];
  }
  return made;
}
