// A race of arms by paired draws: after each look all arms drop out that are below another. As sim/priorities/race.py.
import { isAbove, level, mayLose } from "./first-decision.js";
import { mean } from "../statistics.js";

const EXACT = 12; // digits after which two values count as the same
const CHALLENGERS = 3; // the first so many arms are held against all others
const STAY = 10; // the first so many arms are run to the end, so their estimates use equal numbers of runs

/** @typedef {{ members: [number, number], runs: [number, number] }} Block draws that a look adds: from the first to before the last */

/** What each look adds to the one before. @returns {Block[]} */
export function blocksOf(looks) {
  return looks.map((now, k) => {
    const before = looks[k - 1];
    if (!before) return { members: [0, now.members], runs: [0, now.runs] };
    return now.members > before.members ? { members: [before.members, now.members], runs: [0, now.runs] } : { members: [0, now.members], runs: [before.runs, now.runs] };
  });
}

/** Draws, for each member an array of runs, with those of a block behind them. */
export const extended = (drawn, more, block) => (!drawn ? more : block.members[0] ? [...drawn, ...more] : drawn.map((runs, m) => [...runs, ...more[m]]));

export const sameValues = (one, other) => one.length === other.length && one.every((runs, m) => runs.length === other[m].length && runs.every((value, r) => value === other[m][r]));

const meanOf = (values) => Number(mean(values.map(mean)).toFixed(EXACT));

/** Arms, best first; of arms that gave the same, the cheaper. */
export const inOrder = (values, arms, costs) => {
  const means = values.map((one) => (one ? meanOf(one) : 0));
  return [...arms].sort((a, b) => means[b] - means[a] || costs[a] - costs[b] || a - b);
};

export class Race {
  /** costs: of each arm. others: how many others each is compared with. reach: see isAbove. */
  constructor(costs, others, reach) {
    this.costs = costs;
    this.others = Math.max(costs.length - 1, others);
    this.reach = reach;
    this.values = costs.map(() => null);
    this.running = costs.map((_, arm) => arm);
    this.out = new Set();
  }

  /** One look more; drawn: what each running arm gives. */
  step(look, block, drawn) {
    const { values, out, costs } = this;
    this.running.forEach((arm, k) => { values[arm] = extended(values[arm], drawn[k], block); });
    const order = inOrder(values, this.running.filter((arm) => !out.has(arm)), costs);
    for (const first of order.slice(0, CHALLENGERS)) {
      if (out.has(first)) continue;
      const below = order.filter((arm) => arm !== first && !out.has(arm) && isAbove(values[first], values[arm], level(look.stage, this.others), mayLose(look, this.reach)));
      below.forEach((arm) => out.add(arm));
    }
    this.running = inOrder(values, this.running, costs).filter((arm, place) => place < STAY || !out.has(arm));
  }

  /** How it stands: arms best first, those out behind the others; which are not below the best, and which gave just what it gave. */
  get standing() {
    const { values, out, costs } = this, all = inOrder(values, values.keys(), costs), order = [...all.filter((arm) => !out.has(arm)), ...all.filter((arm) => out.has(arm))];
    return { order, ...apart(values, order[0], order.filter((arm) => !out.has(arm))) };
  }
}

/** Of arms that can be first, those that never differed from the best, and its rivals. */
export function apart(values, best, able) {
  const others = able.filter((arm) => arm !== best), same = others.filter((arm) => sameValues(values[arm], values[best]));
  return { best, same, rivals: others.filter((arm) => !same.includes(arm)) };
}
