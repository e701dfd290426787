// What a survey says, as a workplace file and a people file. What it cannot say is the template's, and the file says so.
// As sim/survey/written.py, entry by entry.
import template from "../../../../inputs/workplaces/template.toml";
import { InputError } from "../../../../webassembly/inputs.mjs";
import { readToml, withPeopleText } from "../rooms/mine-file.js";
import { allowedAt } from "../rooms/mine-ranges.js";
import { COLUMNS } from "../people.js";
import { same } from "./persons.js";
import { Z95 } from "./pooling.js";
import { FEWEST, hidden } from "./privacy.js";
import { fixed, float, rounded } from "./round.js";
import { FREE_SHARE, IN_PEOPLE, NEEDS, UNIT_MEANS, sourcesOf, utilisation } from "./states.js";

export const WORKPLACE_FILE = "workplace.toml", PEOPLE_FILE = "people.csv";
const NOT_MEASURED = "template, not measured", LEAST_SD = 0.005;
const LETTERS = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ü: "ue", ß: "ss", é: "e", è: "e" };
const ORDER = ["unit", "person", "team", "role", "contract_hours", ...IN_PEOPLE, "colleagues"].filter((name) => COLUMNS.includes(name));

/** A name for a file from a label, unlike those that are taken; it is taken from now on. */
export function slug(label, taken) {
  const plain = label.toLowerCase().replaceAll(/[æøåäöüßéè]/g, (letter) => LETTERS[letter]).replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 36).replaceAll(/^-+|-+$/g, "") || "unit";
  let name = plain;
  for (let k = 2; taken.has(name); k++) name = `${plain}-${k}`;
  taken.add(name);
  return name;
}

/** A plain value as TOML writes it; numbers have four digits at most. */
function toml(value) {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value === "object") return `{ ${Object.entries(value).map(([name, one]) => `${name} = ${toml(one)}`).join(", ")} }`;
  return typeof value === "number" ? String(rounded(value, 4)) : typeof value === "string" ? JSON.stringify(value).replaceAll("\x7f", "?") : String(value);
}

const known = (value, source) => ({ value, source });
const uncertain = (mean, sd, source) => ({ mean: rounded(mean, 3), sd: rounded(Math.max(LEAST_SD, sd), 3), source });

/** What takehold survey writes, under the same names, and the workplace as the page reads it: {toml, people, read}. Refuses what makes no workplace. */
export function filesOf(description, found) {
  const people = peopleText(found), toml = workplaceText(description, found, people && PEOPLE_FILE);
  try {
    const read = { name: WORKPLACE_FILE, ...readToml(description, WORKPLACE_FILE, toml) };
    return { toml, people, read: people ? withPeopleText(read, PEOPLE_FILE, new TextEncoder().encode(people)) : read };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`this survey makes no workplace: ${error.message.replace(`${WORKPLACE_FILE}: `, "")}`);
  }
}

/** The workplace file. people: name of the people file, or nothing. */
function workplaceText(description, found, people) {
  const { book, units, answered, asked, withRoster } = found, about = withRoster ? `${answered} of ${asked} answered` : `${answered} answered; how many were asked is not known`;
  const lines = ["# Written by takehold survey. Entries whose source is a survey or a roster are measured; sd says how surely.",
    `# Entries with source "${NOT_MEASURED}" are examples: nobody asked about them. Put in what you know, above all practices.`,
    `# Groups under ${FEWEST} are not shown; they have the mean of all. No name and no number of a person stands here.`,
    `name = ${toml(book.name)}`, `title = ${toml(book.title)}`, `about = ${toml(`From a survey: ${about}.`)}`, ...(people ? [`people = ${toml(people)}`] : [])];
  const [ground] = readToml(description, "template.toml", template).place.units;
  for (const unit of units) lines.push(...table("[[units]]", entriesOf(description, found, unit, ground)));
  for (const { name, together, whole: { levels } } of units) {
    if (together === null || !UNIT_MEANS.every((state) => !levels[state] || levels[state].own)) continue;
    lines.push("", "[[correlations]]  # of what is not known of the two: the same people answered both", `between = ${toml(UNIT_MEANS.map((state) => `units.${name}.${state}`))}`,
      `r = ${rounded(together, 2)}`, 'source = "survey, between persons of a unit"');
  }
  return `${lines.join("\n")}\n`;
}

/** Lines of a table: its entries, then the tables in it; small ones stand in a line. */
function table(header, entries) {
  const inner = header.replaceAll(/[[\]]/g, ""), apart = (name) => name === "leader" || (name === "needs" && inner === "units");
  const lines = ["", header, ...Object.entries(entries).filter(([name]) => !apart(name) && name !== "practices").map(([name, one]) => `${name} = ${toml(one)}`)];
  for (const [name, one] of Object.entries(entries).filter(([name]) => apart(name))) lines.push(...table(`[${inner}.${name}]`, one));
  for (const practice of entries.practices ?? []) lines.push(...table(`[[${inner}.practices]]`, practice));
  return lines;
}

const isSet = (value) => value !== null && value !== undefined;
const withoutNothing = (part) => (Array.isArray(part) ? part.map(withoutNothing) : typeof part === "object" && part !== null ? Object.fromEntries(Object.entries(part).filter(([, value]) => isSet(value)).map(([name, value]) => [name, withoutNothing(value)])) : part);

/** Entries of a unit in the order of the template, each with its source. */
function entriesOf(description, found, unit, ground) {
  const measured = { name: unit.name, title: unit.whole.label, ...counts(found, unit), ...means(description, found, unit) }, beside = ["practices", "sees", "name", "title"];
  const asked = Object.entries(withoutNothing(ground)).filter(([name]) => name !== "events"); // written as tables of their own, which an empty list would stand in the way of
  const entries = Object.fromEntries(asked.map(([name, value]) => [name, measured[name] ?? (beside.includes(name) ? value
    : typeof value === "object" && !Array.isArray(value) ? { ...value, source: NOT_MEASURED } : known(value, NOT_MEASURED))]));
  return { ...entries, practices: entries.practices.map((practice) => ({ ...practice, source: `${NOT_MEASURED}: put your own practices here` })), sees: [] };
}

/** How many people of which kind there are, and their hours. */
function counts({ withRoster }, { whole, roles, teamSize, hours }) {
  const source = withRoster ? "roster" : "survey, only those who answered; no roster", told = { employees: known(whole.asked, source) };
  if (roles.representative) for (const role of ["representative", "planner", "coordinator"]) told[`${role}s`] = known(roles[role] ?? 0, source);
  if (teamSize !== null) told.team_size = known(teamSize, `${source}, mean of its teams`);
  if (hours !== null) told.contract_hours = known(rounded(hours, 1), `${withRoster ? "roster" : "survey"}, mean of employees`);
  return told;
}

/** What the answers say, with its uncertainty. */
function means(description, found, unit) {
  const { levels } = unit.whole, source = (state) => sourceOf(found, unit, state), told = {};
  for (const state of UNIT_MEANS) if (levels[state]) told[state] = uncertain(levels[state].mean, levels[state].sd, source(state));
  if (levels.workload) {
    const { minimum, maximum } = allowedAt(description, ["units", 0, "utilisation"]), { mean, sd } = levels.workload, inside = (value) => Math.min(maximum, Math.max(minimum, value));
    const low = inside(utilisation(Math.max(0, mean - Z95 * sd), FREE_SHARE[2])), value = inside(utilisation(mean)), high = inside(utilisation(Math.min(1, mean + Z95 * sd), FREE_SHARE[0]));
    told.utilisation = { value: rounded(value, 3), low: rounded(low, 3), high: rounded(high, 3),
      reason: `a workload of ${fixed(mean, 2)}; how many hours go with it is a choice, ${100 * FREE_SHARE[0]} to ${100 * FREE_SHARE[2]} % free without any`, source: source("workload") };
  }
  if (NEEDS.every((need) => levels[need])) {
    const total = NEEDS.reduce((sum, need) => sum + levels[need].mean, 0);
    told.needs = Object.fromEntries(NEEDS.map((need) => [need.replace("need_", ""), uncertain(levels[need].mean / total, levels[need].sd, source(need))]));
  }
  return told;
}

/** Where an entry is from, in words. */
function sourceOf({ states, withRoster }, { whole }, state) {
  const { own, answered } = whole.levels[state], measures = sourcesOf(states[state]);
  if (!own) return `survey, fewer than ${FEWEST} answered here: the mean of all units (${measures})`;
  return `survey, ${withRoster ? `${answered} of ${whole.asked} answered` : `${answered} answered`} (${measures})${own > 0.995 ? "" : `, ${fixed(100 * own, 0)} % its own and the rest the mean of all units`}`;
}

// ----- people
/** The people file as CSV, a row for each employee, but none of units under five, in an order that tells nothing; nothing where there are no rows. */
function peopleText(found) {
  const rows = found.units.flatMap((unit) => (unit.whole.asked >= FEWEST ? rowsOf(found, unit) : []).map((row) => ({ row, by: [row.team, row.role, row.contract_hours, ...IN_PEOPLE.map((state) => row[state]), ""].map((cell) => cell || "None") }))
    .sort((a, b) => a.by.reduce((so, cell, k) => so || (cell < b.by[k] ? -1 : cell > b.by[k] ? 1 : 0), 0)).map(({ row }) => ({ unit: unit.name, ...row })));
  return rows.length ? `${[ORDER, ...rows.map((row, k) => ORDER.map((name) => (name === "person" ? k + 1 : row[name] ?? "")))].map((cells) => cells.join(",")).join("\n")}\n` : "";
}

/** Rows of a unit: what those who answered said, and what is known of those who did not. Cells as text. */
function rowsOf({ states }, { people, roles, whole }) {
  const answered = people.filter((one) => one.row !== null), silent = people.filter((one) => one.row === null).slice(0, Math.max(0, whole.asked - answered.length));
  const away = (labels) => hidden(labels.reduce((count, label) => count.set(label, (count.get(label) ?? 0) + 1), new Map())), awayTeams = away(answered.map((one) => same(one.team))), awayRoles = away(answered.map((one) => one.role));
  const taken = new Set(), names = new Map([...new Set(people.filter((one) => one.team).map((one) => same(one.team)))].map((label) => [label, slug(label, taken)]));
  const few = answered.length < FEWEST, seats = Boolean(roles.representative);
  return [...answered, ...silent].map((one) => {
    const spoke = one.row !== null, team = spoke && awayTeams.has(same(one.team)) ? "" : names.get(same(one.team)) ?? "", role = seats && !(spoke && awayRoles.has(one.role)) ? one.role : ""; // else seats are the template's
    const said = (state) => { const level = whole.levels[state], value = spoke && level?.own ? states[state].values[one.row] : NaN; return Number.isNaN(value) ? "" : float(rounded(value, NEEDS.includes(state) ? 3 : 2)); };
    return { team: few && spoke ? "" : team, role, contract_hours: one.hours === null ? "" : String(rounded(one.hours)), ...Object.fromEntries(IN_PEOPLE.map((state) => [state, said(state)])) };
  });
}
