// How an entry of a workplace file is written: a value; with its source and a range beside it; or about a mean, with an sd. As sim/inputs/written.py.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { allowed } from "./mine-questions.js";

const UNSURE = ["low", "high", "sd"], VALUES = ["value", "mean"], BESIDE = ["source", "reason", ...UNSURE], THEMES = ["planning", "coordination", "wellbeing"];
export const isTable = (entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry) && !(entry instanceof Date);

/** Entries as plain values. What stands beside them is added to told: {ranges: [{path, ...}], sources: {path: text}}. reason: that of the table around. */
export function plain(entry, told, path = [], reason = undefined) {
  if (Array.isArray(entry)) return entry.map((one, k) => plain(one, told, [...path, k]));
  if (!isTable(entry)) return entry;
  const names = Object.keys(entry);
  if ("source" in entry) told.sources[path.join(".")] = String(entry.source);
  if (path.length && names.length > ("value" in entry ? 1 : 0) && names.every((name) => VALUES.includes(name) || BESIDE.includes(name))) return valueOf(entry, told, path, reason);
  const ranged = "reason" in entry && Object.values(entry).some((one) => isTable(one) && UNSURE.some((name) => name in one));
  const apart = ranged ? ["source", "reason"] : ["source"]; // one reason may go for all ranges in a table
  return Object.fromEntries(names.filter((name) => !apart.includes(name)).map((name) => [name, plain(entry[name], told, [...path, name], ranged ? entry.reason : reason)]));
}

function valueOf(entry, told, path, reason) {
  const given = [...UNSURE, "reason", ...("value" in entry ? [] : ["mean"])].filter((name) => name in entry); // an sd beside a value and no mean is refused
  if (given.length) told.ranges.push({ path, ...(reason === undefined ? {} : { reason }), ...Object.fromEntries(given.map((name) => [name, entry[name]])) });
  return entry.value ?? entry.mean;
}

/** What is allowed where a path leads; nothing outside units. */
export const allowedAt = (description, path) => (path[0] === "units" ? allowed(description, { path: path.slice(2) }) : {});
export const at = (place, path) => path.reduce((here, step) => here?.[step], place);

/** A range with its value and both ends; refuses one that cannot be, in one sentence. ranges: all of the file. */
export function checkRange(description, place, range, ranges) {
  const { path, mean, sd, reason = "" } = range, where = inWords(place, path), refuse = (why) => { throw new InputError(`${where}${why}`); }, value = at(place, path);
  const { type, minimum, maximum } = allowedAt(description, path), about = mean !== undefined || sd !== undefined, none = ": has no range; only a number that is not a count can have one";
  if (about && type !== "number") refuse(none);
  const { low, high } = about ? { low: minimum, high: maximum, ...range } : range;
  for (const [name, end] of Object.entries({ low, high, ...(about && sd !== undefined && { sd }) })) {
    if (end === undefined) refuse(`.${name} is missing`);
    if (!Number.isFinite(end)) refuse(`.${name} = ${end} is no number`);
  }
  if (typeof reason !== "string") refuse(`.reason = ${reason} is no string`);
  if (type !== "number") refuse(none);
  if ((mean === undefined) !== (sd === undefined)) refuse(": a mean and an sd go together: { mean = ..., sd = ... }, or { value = ..., low = ..., high = ... }");
  if (!(low <= value && value <= high)) refuse(`: its ${about ? "mean" : "value"} ${value} is outside its own range, ${low} to ${high}`);
  if (low < minimum || high > maximum) refuse(`: its range, ${low} to ${high}, goes beyond what is allowed: ${minimum} to ${maximum}`);
  if (about && !(sd >= 0 && sd <= high - low)) refuse(`: its sd = ${sd} is outside what is allowed: 0 to ${high - low}, the width of its range`);
  if (THEMES.includes(path.at(-1)) && THEMES.every((theme) => least(place, ranges, [...path.slice(0, -1), theme]) === 0)) {
    refuse(": the ranges let all three shares be 0, so that they cannot add up to 1; one of them has to stay above 0");
  }
  return { ...range, value, low, high };
}

/** The least that a number can be; about a mean above 0 it is never 0. */
function least(place, ranges, path) {
  const range = ranges.find((one) => one.path.join(".") === path.join("."));
  return range && range.sd === undefined ? range.low : at(place, path);
}

/** A path with the names of units and practices. */
export function inWords(place, path) {
  let here = place, words = "";
  for (const step of path) {
    here = here?.[step];
    words += typeof step === "number" ? `[${here?.name ?? step + 1}]` : words ? `.${step}` : step;
  }
  return words;
}
