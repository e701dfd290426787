// A people file: a row for each employee of whom something is known, checked and put into the places that the units have.
// As sim/inputs/people.py, which tests/test_lab_people.py holds it against. What a row says goes into runs and nowhere else.
import { InputError, known } from "../../../webassembly/inputs.mjs";
import { decimalSign, notANumber, numberIn } from "./csv.js";
import { shuffledPlaces } from "./numpy.js";

const SEATS = ["representative", "planner", "coordinator", "employee"], LEADER = "leader", NOBODY = "none";
const NUMBERS = ["trust_in_leader", "trust_in_organisation", "expectation", "need_planning", "need_coordination", "need_wellbeing", "contract_hours"];
export const COLUMNS = ["unit", "person", "team", "role", ...NUMBERS, "colleagues"];
export const PEOPLE = { what: "people file", most: 16_000_000 };
const FEWEST = 5, MOST_HOURS = 60, ROUNDED = 0.005, NEEDS = 3; // of needs, the first of three places among NUMBERS

const refuse = (sentence) => { throw new InputError(sentence); };
const add = (numbers) => numbers.reduce((sum, one) => sum + one, 0);
/** As known, with what stands before it. */
function oneOf(where, kind, name, names) {
  try { known(kind, name, Object.fromEntries(names.map((one) => [one, one]))); } catch (error) { refuse(`${where}${error.message}`); }
}

/** For each unit everybody in a place, as takehold.mjs takes it; null for a unit of which no row is. lines: as readLines.
 *  Raises InputError, one sentence with the line. */
export function readPeople(name, lines, place) {
  checkColumns(name, lines.header);
  if (!lines.rows.length) refuse(`${name} is empty; it needs a header of names and a row for each person`);
  const rows = lines.rows.map(({ line, cells }) => ({ line, cells: Object.fromEntries(lines.header.map((column, k) => [column, cells[k]])) }));
  const decimal = decimalSign(name, lines.between, rows.flatMap(({ line, cells }) => Object.entries(cells).filter(([column]) => NUMBERS.includes(column)).map(([column, cell]) => ({ line, name: column, cell }))));
  const read = rows.map(({ line, cells }) => rowOf(name, line, cells, place, decimal));
  return place.units.map((unit) => placed(name, unit, read.filter((row) => row.unit === unit.name)));
}

/** Of how many employees something is known. */
export const knownPeople = (people) => people.flat().filter(Boolean).length;

function checkColumns(name, header) {
  if (!header.some((one) => COLUMNS.includes(one))) refuse(`${name} has none of the columns of a people file in its first line; there may be ${COLUMNS.join(", ")}`);
  for (const one of header) {
    if (one === LEADER) refuse(`${name}: no column '${LEADER}' is read; the leader of a unit stands in the workplace file`);
    if (!COLUMNS.includes(one)) oneOf(`${name}: no other column is read, so that nothing else about people gets in: `, "column", one, COLUMNS);
  }
}

function rowOf(name, line, cells, place, decimal) {
  const where = `${name} line ${line}`, names = place.units.map((unit) => unit.name), unit = cells.unit || (names.length === 1 ? names[0] : "");
  if (!unit) refuse(`${where}: unit is missing; the workplace has ${names.join(", ")}`);
  oneOf(`${where}: `, "unit", unit, names);
  if (cells.role) oneOf(`${where}: `, "role", cells.role, [...SEATS, LEADER]);
  const numbers = NUMBERS.map((column) => numberOf(name, line, column, cells[column] ?? "", decimal)), colleagues = (cells.colleagues ?? "").split(";").map((one) => one.trim()).filter((one) => one && one !== NOBODY);
  return { line, unit, team: cells.team ?? "", role: cells.role ?? "", person: cells.person ? whole(where, "person", cells.person) : null,
    numbers: [...numbers.slice(0, NEEDS), ...needsOf(where, numbers.slice(NEEDS, NEEDS + 3)), ...numbers.slice(NEEDS + 3)],
    names: cells.colleagues ? colleagues.map((one) => whole(where, "colleagues", one)) : null };
}

function numberOf(name, line, column, cell, decimal) {
  if (!cell) return null;
  const value = numberIn(cell, decimal), [low, high] = column === "contract_hours" ? [1, MOST_HOURS] : [0, 1];
  if (value === null || !Number.isFinite(value)) notANumber(name, line, column, cell);
  if (value < low || value > high) refuse(`${name} line ${line}: ${column} = ${cell} is outside what is allowed: ${low} to ${high}`);
  return value;
}

/** A number of a person. What else stands there may be a name, so it is not shown. */
function whole(where, column, text) {
  if (!/^\d{1,12}$/.test(text)) refuse(`${where}: '${column}' holds something else than a whole number of a person, such as 17, and what it holds is not shown; give people numbers, not names`);
  return Number(text);
}

/** Three shares that add up to 1, or those that are known; of two, the third is known as well. */
function needsOf(where, needs) {
  const told = needs.filter((need) => need !== null), total = add(told), open = needs.length - told.length;
  if (total > 1 + ROUNDED || (!open && total < 1 - ROUNDED)) refuse(`${where}: need_planning, need_coordination and need_wellbeing add up to ${Number(total.toPrecision(3))}, not to 1`);
  if (open === 1) return needs.map((need) => (need === null ? Math.max(1 - total, 0) : need / Math.max(total, 1)));
  return open ? needs : needs.map((need) => need / total);
}

// ----- places
/** First those with a seat in the steering group; whoever's role is not known where there is room. */
function placed(name, unit, all) {
  const leaders = all.filter((row) => row.role === LEADER), rows = all.filter((row) => row.role !== LEADER), where = `${name}: unit ${unit.name}`;
  if (!rows.length) return null;
  if (unit.employees < FEWEST) refuse(`${where} has ${unit.employees} employees, and of fewer than ${FEWEST} nothing may be shown; leave its rows out`);
  if (rows.length > unit.employees) refuse(`${where} has ${rows.length} rows and ${unit.employees} employees in the workplace file`);
  const places = placesOf(where, unit, rows), persons = numbered(name, rows, leaders), teams = [...new Set(rows.map((row) => row.team).filter(Boolean))], people = Array(unit.employees).fill(null);
  rows.forEach((row, k) => {
    const named = row.names && [...new Set(colleaguesOf(name, unit, row, persons).map((one) => places[persons.get(one)]))].sort((a, b) => a - b), team = teams.indexOf(row.team);
    people[places[k]] = { numbers: row.numbers, team: team < 0 ? null : team, colleagues: named };
  });
  return people;
}

/** The place of each row. Whose role is not known is dealt to what is free, alike in every run, and the order of rows says nothing. */
function placesOf(where, unit, rows) {
  const seats = [unit.representatives, unit.planners, unit.coordinators], counts = [...seats, unit.employees - add(seats)], places = Array(rows.length).fill(-1);
  let first = 0;
  SEATS.forEach((role, r) => {
    const those = rows.flatMap((row, k) => (row.role === role ? [k] : []));
    if (those.length > counts[r]) refuse(`${where} has ${those.length} rows of role '${role}', and the workplace file has ${counts[r]} employees ${role === SEATS.at(-1) ? "that are no members of the steering group" : `${role}s`}`);
    those.forEach((k, n) => { places[k] = first + n; });
    first += counts[r];
  });
  const free = Array.from({ length: unit.employees }, (_, k) => k).filter((k) => !places.includes(k)), order = shuffledPlaces(free.length);
  return places.map((one) => (one < 0 ? free[order.pop()] : one));
}

/** Where the row of each numbered person stands; -1 for a leader. */
function numbered(name, rows, leaders) {
  const persons = new Map();
  for (const [k, row] of [...rows.entries(), ...leaders.map((row) => [-1, row])]) {
    if (row.person === null) continue;
    if (persons.has(row.person)) refuse(`${name} line ${row.line}: person ${row.person} stands in another row of unit ${row.unit} as well`);
    persons.set(row.person, k);
  }
  return persons;
}

/** The numbers of those in the unit whom a row names; who names the leader is not asked about. */
function colleaguesOf(name, unit, row, persons) {
  for (const one of row.names) {
    if (!persons.has(one)) refuse(`${name} line ${row.line}: colleague ${one} is no person of unit ${unit.name}; colleagues are numbers of the column person`);
    if (one === row.person) refuse(`${name} line ${row.line}: person ${one} is named as a colleague of their own`);
  }
  return row.names.filter((one) => persons.get(one) >= 0);
}

/** Whether a header is that of a people file rather than of a survey. */
export const looksLikePeople = (header) => header.filter((one) => COLUMNS.includes(one)).length * 2 > header.length;

