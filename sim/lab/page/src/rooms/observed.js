// What was seen at a workplace, how likely it is in each run, and what that leaves of the sets of assumptions. As sim/fitting, which says why.
import { InputError, known } from "../../../../webassembly/inputs.mjs";

export const LEAST = 20; // sets that must be left, cautiously counted
const SURVEY = "survey", COUNT = "count", FACT = "fact", MISTAKEN = 0.02, START = -1, FEWEST = 5; // answers
const SPREAD = 0.2, ERROR = 0.15, BIAS = 0.03; // of a survey: between people, of an answer, of all answers
/** line: the weekly line that it is. first: the first week in which it can be seen. ofPractices: counted over the last weeks before one after launch. */
export const OBSERVABLES = {
  trust_in_leader: { kind: SURVEY, line: "trust_leader", first: START }, trust_in_organisation: { kind: SURVEY, line: "trust_organisation", first: START }, expectation: { kind: SURVEY, line: "expectation", first: START },
  benefit: { kind: SURVEY, line: "benefit", first: 0 }, ownership: { kind: SURVEY, line: "ownership", first: 0 }, dropped_out: { kind: COUNT, line: "withdrawn", first: 0 },
  attendance: { kind: COUNT }, retention: { kind: COUNT, ofPractices: true }, use: { kind: COUNT, ofPractices: true }, launched: { kind: FACT, first: 0 }, stopped: { kind: FACT, first: 0 } };
const MEETING = "employee workshop", LATER = ["introduction", "implementation"]; // phases: in which attendance is counted, and once practices have begun
const ENTRIES = { measure: 0, unit: 0, practice: 0, week: 0, after_launch: 0, value: 0, sd: 0, respondents: 0, of: 0, source: 0 };

/** Observations of a file or a form, checked: [{measure, unit, practice, week, after_launch, value, sd, respondents, of}]. Raises InputError, one sentence. */
export function checkedObserved({ follow_up: { high: longest }, launch_week: launch, retained_weeks: window, phases }, place, entries, file) {
  if (!Array.isArray(entries) || !entries.length) throw new InputError(`${file} holds no observation; give at least one, in a table [[observed]]`);
  const seen = new Map();
  return entries.map((one, k) => {
    const where = `${file}: observed[${k + 1}]`, refuse = (why) => { throw new InputError(`${where}: ${why}`); };
    const named = (kind, name, table) => { try { known(kind, name, table); } catch (error) { refuse(error.message); } };
    for (const name of Object.keys(one)) named("setting of an observation", name, ENTRIES);
    named("measure", one.measure ?? "", OBSERVABLES);
    const came = one.measure === "attendance" ? phases.find(({ name }) => name === MEETING).week : undefined, { kind, ofPractices, first = came } = OBSERVABLES[one.measure];
    const names = place.units.map((unit) => unit.name), { after_launch: after, value } = one, week = one.week ?? (after === undefined ? came : undefined);
    if (!one.unit && names.length > 1) refuse(`unit is missing; there are ${names.join(", ")}`);
    if (one.unit) named("unit", one.unit, Object.fromEntries(names.map((name) => [name, name])));
    const unit = place.units.find(({ name }) => name === (one.unit || names[0]));
    if (one.practice && one.measure !== "use") refuse(`${one.measure} is of a unit and not of a practice; leave practice out`);
    if (one.practice) named("practice", one.practice, Object.fromEntries(unit.practices.map(({ name }) => [name, name])));
    if (ofPractices && !(after >= window)) refuse(`${one.measure} is counted over ${window} weeks after launch; give after_launch, ${window} to ${longest}`);
    if ((week === undefined) === (after === undefined)) refuse("give week (of the project, from 0) or after_launch (weeks since launch), and one of the two");
    const inside = (name, given, low, high) => { if (!Number.isInteger(given) || given < low || given > high) refuse(`${name} = ${given} is no whole number from ${low} to ${high}`); };
    if (week !== undefined) inside("week", week, first, launch + longest - 1); else inside("after_launch", after, 1, longest);
    const given = ["sd", "respondents", "of"].filter((name) => one[name] !== undefined), fitting = { [SURVEY]: ["sd", "respondents"], [COUNT]: ["sd", "of"], [FACT]: [] }[kind];
    if (kind === FACT) {
      if (given.length || ![0, 1, true, false].includes(value)) refuse(`${one.measure} is true or false, and known for sure`);
    } else {
      if (given.length !== 1 || !fitting.includes(given[0])) refuse(`${one.measure} needs its error, and one only: ${fitting.join(" or ")}`);
      if (typeof value !== "number" || !(value >= 0 && value <= (one.of ?? 1))) refuse(`value = ${value} is outside what is allowed: 0 to ${one.of ?? 1}`);
      if (one.sd !== undefined && !(one.sd >= 0.005 && one.sd <= 0.5)) refuse(`sd = ${one.sd} is outside what is allowed: 0.005 to 0.5`);
      if (one.of !== undefined) inside("of", one.of, 1, 100_000);
      if (one.of !== undefined && !Number.isInteger(value)) refuse(`value = ${value} of ${one.of} is no whole number; with 'of', value is how many were counted`);
      if (one.respondents !== undefined) inside("respondents", one.respondents, FEWEST, unit.employees);
    }
    const same = JSON.stringify([one.measure, unit.name, one.practice ?? "", week, after]);
    if (seen.has(same)) refuse(`is the same as observed[${seen.get(same)}]; it would count twice`);
    seen.set(same, k + 1);
    return { ...one, week, unit: unit.name, employees: unit.employees, kind, number: Number(value) / (one.of ?? 1) };
  });
}

/** Weeks after launch up to which runs have to go on. */
export const followUp = ({ follow_up: { low }, launch_week: launch }, observed) => Math.max(low, ...observed.map(({ week, after_launch: after }) => after ?? week - launch + 1));

const weekOf = ({ week, after_launch: after }, { launch }) => week ?? launch + after - 1;
const unitIn = ({ unit }, told) => told.units.find(({ name }) => name === unit);

/** After how many weeks of a run one has to look at its practices, to tell these observations; told: as World.weeks. */
export const looks = ({ retained_weeks: window }, observed, told) => [...new Set(observed.filter(({ measure }) => OBSERVABLES[measure].ofPractices).flatMap((one) => {
  const last = weekOf(one, unitIn(one, told));
  return Array.from({ length: window }, (_, k) => last + 1 - k);
}))];

/** What a run of a workplace shows of each observation: {true, spread}. told: as World.weeks; seen: what World.people tells of it after each of the weeks of looks, by week. */
export function shown(description, place, observed, told, seen) {
  const { at_rest: rest, facts } = description;
  return observed.map((one) => {
    const { measure } = one, unit = unitIn(one, told), at = Math.min(weekOf(one, unit), told.weeks - 1), { line, kind, ofPractices } = OBSERVABLES[measure], phase = unit.phases[Math.max(0, at)];
    if (measure === "attendance") return { true: told.facts[told.units.indexOf(unit) * facts.length + facts.indexOf("attendance")], spread: NaN };
    if (kind === FACT) return { true: Number((measure === "launched" ? LATER : ["stop and listen", rest]).includes(phase)), spread: NaN };
    if (ofPractices) return { true: LATER.includes(phase) ? overPractices(description, place, one, at, seen) : 0, spread: NaN };
    const of = (column) => (at === START ? unit.start[column] : unit.series[column][at]);
    return { true: of(line), spread: line === "trust_leader" ? of("trust_leader_sd") : NaN };
  });
}

/** The share of planned sessions held over the last weeks, or of practices of which enough were held and that were not stopped. */
function overPractices({ retained_weeks: window, retained_use: enough }, { units }, { measure, unit, practice }, at, seen) {
  const { practices: plans } = units.find(({ name }) => name === unit);
  const inWeek = (week) => seen.get(week).find(({ name }) => name === unit).practices, share = (some) => some.reduce((sum, one) => sum + one, 0) / some.length;
  const use = plans.map(({ sessions_per_week: planned }, k) => Array.from({ length: window }, (_, w) => inWeek(at + 1 - w)[k].held).reduce((sum, held) => sum + held, 0) / (window * planned));
  const now = inWeek(at + 1), gone = (k) => now[k].stopped_week !== null && now[k].stopped_week <= at;
  if (measure === "retention") return share(use.map((held, k) => Number(!gone(k) && held >= enough)));
  return practice ? use[plans.findIndex(({ name }) => name === practice)] : share(use);
}

/** How likely it is to see just that in a run; minus infinity where it cannot be. */
export function logLikelihood({ kind, number, sd, of, respondents, employees }, { true: shows, spread }) {
  if (kind === FACT) return shows === number ? 0 : -Infinity;
  if (of) {
    const middle = MISTAKEN + (1 - 2 * MISTAKEN) * shows, count = Math.round(number * of);
    let chosen = 0;
    for (let k = 1; k <= count; k++) chosen += Math.log((of - count + k) / k);
    return chosen + count * Math.log(middle) + (of - count) * Math.log(1 - middle);
  }
  const between = Number.isNaN(spread) ? SPREAD : spread, error = sd ?? Math.sqrt((between ** 2 * ((employees - respondents) / (employees - 1)) + ERROR ** 2) / respondents + BIAS ** 2);
  return -0.5 * ((number - shows) / error) ** 2 - Math.log(error);
}

/** Weights of runs, [set][run], which add up to 1; all 0 where no run could have shown what was seen. table: log-likelihoods [set][run]. */
export function weighed(table) {
  const most = Math.max(...table.flat()), weights = table.map((runs) => runs.map((one) => (Number.isFinite(most) ? Math.exp(one - most) : 0))), sum = weights.flat().reduce((total, one) => total + one, 0);
  return weights.map((runs) => runs.map((one) => (sum ? one / sum : 0)));
}

/** How many sets are left, cautiously counted: the least of all runs and of each half (Kish 1965). */
export function effective(table) {
  const kish = (some) => { const sets = weighed(some).map((runs) => runs.reduce((total, one) => total + one, 0)), squares = sets.reduce((total, one) => total + one * one, 0); return squares ? 1 / squares : 0; };
  return Math.min(kish(table), ...[0, 1].map((part) => kish(table.map((runs) => runs.filter((_, k) => k % 2 === part)))));
}

/** Values below which these shares of the weight lie. */
export function quantiles(values, weights, at) {
  const order = values.map((_, k) => k).sort((a, b) => values[a] - values[b]), all = weights.reduce((sum, one) => sum + one, 0);
  return at.map((share) => { let sum = 0; return values[order.find((k) => (sum += weights[k]) >= share * all - 1e-12) ?? order.at(-1)]; });
}
