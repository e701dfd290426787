// When a first place is decided: the rule of sim/priorities/decision.py, which says why it holds; tests/test_lab_first.py compares the two.
// Values are what an arm gives, larger being better: for each parameter set an array of its runs.
import { mean, variance } from "../statistics.js";

const WRONG = 0.05, FIRST_MEMBERS = 48, MANY_MEMBERS = 192, MOST_MEMBERS = 384, FIRST_RUNS = 4, HANDFUL = 5;
const STAKES = [0.9, 0.6, 0.4, 0.25, 0.16, 0.1, 0.06, 0.03];

/** @typedef {{ members: number, runs: number, stage: number }} Look */

/** The looks for at most so many runs of each package over so many members. @returns {Look[]} */
export function looksOf(runs, members) {
  if (runs < FIRST_MEMBERS * FIRST_RUNS || members < FIRST_MEMBERS) {
    const some = Math.min(members, runs, FIRST_MEMBERS);
    return [{ members: some, runs: Math.floor(runs / some), stage: 0 }];
  }
  const looks = [{ members: FIRST_MEMBERS, runs: FIRST_RUNS, stage: 1 }];
  for (let last = looks[0]; 2 * last.members * last.runs <= runs; last = looks.at(-1)) {
    const more = last.runs === FIRST_RUNS && 2 * last.members <= Math.min(members, MOST_MEMBERS);
    looks.push(more ? { members: 2 * last.members, runs: last.runs, stage: 2 * last.members >= MANY_MEMBERS ? 2 : 1 } :
      { members: last.members, runs: 2 * last.runs, stage: last.stage + 1 });
  }
  return looks;
}

/** The least that a member may lose at a look, where it may lose so much by the measure's range. */
export const mayLose = (look, reach) => (look.members < MANY_MEMBERS ? reach : 0);

/** The chance of being wrong that one comparison has at a stage; 0 at stage 0. */
export const level = (stage, others) => (stage ? (WRONG * 6) / (Math.PI * stage) ** 2 / Math.max(1, others) : 0);

/** The confidence that each of so many intervals has when all hold at once with 95 %. */
export const spreadConfidence = (intervals) => 1 - WRONG / Math.max(1, intervals);

/** Whether the first and so many others that cannot be told apart from it are more than a handful. */
export const cannotSay = (rivals) => 1 + rivals > HANDFUL;

/** First minus second in the members and runs that both have. */
export function inCommonRuns(first, second) {
  const members = Math.min(first.length, second.length), runs = Math.min(first[0].length, second[0].length);
  return Array.from({ length: members }, (_, m) => Array.from({ length: runs }, (__, r) => first[m][r] - second[m][r]));
}

/** Whether the second is below the first, wrong with at most this chance. reach: as in mayLose; 0 where the range says nothing. */
export function isAbove(first, second, chance, reach = 0) {
  const apart = inCommonRuns(first, second), lead = apart.map(mean);
  if (chance <= 0 || !(mean(lead) > 0)) return false;
  const all = apart.flat(), least = all.reduce((a, b) => Math.min(a, b)), most = Math.max(reach, -least) || all.reduce((a, b) => Math.max(a, b));
  const grown = STAKES.map((stake) => lead.reduce((sum, one) => sum + Math.log1p((stake / most) * one), 0));
  const best = Math.max(...grown);
  return best + Math.log(mean(grown.map((one) => Math.exp(one - best)))) >= -Math.log(chance);
}

/** Whether more runs can tell two apart: not where members disagree more than luck does, unless there are members left. */
export function moreRunsDecide(first, second, membersLeft) {
  const apart = inCommonRuns(first, second), runs = apart[0].length;
  const luck = runs > 1 ? mean(apart.map(variance)) / runs : Infinity, between = apart.length > 1 ? variance(apart.map(mean)) - luck : 0;
  return membersLeft || luck > between;
}
