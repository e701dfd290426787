// A survey, read with its codebook and roster. As sim/survey/reading.py, which tests/test_lab_survey.py holds it against.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { mean } from "../statistics.js";
import { LEADER, joined, same, whoAnswered, whoWasAsked } from "./persons.js";
import { pooled } from "./pooling.js";
import { FEWEST, hidden, personal } from "./privacy.js";
import { correlation, reliability, scored } from "./scores.js";
import { statesFrom } from "./states.js";
import { slug } from "./written.js";

const UNKNOWN_ALPHA = 0.75, OF_WHOM = 2, LEAST_TOGETHER = 0.05; // as in Python, which says why
const clipped = (value) => Math.min(1, Math.max(0, value)), known = (value) => !Number.isNaN(value);

/** What a survey says: {book, units, scales, states, icc, withRoster, leftOut, notes, answered, asked}. sheet, roster: as readSheet; book: as readCodebook. */
export function fromSurvey(sheet, book, roster = null) {
  const scales = scored(sheet, book), people = whoAnswered(sheet, book);
  if (!roster) return found(sheet, book, scales, people, null, [`${sheet.how}.`]);
  const asked = whoWasAsked(roster, book);
  return found(sheet, book, scales, joined(sheet, people, roster, asked), asked, [`${sheet.how}; ${roster.how}.`]);
}

function found(sheet, book, scales, people, asked, notes) {
  const states = statesFrom(byMeasure(scales)), answered = thoseWhoSaidSomething(states, people), staff = answered.filter((one) => one.role !== LEADER);
  const leaders = answered.filter((one) => one.role === LEADER && one.row !== null).length;
  if (leaders) notes.push(`Answers of leaders (${leaders}) do not count: the means are those of employees.`);
  const units = unitsOf(book, staff, (asked ?? []).map((one) => one.unit)), rows = (some) => some.filter((one) => one.row !== null).length, lost = rows(staff) - rows([...units.values()].flat());
  if (lost) notes.push(`Answers without a unit (${lost}) do not count.`);
  const ofWhom = asked ? 1 : OF_WHOM, alphas = alphasOf(scales, states), { levels, icc } = levelsOf(book, units, states, alphas, ofWhom);
  notes.push(...scales.flatMap((scale) => scale.against.map((item) => `${item} goes against the other items of ${scale.title}: is it reversed, or turned round already?`)));
  const told = named(book, units, levels, states, alphas, asked, ofWhom), total = (name) => told.reduce((sum, unit) => sum + unit.whole[name], 0);
  return { book, units: told, scales, states, icc, withRoster: Boolean(asked), leftOut: leftOut(sheet, book), notes, answered: total("answered"), asked: total("asked") };
}

/** Scores by what they measure; two scales of the same give their mean. */
function byMeasure(scales) {
  const columns = {};
  for (const { measures, scores } of scales) (columns[measures] ??= []).push(scores);
  const both = (some) => some[0].map((_, k) => { const given = some.map((column) => column[k]).filter(known); return given.length ? mean(given) : NaN; });
  return Object.fromEntries(Object.entries(columns).map(([name, some]) => [name, some.length === 1 ? some[0] : both(some)]));
}

function thoseWhoSaidSomething(states, people) {
  const columns = Object.values(states).map(({ values }) => values);
  if (!columns.length) throw new InputError("no scale of the codebook says anything of the model; say under 'measures' what at least one stands for");
  const some = columns[0].map((_, k) => columns.some((column) => known(column[k]))), count = some.filter(Boolean).length;
  if (count < FEWEST) throw new InputError(`only ${count} people answered; groups under ${FEWEST} are never shown`);
  return people.map((one) => (one.row === null || some[one.row] ? one : { ...one, row: null }));
}

/** Staff by unit; without units, all are one. first: labels in the order and the writing of the roster. */
function unitsOf(book, staff, first) {
  const all = [...first, ...staff.map((one) => one.unit)].filter(Boolean), labels = new Map([...all].reverse().map((label) => [same(label), label]));
  const units = new Map([...new Set(all.map(same))].map((name) => [labels.get(name), []]));
  for (const one of staff) if (one.unit) units.get(labels.get(same(one.unit))).push(one);
  const full = new Map([...units].filter(([, people]) => people.length));
  return full.size ? full : new Map([[book.title, staff]]);
}

/** Reliability of each state, 0 to 1: over the scales it is made of, or of its one scale. */
function alphasOf(scales, states) {
  return Object.fromEntries(Object.entries(states).map(([name, { measures }]) => {
    const mine = scales.filter((scale) => measures.includes(scale.measures)), alpha = mine.length > 1 ? reliability(mine.map((scale) => scale.scores)).alpha : mine[0].alpha;
    return [name, Number.isNaN(alpha) ? UNKNOWN_ALPHA : clipped(alpha)];
  }));
}

function levelsOf(book, units, states, alphas, ofWhom) {
  const levels = new Map([...units.keys()].map((label) => [label, {}])), icc = {};
  for (const [state, { values }] of Object.entries(states)) {
    const told = groupLevels(units, values, alphas[state], book.nonresponse, ofWhom);
    if (!told) continue;
    icc[state] = told.icc;
    for (const [label, level] of told.levels) levels.get(label)[state] = level;
  }
  return { levels, icc };
}

/** Means of groups of people from values by row; groups under five have the mean of all, and count in it if they are five together. */
function groupLevels(groups, values, alpha, nonresponse, ofWhom) {
  const own = new Map([...groups].map(([label, people]) => [label, people.filter((one) => one.row !== null && known(values[one.row])).map((one) => values[one.row])]));
  const labels = [...groups.keys()], small = labels.filter((label) => own.get(label).length < FEWEST), large = labels.filter((label) => !small.includes(label));
  const rest = small.flatMap((label) => own.get(label)), size = (some) => some.reduce((sum, label) => sum + groups.get(label).length, 0), together = rest.length >= FEWEST;
  if (!large.length && !together) return null;
  const answers = [...large.map((label) => own.get(label)), ...(together ? [rest] : []), ...small.map(() => [])];
  const sizes = [...large.map((label) => size([label])), ...(together ? [size(small)] : []), ...small.map((label) => size([label]))].map((one) => ofWhom * one);
  const pool = pooled(answers, sizes, alpha, nonresponse), place = (label) => (large.includes(label) ? large.indexOf(label) : large.length + (together ? 1 : 0) + small.indexOf(label));
  const level = (label, k) => ({ answered: own.get(label).length, raw: pool.raw[k], mean: clipped(pool.mean[k]), sd: pool.sd[k], silent: pool.silent[k], own: pool.own[k] });
  return { levels: new Map(labels.map((label) => [label, level(label, place(label))])), icc: pool.icc };
}

/** Units with their names in files, their teams, and what the roster says of them. */
function named(book, units, levels, states, alphas, asked, ofWhom) {
  const taken = new Set(), together = goTogether(units, states), answered = (people) => people.filter((one) => one.row !== null).length;
  return [...units].map(([label, people]) => {
    const name = people.some((one) => one.unit) ? slug(label, taken) : book.name, teams = teamsOf(people);
    const told = asked ? asked.filter((one) => units.size === 1 || same(one.unit) === same(label)) : people, roles = {};
    if (asked) for (const { role } of told) if (role) roles[role] = (roles[role] ?? 0) + 1;
    const hours = told.filter((one) => one.hours !== null && one.role !== LEADER).map((one) => one.hours);
    return { name, whole: { label, asked: people.length, answered: answered(people), levels: levels.get(label) }, teams: teamGroups(book, people, teams, states, alphas, ofWhom, answered), people, roles,
      teamSize: teams.size > 1 ? Math.ceil(people.length / teams.size) : null, hours: hours.length >= FEWEST ? mean(hours) : null, together };
  });
}

/** People by team; nothing where it is not known of those who kept silent. */
function teamsOf(people) {
  const labels = new Map(), teams = new Map();
  if (people.some(({ row, team }) => row === null && !team)) return teams;
  for (const one of people.filter(({ team }) => team)) {
    if (!labels.has(same(one.team))) labels.set(same(one.team), one.team);
    const label = labels.get(same(one.team));
    teams.set(label, [...(teams.get(label) ?? []), one]);
  }
  return teams;
}

/** Teams of a unit that can be shown, drawn towards each other as units are. people: all of the unit, also those without a team. */
function teamGroups(book, people, teams, states, alphas, ofWhom, answered) {
  if (teams.size < 2) return [];
  const rest = people.filter(({ team }) => !team);
  const told = Object.entries(states).map(([state, { values }]) => ({ state, levels: groupLevels(canBeShown(teams, rest, values), values, alphas[state], book.nonresponse, ofWhom)?.levels ?? new Map() }));
  return [...teams].map(([label, mine]) => ({ label, asked: mine.length, answered: answered(mine), levels: Object.fromEntries(told.filter(({ levels }) => levels.has(label)).map(({ state, levels }) => [state, levels.get(label)])) }))
    .filter(({ levels }) => Object.keys(levels).length);
}

/** Teams whose mean leaves no few over: those who did not say this, or have no team, would else be told by the unit's own mean. */
function canBeShown(teams, rest, values) {
  const counts = new Map([...teams, ["", rest]].map(([label, people]) => [label, people.filter((one) => one.row !== null && known(values[one.row])).length])), away = hidden(counts);
  return new Map([...teams].filter(([label]) => !away.has(label) && counts.get(label) >= FEWEST));
}

/** How trust in leader and organisation go together between persons of one unit; null where it cannot be told or is nothing. */
function goTogether(units, states) {
  if (!states.trust_in_leader || !states.trust_in_organisation) return null;
  const [one, other] = ["trust_in_leader", "trust_in_organisation"].map((name) => [...units.values()].flatMap((people) => {
    const mine = people.filter((one) => one.row !== null).map((one) => states[name].values[one.row]), middle = mine.some(known) ? mean(mine.filter(known)) : 0;
    return mine.map((value) => value - middle);
  }));
  const r = correlation(one, other);
  return r === null || Math.abs(r) < LEAST_TOGETHER ? null : r;
}

/** Columns that are read for nothing, and why; those that hold persons are named first. */
function leftOut(sheet, book) {
  const used = new Set([...Object.values(book.columns), ...book.scales.flatMap((scale) => scale.items)]);
  const told = [...sheet.cells].filter(([name]) => !used.has(name)).map(([name, cells]) => ({ name, why: personal(name, cells) }));
  return [...told.filter(({ why }) => why), ...told.filter(({ why }) => !why)];
}
