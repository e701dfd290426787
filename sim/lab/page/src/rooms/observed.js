// What was seen at a workplace, how likely it is in each run, and what that leaves of the sets of assumptions. As sim/fitting, which says why.
import { InputError, known } from "../../../../webassembly/inputs.mjs";

export const LEAST = 20; // sets that must be left, cautiously counted
const SURVEY = "survey", COUNT = "count", FACT = "fact", MISTAKEN = 0.02, START = -1;
const SPREAD = 0.2, ERROR = 0.15, BIAS = 0.03; // of a survey: between people, of an answer, of all answers
/** line: the weekly line that it is. first: the first week in which it can be seen. */
export const OBSERVABLES = {
  trust_in_leader: { kind: SURVEY, line: "trust_leader", first: START }, trust_in_organisation: { kind: SURVEY, line: "trust_organisation", first: START }, expectation: { kind: SURVEY, line: "expectation", first: START },
  benefit: { kind: SURVEY, line: "benefit", first: 0 }, ownership: { kind: SURVEY, line: "ownership", first: 0 }, dropped_out: { kind: COUNT, line: "withdrawn", first: 0 },
  retention: { kind: COUNT, first: 0 }, launched: { kind: FACT, first: 0 }, stopped: { kind: FACT, first: 0 } };
const ENTRIES = { measure: 0, unit: 0, practice: 0, week: 0, after_launch: 0, value: 0, sd: 0, respondents: 0, of: 0, source: 0 };

/** Observations of a file or a form, checked: [{measure, unit, week, after_launch, value, sd, respondents, of}]. Raises InputError, one sentence. */
export function checkedObserved({ follow_up: { high: longest }, launch_week: launch }, place, entries, file) {
  if (!Array.isArray(entries) || !entries.length) throw new InputError(`${file} holds no observation; give at least one, in a table [[observed]]`);
  const seen = new Map();
  return entries.map((one, k) => {
    const where = `${file}: observed[${k + 1}]`, refuse = (why) => { throw new InputError(`${where}: ${why}`); };
    const named = (kind, name, table) => { try { known(kind, name, table); } catch (error) { refuse(error.message); } };
    for (const name of Object.keys(one)) named("setting of an observation", name, ENTRIES);
    if (["attendance", "use"].includes(one.measure) || one.practice) refuse("attendance, and use of single practices, are read by takehold fit and not in the page");
    named("measure", one.measure ?? "", OBSERVABLES);
    const { kind, first } = OBSERVABLES[one.measure], names = place.units.map((unit) => unit.name), { week, after_launch: after, value } = one;
    if (!one.unit && names.length > 1) refuse(`unit is missing; there are ${names.join(", ")}`);
    if (one.unit) named("unit", one.unit, Object.fromEntries(names.map((name) => [name, name])));
    const unit = place.units.find(({ name }) => name === (one.unit || names[0]));
    if ((week === undefined) === (after === undefined)) refuse("give week (of the project, from 0) or after_launch (weeks since launch), and one of the two");
    const inside = (name, given, low, high) => { if (!Number.isInteger(given) || given < low || given > high) refuse(`${name} = ${given} is no whole number from ${low} to ${high}`); };
    if (week !== undefined) inside("week", week, first, launch + longest - 1); else inside("after_launch", after, 1, longest);
    if (one.measure === "retention" && !(after >= 9)) refuse("retention is counted at follow-up; give after_launch, from 9 on");
    const given = ["sd", "respondents", "of"].filter((name) => one[name] !== undefined), fitting = { [SURVEY]: ["sd", "respondents"], [COUNT]: ["sd", "of"], [FACT]: [] }[kind];
    if (kind === FACT) {
      if (given.length || ![0, 1, true, false].includes(value)) refuse(`${one.measure} is true or false, and known for sure`);
    } else {
      if (given.length !== 1 || !fitting.includes(given[0])) refuse(`${one.measure} needs its error, and one only: ${fitting.join(" or ")}`);
      if (typeof value !== "number" || !(value >= 0 && value <= (one.of ?? 1))) refuse(`value = ${value} is outside what is allowed: 0 to ${one.of ?? 1}`);
      if (one.sd !== undefined && !(one.sd >= 0.005 && one.sd <= 0.5)) refuse(`sd = ${one.sd} is outside what is allowed: 0.005 to 0.5`);
      if (one.of !== undefined) inside("of", one.of, 1, 100_000);
      if (one.of !== undefined && !Number.isInteger(value)) refuse(`value = ${value} of ${one.of} is no whole number; with 'of', value is how many were counted`);
      if (one.respondents !== undefined) inside("respondents", one.respondents, 2, unit.employees);
    }
    const same = JSON.stringify([one.measure, unit.name, week, after]);
    if (seen.has(same)) refuse(`is the same as observed[${seen.get(same)}]; it would count twice`);
    seen.set(same, k + 1);
    return { ...one, unit: unit.name, employees: unit.employees, kind, number: Number(value) / (one.of ?? 1) };
  });
}

/** Weeks after launch up to which runs have to go on, and at which retention is told. */
export function followUps({ follow_up: { low }, launch_week: launch }, observed) {
  const last = Math.max(low, ...observed.map(({ week, after_launch: after }) => after ?? week - launch + 1));
  return [...new Set([...observed.filter(({ measure }) => measure === "retention").map((one) => one.after_launch), last])].sort((a, b) => a - b);
}

/** What a run shows of each observation: {true, spread}; told: as World.weeks; table: as World.table of that run. */
export function shown({ at_rest: rest }, observed, told, table) {
  return observed.map(({ measure, unit: name, week, after_launch: after }) => {
    const unit = told.units.find((one) => one.name === name), at = Math.min(week ?? unit.launch + after - 1, told.weeks - 1), { line, kind } = OBSERVABLES[measure], phase = unit.phases[Math.max(0, at)];
    if (kind === FACT) return { true: Number((measure === "launched" ? ["introduction", "implementation"] : ["stop and listen", rest]).includes(phase)), spread: NaN };
    if (measure === "retention") return { true: table.retention[table.unit.findIndex((one, row) => one === name && table.follow_up[row] === after)], spread: NaN };
    const of = (column) => (at === START ? unit.start[column] : unit.series[column][at]);
    return { true: of(line), spread: line === "trust_leader" ? of("trust_leader_sd") : NaN };
  });
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
