// How an entry of a workplace file is written: a value, or with its source and its range beside it, or a mean with its sd. The page reads ranges
// and runs the value, which a mean is.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { allowed } from "./mine-questions.js";

const VALUES = ["value", "mean"], UNSURE = ["low", "high", "sd"], BESIDE = ["source", "reason", ...UNSURE];
const isTable = (entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry) && !(entry instanceof Date);

/** Entries as plain values. Sources are left out; what else stands beside values is added to ranges, with its path. */
export function plain(entry, ranges, path = []) {
  if (Array.isArray(entry)) return entry.map((one, k) => plain(one, ranges, [...path, k]));
  if (!isTable(entry)) return entry;
  const names = Object.keys(entry), beside = names.filter((name) => BESIDE.includes(name));
  if (path.length && (beside.length || "mean" in entry) && names.every((name) => VALUES.includes(name) || BESIDE.includes(name))) {
    const value = entry.value ?? entry.mean, both = VALUES.every((name) => name in entry); // beside a value an sd is refused
    if ("mean" in entry || beside.some((name) => name !== "source")) ranges.push({ path, sd: both ? 0 : undefined, ...entry, value, ...(both && { mean: undefined }) });
    return value;
  }
  const ranged = Object.values(entry).some((one) => isTable(one) && UNSURE.some((end) => end in one));
  const apart = ranged ? ["source", "reason"] : ["source"]; // one reason may go for all ranges in a table
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !apart.includes(name)).map(([name, one]) => [name, plain(one, ranges, [...path, name])]));
}

/** Refuses a range that cannot be, in one sentence. */
export function checkRange(description, place, { path, value, mean, sd, low, high, reason = "" }) {
  const where = inWords(place, path), refuse = (why) => { throw new InputError(`${where}${why}`); };
  const { type, minimum, maximum } = path[0] === "units" ? allowed(description, { path: path.slice(2) }) : {}, about = mean !== undefined || sd !== undefined;
  if (about && type !== "number") refuse(": has no range; only a number that is not a count can have one");
  if (about && (mean === undefined || sd === undefined)) refuse(": a mean and an sd go together: { mean = ..., sd = ... }, or { value = ..., low = ..., high = ... }");
  if (about) [low, high] = [low ?? minimum, high ?? maximum];
  for (const [name, end] of [["low", low], ["high", high], ...(about ? [["sd", sd]] : [])]) {
    if (end === undefined) refuse(`.${name} is missing`);
    if (!Number.isFinite(end)) refuse(`.${name} = ${end} is no number`);
  }
  if (typeof reason !== "string") refuse(`.reason = ${reason} is no string`);
  if (type !== "number") refuse(": has no range; only a number that is not a count can have one");
  if (!(low <= value && value <= high)) refuse(`: its ${about ? "mean" : "value"} ${value} is outside its own range, ${low} to ${high}`);
  if (low < minimum || high > maximum) refuse(`: its range, ${low} to ${high}, goes beyond what is allowed: ${minimum} to ${maximum}`);
  if (about && !(sd >= 0 && sd <= high - low)) refuse(`: its sd = ${sd} is outside what is allowed: 0 to ${high - low}, the width of its range`);
}

/** A path with the names of units and practices. */
function inWords(place, path) {
  let here = place, words = "";
  for (const step of path) {
    here = here?.[step];
    words += typeof step === "number" ? `[${here?.name ?? step + 1}]` : words ? `.${step}` : step;
  }
  return words;
}
