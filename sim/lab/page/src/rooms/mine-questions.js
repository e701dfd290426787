// Ten questions on one's own unit, and which range of a workplace file each answer stands for. Not answered is "don't know": the whole range.
import { InputError, known } from "../../../../webassembly/inputs.mjs";
import { checkedEvents } from "./mine-calendar.js";

/** The shipped workplace that gives everything that is not asked. */
export const GROUND = "generic-unit";
export const ANSWERS = ["hardly", "so-so", "much"];

/** cuts: where hardly begins and ends, so-so ends and much ends. Known numbers have a plausible range instead, for who does not know.
 *  path: the entry of the unit. The cuts are judgements: each puts the words of the study on its units where their numbers lie. */
const PARTS = [
  // From a small team to the study's care homes of 60.
  { name: "employees", path: ["employees"], unknown: [8, 60] },
  // Danish care staff: 57 of 100. The study's "low" is 0.29, its "high" 0.72, and 0.50 is said of those in between.
  { name: "trust_in_leader", path: ["trust_in_leader"], cuts: [0.15, 0.4, 0.65, 0.85] },
  // Danish care staff: 66 of 100. The study's units: 0.22, where people felt let down, else 0.55 to 0.66.
  { name: "trust_in_organisation", path: ["trust_in_organisation"], cuts: [0.15, 0.4, 0.7, 0.85] },
  // The share of needs outside a project on planning and coordination: 0.60 where the study says people needed something else, 0.10 to 0.15
  // where the project met them. Most needs outside is "hardly", under a quarter is "much"; it runs downwards.
  { name: "fit", path: ["needs", "wellbeing"], cuts: [0.8, 0.5, 0.25, 0] },
  // The study's units lie at 0.92 to 0.95, and 0.95 is "pressed"; at 0.98 half an hour of a week of 30 is free.
  { name: "full", path: ["utilisation"], cuts: [0.85, 0.92, 0.95, 0.98] },
  // The study's units: 0.05 with nothing else of weight, 0.15 to 0.20 with trouble beside, 0.35 in a reorganisation.
  { name: "other_changes", path: ["competing_change", "load"], cuts: [0, 0.1, 0.25, 0.5] },
  // The study's units: 0.12 where only representatives came, 0.85 where all could who were not on duty.
  { name: "invited", path: ["involvement"], cuts: [0.05, 0.3, 0.7, 1] },
  // The study's leaders: 0.35 sceptical, 0.50 with other aims, 0.75 to 0.85 ambitious.
  { name: "leader_wish", path: ["leader", "value"], cuts: [0.1, 0.45, 0.7, 0.95] },
  // The study's leaders: 4 to 9 hours a week.
  { name: "leader_hours", path: ["leader", "hours"], unknown: [1, 10] },
  // The study's units: 0.5 and 0.6 where nothing is said of the level above, 0.9 where it took part.
  { name: "backing", path: ["top_support"], cuts: [0.2, 0.55, 0.75, 1] },
  // The study's practices: once a week to every working day, 0.12 to 1 hour a week.
  { name: "sessions", path: ["practices", 0, "sessions_per_week"], unknown: [1, 5] },
  { name: "hours", path: ["practices", 0, "hours_per_week"], unknown: [0.1, 1] },
];

const PART = Object.fromEntries(PARTS.map((part) => [part.name, part]));
export const QUESTIONS = [["employees"], ["trust_in_leader"], ["trust_in_organisation"], ["fit"], ["full"], ["other_changes"], ["invited"],
  ["leader_wish", "leader_hours"], ["backing"], ["sessions", "hours"]].map((names) => names.map((name) => PART[name]));

/** What the schema of workplace files says of a part: type, minimum, maximum. */
export function allowed({ schema }, { path }) {
  let at = schema.$defs.Unit;
  for (const step of path) {
    at = typeof step === "number" ? at.items : at.properties[step];
    if (at.$ref) at = schema.$defs[at.$ref.split("/").at(-1)];
  }
  return at;
}

/** Answers by part, each one of the words, or a number that a workplace file may hold; events: the calendar. Raises InputError. */
export function checkedAnswers(description, answers) {
  const words = Object.fromEntries(ANSWERS.map((word) => [word, word]));
  const { events = [], ...parts } = answers;
  checkedEvents(description, events, GROUND);
  for (const [name, value] of Object.entries(parts)) {
    const part = known("question", name, PART), { type, minimum, maximum } = allowed(description, part);
    if (part.cuts) known(`answer to ${name}`, value, words);
    else if (typeof value !== "number" || !(value >= minimum && value <= maximum)) throw new InputError(`${name} = ${value} is outside what is allowed: ${minimum} to ${maximum}`);
    else if (type === "integer" && !Number.isInteger(value)) throw new InputError(`${name} = ${value} is no whole number`);
  }
  return answers;
}

/** For each part the range that its answer leaves: [low, high]. */
export function ranges(answers) {
  return PARTS.map((part) => {
    const answer = answers[part.name], { cuts } = part, k = ANSWERS.indexOf(answer);
    const ends = !cuts ? (answer === undefined ? part.unknown : [answer, answer]) : k < 0 ? [cuts[0], cuts[3]] : [cuts[k], cuts[k + 1]];
    return { ...part, answer, low: Math.min(...ends), high: Math.max(...ends) };
  });
}

const rounded = (value) => Math.round(value * 1000) / 1000;

/** The workplace at given places of the ranges, 0 to 1 each; the middle of all of them without. told: title, about, practice; events: the calendar.
 *  @param {(k: number) => number} at */
export function placeAt(description, left, told, at = (_k) => 0.5) {
  const place = structuredClone(description.shipped[GROUND]), [unit] = place.units;
  Object.assign(place, { name: "my-workplace", title: told.title, about: told.about });
  Object.assign(unit, { name: "my-unit", title: told.title, practices: unit.practices.slice(0, 1), events: structuredClone(told.events ?? []) });
  Object.assign(unit.practices[0], { name: "new-practice", title: told.practice });
  left.forEach(({ path, low, high }, k) => {
    const u = at(k), whole = allowed(description, { path }).type === "integer", holder = path.slice(0, -1).reduce((inner, step) => inner[step], unit);
    holder[path.at(-1)] = whole ? Math.min(high, Math.floor(low + u * (high - low + 1))) : rounded(low + u * (high - low));
  });
  shareOut(unit.needs, description.shipped[GROUND].units[0].needs);
  return place;
}

/** What the answers leave open as ranges and correlations of a file; counts have none there. Needs move as one. */
export function fileRanges(description, left, place) {
  const ranges = [], add = (path, low, high, reason) => ranges.push({ path: ["units", 0, ...path], low, high, reason }), [unit] = place.units, ground = description.shipped[GROUND].units[0].needs;
  for (const { path, low, high, answer } of left) {
    if (low === high || allowed(description, { path }).type === "integer") continue;
    const reason = `answered: ${answer ?? "don't know"}`;
    if (path[0] !== "needs") { add(path, low, high, reason); continue; }
    const ends = (theme) => [1 - high, 1 - low].map((rest) => rounded((rest * ground[theme]) / (ground.planning + ground.coordination)));
    for (const theme of Object.keys(unit.needs)) add(["needs", theme], ...(theme === "wellbeing" ? [low, high] : ends(theme)), reason);
  }
  const pair = (one, other, r) => ({ between: [["units", 0, "needs", one], ["units", 0, "needs", other]], r, reason: "they add up to 1" });
  const moving = ranges.some(({ path }) => path[2] === "needs");
  return { ranges, correlations: moving ? [pair("wellbeing", "planning", -1), pair("wellbeing", "coordination", -1), pair("planning", "coordination", 1)] : [] };
}

/** What wellbeing leaves of the needs goes to the others as they share it in the ground. */
function shareOut(needs, ground) {
  needs.planning = rounded(((1 - needs.wellbeing) * ground.planning) / (ground.planning + ground.coordination));
  needs.coordination = rounded(1 - needs.wellbeing - needs.planning);
}

/** So many workplaces from the ranges, as a Latin hypercube: each range is cut into as many equal strips, each strip gives one value, and
 *  strips are shuffled for each part by itself. Numbers come from mulberry32 (Ettinger, 32 bits of state), begun with the seed and the part's
 *  place: the same seed and answers give the same workplaces, and another answer leaves what is drawn for other parts. */
export function drawn(description, left, told, count, seed) {
  const columns = strips(left.length, count, seed);
  return Array.from({ length: count }, (_, n) => {
    const at = columns.map((column) => column[n]);
    return { at, place: placeAt(description, left, told, (k) => at[k]) };
  });
}

/** For each of some parts so many numbers between 0 and 1, one from each strip. */
export const strips = (parts, count, seed) => Array.from({ length: parts }, (_, k) => shuffled(count, mulberry32(Math.imul(seed + 1, 0x9e3779b1) + Math.imul(k + 1, 0x85ebca6b))));

function shuffled(count, random) {
  const values = Array.from({ length: count }, (_, n) => (n + random()) / count);
  for (let n = count - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [values[n], values[other]] = [values[other], values[n]];
  }
  return values;
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
