// Everybody who answered or was asked: unit, team, role and hours, without anything that names a person. As sim/survey/people.py.
import { InputError, known } from "../../../../webassembly/inputs.mjs";
import { numberIn } from "../csv.js";
import { ROLES } from "./codebook.js";
import { byContents, ofGroups } from "./privacy.js";

const LEAST_HOURS = 1, MOST_HOURS = 60, MOST_PEOPLE = 20_000;
export const LEADER = "leader";
const refuse = (sentence) => { throw new InputError(sentence); };
/** A label as it is compared: however its letters and spaces are written. */
export const same = (label) => label.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
const counted = (list) => list.reduce((count, one) => count.set(one, (count.get(one) ?? 0) + 1), new Map());
const nearest = (where, kind, name, names) => { try { known(kind, name, Object.fromEntries(names.map((one) => [one, one]))); } catch (error) { refuse(`${where}${error.message}`); } };

/** The people of a survey, one a row: {unit, team, role, hours, row, key}. */
export const whoAnswered = (sheet, book) => peopleOf(sheet, book, book.columns);

/** The people of a roster; a row that stands for several gives as many. */
export function whoWasAsked(sheet, book) {
  const people = peopleOf(sheet, book, book.roster), { number } = thereOf(sheet, book, book.roster);
  if (!number) return people;
  const numbers = sheet.column(number).map((cell, k) => whole(sheet, sheet.lines[k], number, cell)), all = numbers.reduce((sum, one) => sum + one, 0);
  if (all > MOST_PEOPLE) refuse(`${sheet.file} has ${all} people; at most ${MOST_PEOPLE} are read`);
  return people.flatMap((one, k) => Array.from({ length: numbers[k] }, () => one));
}

function peopleOf(sheet, book, columns) {
  const named = thereOf(sheet, book, columns), cells = (what) => (named[what] ? sheet.column(named[what]) : sheet.lines.map(() => ""));
  for (const what of ["unit", "team", "role"]) {
    const kind = named[what] ? byContents(cells(what)) : "";
    if (kind && !(named.number && ofGroups(kind))) refuse(`${sheet.file}: column '${named[what]}' looks as if it held ${kind}, so it cannot say the ${what}; take it out of the codebook`);
  }
  const [units, teams, roles, hours, keys] = ["unit", "team", "role", "hours", "key"].map(cells), decimal = named.hours ? sheet.decimal(named.hours) : ".", seen = new Map();
  keys.forEach((key, k) => {
    if (key && seen.has(key)) refuse(`${sheet.file} has the same key in lines ${seen.get(key)} and ${sheet.lines[k]}; a person stands there once`);
    seen.set(key, sheet.lines[k]);
  });
  const words = Object.fromEntries([...ROLES.map((role) => [role, role]), ...Object.entries(book.roles)].map(([word, role]) => [same(word), role]));
  return sheet.lines.map((line, row) => ({ unit: units[row], team: teams[row], role: roleOf(sheet, line, named.role, roles[row], words), hours: hoursOf(sheet, line, named.hours, hours[row], decimal), row, key: keys[row] }));
}

/** Columns that are named and in the file; of a codebook for any survey, those that are not there are left out. */
function thereOf(sheet, book, columns) {
  if (!book.optional) for (const name of Object.values(columns)) sheet.column(name);
  return Object.fromEntries(Object.entries(columns).filter(([, name]) => sheet.cells.has(name)));
}

function roleOf(sheet, line, column, cell, words) {
  if (!cell) return "";
  if (!Object.hasOwn(words, same(cell))) nearest(`${sheet.file} line ${line}: ${column} = '${cell.slice(0, 60)}' is no role that the codebook knows under [roles]; `, "role", same(cell), Object.keys(words));
  return words[same(cell)];
}

function hoursOf(sheet, line, column, cell, decimal) {
  if (!cell) return null;
  const hours = numberIn(cell, decimal);
  if (hours === null || !(hours >= LEAST_HOURS && hours <= MOST_HOURS)) refuse(`${sheet.file} line ${line}: ${column} = '${cell.slice(0, 60)}' is not a number of hours a week from ${LEAST_HOURS} to ${MOST_HOURS}`);
  return hours;
}

function whole(sheet, line, column, cell) {
  const number = numberIn(cell, ",");
  if (number === null || !Number.isInteger(number) || number < 1 || number > MOST_PEOPLE) refuse(`${sheet.file} line ${line}: ${column} = '${cell.slice(0, 60)}' is not a whole number from 1 to ${MOST_PEOPLE}`);
  return number;
}

/** Everybody who was asked, with the row of those who answered: by key where both files have one, else by unit, team and role. */
export function joined(survey, answered, roster, asked) {
  const units = new Map(asked.map((one) => [same(one.team), one.unit])), placed = answered.map((one) => (one.unit ? one : { ...one, unit: units.get(same(one.team)) ?? "" }));
  return placed.some((one) => one.key) && asked.some((one) => one.key) ? byKey(survey, placed, roster, asked) : byGroup(survey, placed, roster, asked);
}

function byKey(survey, answered, roster, asked) {
  const rows = new Map(answered.filter((one) => one.key).map((one) => [one.key, one])), keys = new Set(asked.map((one) => one.key)), stranger = answered.findIndex((one) => one.key && !keys.has(one.key));
  if (stranger >= 0) refuse(`${survey.file} line ${survey.lines[stranger]} has a key that ${roster.file} does not have`);
  const people = asked.map((one) => {
    const said = rows.get(one.key);
    return said ? { ...one, row: said.row, hours: one.hours ?? said.hours, team: one.team || said.team, role: one.role || said.role } : { ...one, row: null };
  });
  return [...people, ...answered.filter((one) => !one.key)];
}

/** Those who answered, and for each unit and team as many more as were asked; roles are told apart where both files know them. */
function byGroup(survey, answered, roster, asked) {
  const withRoles = answered.some((one) => one.role) && asked.some((one) => one.role), withTeams = answered.some((one) => one.team), those = asked.filter((one) => withRoles || one.role !== LEADER);
  const place = (one) => JSON.stringify([same(one.unit), withTeams ? same(one.team) : ""]), room = counted(those.map(place)), placed = counted(answered.map(place));
  answered.forEach((one, k) => {
    const label = withTeams ? one.team : one.unit, here = place(one);
    if (label && !room.has(here)) nearest(`${survey.file} line ${survey.lines[k]}: '${label.slice(0, 60)}' is not in ${roster.file}; `, withTeams ? "team" : "unit", `${label} `, [...new Set(those.map((some) => (withTeams ? some.team : some.unit)))]);
    if (placed.get(here) > (room.get(here) ?? 0) && (room.get(here) ?? 0) > 0) refuse(`${survey.file} has ${placed.get(here)} answers from '${label.slice(0, 60) || "all"}', where ${roster.file} has ${room.get(here)} people`);
  });
  const spoken = counted(answered.map((one) => `${place(one)}${withRoles ? one.role : ""}`)), left = new Map([...room].map(([here, count]) => [here, count - (placed.get(here) ?? 0)]));
  const silent = those.filter((one) => { // of those who were asked, as many in each place as did not answer
    const here = place(one), said = `${here}${withRoles ? one.role : ""}`;
    if ((spoken.get(said) ?? 0) > 0) { spoken.set(said, spoken.get(said) - 1); return false; }
    if (!(left.get(here) > 0)) return false;
    left.set(here, left.get(here) - 1);
    return true;
  });
  return [...answered, ...silent.map((one) => ({ ...one, role: withRoles ? one.role : "", row: null, hours: null }))];
}
