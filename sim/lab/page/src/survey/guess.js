// What the columns of a survey may mean, by their names and values: proposed, for a person to look over and confirm. As sim/survey/guess.py.
import { numberIn } from "../csv.js";
import { checkedCodebook, copsoq3, ROLES } from "./codebook.js";
import { FEWEST, personal } from "./privacy.js";
import { NOTHING } from "./states.js";
import { slug } from "./written.js";

const HEADERS = { // words in the names of columns, in English and Danish
  key: ["id", "key", "nr", "respondent", "løbenr", "medarbejdernr", "respondent_id", "employee_id"],
  unit: ["unit", "unit_id", "department", "ward", "afdeling", "enhed", "arbejdsplads", "plejehjem", "distrikt"],
  team: ["team", "team_id", "group", "gruppe", "hold", "vagthold"], role: ["role", "job", "position", "rolle", "stilling", "funktion", "faggruppe"],
  hours: ["hours", "contract_hours", "timer", "timetal", "ugetimer", "kontrakttimer"], number: ["number", "employees", "staff", "antal", "ansatte", "medarbejdere"] };
const ABOUT = { // parts of names of columns, the first that fits
  trust_in_organisation: ["organisation", "organization", "ledelse", "management", "direkt", "top", "kommune", "municipal"],
  trust_in_leader: ["leder", "leader", "manager", "supervisor", "chef", "boss"], expectation: ["forvent", "expect"], need_planning: ["planlæg", "planning"],
  need_coordination: ["koordin", "coordin", "samarbejd"], need_wellbeing: ["trivsel", "wellbeing", "well-being"], workload: ["workload", "travl", "tempo", "pace", "busy", "arbejdsmængde"] };
const JOBS = { leader: ["leder", "leader", "manager", "chef"], representative: ["repræsentant", "representative", "tillid", "amr", "tr"], planner: ["planlæg", "planner"], coordinator: ["koordinator", "coordinator"] };
const CODINGS = [[1, 5], [0, 4], [1, 7], [0, 6], [1, 10], [0, 10], [0, 100]]; // the first that all answers fit
const MISSING = [-1, -2, -8, -9, -99, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999]; // numbers that often stand for no answer
const MOST_WORDS = 9;

/** Proposed: {columns, roster, roles, away: [{name, kind}], items: [{name, measures, answers, missing, reversed, words}]}. Items that ask about
 *  the same make one scale. roster: a sheet, or nothing. */
export function guessed(sheet, roster = null) {
  const { number: _, ...columns } = columnsOf(sheet), of = Object.values(columns), away = [...sheet.cells].filter(([name]) => !of.includes(name)).map(([name, cells]) => ({ name, kind: personal(name, cells) })).filter(({ kind }) => kind);
  const items = [...sheet.cells].filter(([name]) => !of.includes(name) && !away.some((one) => one.name === name)).map(([name, cells]) => itemOf(sheet, name, cells)).filter(Boolean), places = roster ? columnsOf(roster) : {};
  const source = roster && places.role ? [roster, places.role] : columns.role ? [sheet, columns.role] : null;
  const roles = source ? Object.fromEntries([...new Set(source[0].column(source[1]).filter(Boolean))].sort().map((word) => [word, roleOf(word)])) : {};
  return { columns, roster: places, roles, away, items: items.map((item) => ({ ...item, reversed: against(item, items) })) };
}

/** The codebook that a guess makes, once somebody has looked it over; items without a measure say nothing. name, title: of the workplace. */
export function confirmed({ columns, roster, roles, items }, { name = "my-workplace", title = "My workplace" } = {}) {
  const groups = new Map(), taken = new Set();
  for (const item of items.filter(({ measures }) => measures !== NOTHING)) {
    const key = JSON.stringify([item.measures, item.answers]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const scale = (some) => ({ measures: some[0].measures, items: some.map((item) => item.name), answers: some[0].answers, missing: [...new Set(some.flatMap((item) => item.missing))], reversed: some.filter((item) => item.reversed).map((item) => item.name) });
  const scales = Object.fromEntries([...groups.values()].map((some) => [slug(some[0].measures, taken), scale(some)]));
  return checkedCodebook(title, { name, title, columns, roster, roles, scales });
}

/** Columns that say who somebody is, by their names. */
function columnsOf(sheet) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [what, words] of Object.entries(HEADERS)) for (const name of sheet.cells.keys()) {
    const parts = [name.toLowerCase(), ...name.toLowerCase().split(/[\s_./()-]+/)];
    if (!(what in found) && !Object.values(found).includes(name) && parts.some((part) => words.includes(part))) found[what] = name;
  }
  return found;
}

/** A column as answers, if it looks like that. */
function itemOf(sheet, name, cells) {
  const full = cells.filter(Boolean), scale = placeOf(name);
  let decimal;
  try { decimal = sheet.decimal(name); } catch { return null; }
  const numbers = full.map((cell) => numberIn(cell, decimal));
  if (full.length && numbers.every((number) => number !== null)) {
    const { answers, missing } = coding(numbers);
    return answers && { name, measures: scale, answers, missing, values: cells.map((cell) => (cell ? numberIn(cell, decimal) : NaN)) };
  }
  const words = [...new Set(full)].sort();
  return words.length >= 2 && words.length <= Math.min(MOST_WORDS, full.length / 2) ? { name, measures: scale, answers: words, missing: [], values: [] } : null;
}

/** Least and most of answers, and numbers that seem to stand for none. */
function coding(numbers) {
  const given = [...new Set(numbers)];
  for (const [least, most] of CODINGS) {
    const inside = given.filter((value) => value >= least && value <= most), rest = given.filter((value) => !inside.includes(value));
    const whole = given.every(Number.isInteger) && (most < 100 || inside.every((value) => value % 5 === 0));
    if (inside.length && whole && rest.every((value) => MISSING.includes(value) && (value < 0 || value > most + 1))) return { answers: [least, most], missing: rest.sort((a, b) => a - b) };
  }
  return { answers: null, missing: [] };
}

function roleOf(word) {
  const small = word.toLowerCase(), parts = small.split(/[\s/-]+/);
  return Object.keys(JOBS).find((role) => JOBS[role].some((sign) => (sign.length > 3 ? small.includes(sign) : parts.includes(sign)))) ?? ROLES[0];
}

/** What a column measures, by its name. */
function placeOf(name) {
  const scale = copsoq3().scales.find(({ items }) => items.includes(name.toUpperCase())), small = name.toLowerCase();
  return scale ? scale.measures : Object.keys(ABOUT).find((measure) => ABOUT[measure].some((part) => small.includes(part))) ?? NOTHING;
}

/** Whether an item goes against most others that ask about the same: its correlation with their sum is negative. */
function against(item, items) {
  const others = items.filter((one) => one !== item && one.measures !== NOTHING && one.measures === item.measures && one.values.length && String(one.answers) === String(item.answers));
  const rows = others.length > 1 ? item.values.flatMap((value, k) => ([item, ...others].every((one) => !Number.isNaN(one.values[k]) && !one.missing.includes(one.values[k])) ? [[value, others.reduce((sum, one) => sum + one.values[k], 0)]] : [])) : [];
  const middle = (at) => rows.reduce((sum, row) => sum + row[at], 0) / rows.length, [a, b] = [middle(0), middle(1)];
  return rows.length > 2 * FEWEST && rows.reduce((sum, [x, y]) => sum + (x - a) * (y - b), 0) < 0;
}
