// How an entry of a workplace file is written: a value, or with its source and its range beside it. The page reads ranges and runs the value.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { allowed } from "./mine-questions.js";

const ENDS = ["low", "high"], BESIDE = ["source", "reason", ...ENDS];
const isTable = (entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry) && !(entry instanceof Date);

/** Entries as plain values. Sources are left out; what else stands beside values is added to ranges, with its path. */
export function plain(entry, ranges, path = []) {
  if (Array.isArray(entry)) return entry.map((one, k) => plain(one, ranges, [...path, k]));
  if (!isTable(entry)) return entry;
  const names = Object.keys(entry), beside = names.filter((name) => BESIDE.includes(name));
  if (path.length && beside.length && names.every((name) => name === "value" || BESIDE.includes(name))) {
    if (beside.some((name) => name !== "source")) ranges.push({ path, ...entry });
    return entry.value;
  }
  const ranged = Object.values(entry).some((one) => isTable(one) && ENDS.some((end) => end in one));
  const apart = ranged ? ["source", "reason"] : ["source"]; // one reason may go for all ranges in a table
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !apart.includes(name)).map(([name, one]) => [name, plain(one, ranges, [...path, name])]));
}

/** Refuses a range that cannot be, in one sentence. */
export function checkRange(description, place, { path, value, low, high, reason = "" }) {
  const where = inWords(place, path), refuse = (why) => { throw new InputError(`${where}${why}`); };
  for (const [name, end] of [["low", low], ["high", high]]) {
    if (end === undefined) refuse(`.${name} is missing`);
    if (!Number.isFinite(end)) refuse(`.${name} = ${end} is no number`);
  }
  if (typeof reason !== "string") refuse(`.reason = ${reason} is no string`);
  const { type, minimum, maximum } = path[0] === "units" ? allowed(description, { path: path.slice(2) }) : {};
  if (type !== "number") refuse(": has no range; only a number that is not a count can have one");
  if (!(low <= value && value <= high)) refuse(`: its value ${value} is outside its own range, ${low} to ${high}`);
  if (low < minimum || high > maximum) refuse(`: its range, ${low} to ${high}, goes beyond what is allowed: ${minimum} to ${maximum}`);
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
