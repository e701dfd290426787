// The many runs of the Story: pairs of both worlds, and both worlds under parameter sets that the study allows.
import { signOf } from "../intervals.js";
import { runnable } from "../setting.js";
import { mean } from "../statistics.js";

const PAIRS = 500, CHUNK = 50, SETS = 40, EACH = 50, BEHIND = 60; // EACH: pairs of a set; BEHIND: runs that stand as thin lines behind the two
const ALIKE = 1e-9; // a difference in trust that is none
const OTHER_WAYS = [{ trust_first_weeks: 20 }, { restart: 1 }];

/** Mean of paired differences, and the way they clearly go. */
function clear(before, after) {
  const by = Array.from(after, (value, i) => value - before[i]);
  return { mean: mean(by), sign: signOf(by) };
}

export class StoryRuns {
  constructor(runs, story, levers) {
    this.runs = runs;
    this.two = [runnable(story), runnable({ ...story, levers })];
    this.ways = OTHER_WAYS.map((other) => runnable({ ...story, levers: other }));
    this.behind = null; // weekly trust of the first runs, in both worlds
    this.found = []; // differences in trust at the end, pair by pair
    this.sets = [null, ...OTHER_WAYS].map(() => Array(SETS).fill(null)); // by way and set: {mean, sign}
    this.took = this.setsTook = 0; // ms
    this.asked = {};
    this.heard = () => {};
  }

  get pairs() { return PAIRS; }
  get each() { return EACH; }
  get count() { return SETS; }
  get numbers() { return this.runs.sets.names.length; }
  get pairsReady() { return this.behind !== null; }
  get setsReady() { return !this.sets[0].includes(null); }
  get othersReady() { return !this.sets.flat().includes(null); }
  get pairsSoFar() { return [this.found.length, PAIRS]; }
  get setsSoFar() { return [this.sets[0].filter(Boolean).length, SETS]; }

  /** Ask once. */
  once(name, ask) { return (this.asked[name] ??= ask()); }

  /** each: hears the differences of some pairs as they come. */
  runPairs(each) {
    return this.once("pairs", async () => {
      const began = performance.now();
      this.found = [];
      const lines = this.two.map((one) => this.runs.series(one, "trust_leader", 0, BEHIND));
      await Promise.all(Array.from({ length: PAIRS / CHUNK }, async (_, k) => {
        const [a, b] = await Promise.all(this.two.map((one) => this.runs.pool.ask(one, "table", k * CHUNK, (k + 1) * CHUNK)));
        const by = Array.from(b.trust_end, (trust, i) => trust - a.trust_end[i]);
        this.found.push(...by);
        each(by);
      }));
      this.took = performance.now() - began;
      const [a, b] = await Promise.all(lines);
      this.behind = { a: a.map(([line]) => line), b: b.map(([line]) => line) };
    });
  }

  /** each: hears that another set is done. The other ways are begun at once, while the first is read. */
  runSets(each) {
    return this.once("sets", async () => {
      const began = performance.now();
      await this.over(this.two, 0, each);
      this.setsTook = performance.now() - began;
      this.runOthers(() => {});
    });
  }

  runOthers(each) {
    this.heard = each;
    return this.once("others", () => this.over([this.two[0], ...this.ways], 1, () => this.heard()));
  }

  over(settings, from, each) {
    return this.runs.over(settings, { sets: SETS, runs: EACH }, (k, [usual, ...others]) => {
      others.forEach((other, i) => { this.sets[from + i][k] = clear(usual.trust_end, other.trust_end); });
      each();
    });
  }

  /** In how many pairs trust ends lower, alike and higher. */
  piles() {
    const less = this.found.filter((by) => by < -ALIKE).length, more = this.found.filter((by) => by > ALIKE).length;
    return { less, more, same: this.found.length - less - more };
  }

  /** In how many sets a way clearly goes down (-1), up (1), or neither (0). */
  clearly(way, sign) { return this.sets[way].filter((set) => set?.sign === sign).length; }

  get meanPair() { return this.pairsReady ? mean(this.found) : null; }
}
