// Which scales say what of the model, and how workload becomes a share of hours. As sim/survey/states.py, which says why.
export const NOTHING = "nothing"; // what a scale measures that is read for nothing
export const MEASURES = { QL: "quality of leadership", SS: "support from the supervisor", RE: "recognition", TM: "vertical trust", JU: "organisational justice", QD: "quantitative demands", WP: "work pace",
  trust_in_leader: "trust in the nearest leader", trust_in_organisation: "trust in the organisation", expectation: "what is expected of this project", workload: "workload",
  need_planning: "need of planning", need_coordination: "need of coordination", need_wellbeing: "need of wellbeing" };
export const NEEDS = ["need_planning", "need_coordination", "need_wellbeing"];
export const STATES = ["trust_in_leader", "trust_in_organisation", "expectation", ...NEEDS, "workload"];
export const IN_PEOPLE = STATES.slice(0, -1), UNIT_MEANS = STATES.slice(0, 2);
const WAYS = { // state, and the ways to it, best first: measures and their weights
  trust_in_leader: [{ trust_in_leader: 1 }, { QL: 1, SS: 1 }, { RE: 1 }], trust_in_organisation: [{ trust_in_organisation: 1 }, { TM: 1, JU: 1 }], expectation: [{ expectation: 1 }],
  workload: [{ workload: 1 }, { QD: 0.6, WP: 0.4 }], ...Object.fromEntries(NEEDS.map((need) => [need, [{ [need]: 1 }]])) };
const PROXY = { RE: "recognition stands in for it" };
export const FREE_SHARE = [0.03, 0.06, 0.10];

const total = (values) => values.reduce((sum, one) => sum + one, 0);

/** States of persons from scores by measure (arrays, NaN where there is none): {state: {values, measures}}. */
export function statesFrom(scores) {
  const found = {};
  for (const [name, ways] of Object.entries(WAYS)) {
    const way = ways.find((one) => Object.keys(one)[0] in scores);
    if (!way) continue;
    const there = Object.entries(way).filter(([measure]) => measure in scores);
    found[name] = { values: weighted(there.map(([measure]) => scores[measure]), there.map(([, weight]) => weight)), measures: there.map(([measure]) => measure) };
  }
  if (NEEDS.every((need) => need in found)) {
    const sums = found[NEEDS[0]].values.map((_, k) => total(NEEDS.map((need) => found[need].values[k])) || NaN);
    for (const need of NEEDS) found[need] = { ...found[need], values: found[need].values.map((value, k) => value / sums[k]) };
  } else for (const need of NEEDS) delete found[need];
  return found;
}

/** The weighted mean over what each person has. */
function weighted(columns, weights) {
  return columns[0].map((_, k) => {
    const there = columns.map((column, c) => [column[k], weights[c]]).filter(([value]) => !Number.isNaN(value));
    return there.length ? total(there.map(([value, weight]) => value * weight)) / total(there.map(([, weight]) => weight)) : NaN;
  });
}

/** The measures in words, for the source of an entry. */
export function sourcesOf({ measures }) {
  const told = measures.join(" and ");
  return told in PROXY ? `${told}, ${PROXY[told]}` : told;
}

/** Share of hours bound by core work, for a workload of 0-1. */
export const utilisation = (workload, free = FREE_SHARE[1]) => 1 - free * (1 - workload);
