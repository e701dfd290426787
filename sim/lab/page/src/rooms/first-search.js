// The search for what comes first in a unit: packages raced over the sets that the study allows. As UnitSearch of sim/priorities/ranking.py.
import { placeOf } from "../setting.js";
import { AIMS, Bench } from "./first-bench.js";
import { cannotSay, inCommonRuns, looksOf, moreRunsDecide, spreadConfidence } from "./first-decision.js";
import { estimate } from "../intervals.js";
import { mean } from "../statistics.js";
import { candidates, holds } from "./first-packages.js";
import { Race, apart, blocksOf, extended, inOrder } from "./first-race.js";

const RUNS = 1536; // most runs of each package
const IDLE = 0.95; // a lever that changes nothing in so large a share of runs, or a larger one, is not advised
const EARLIEST = 2; // sets before anything is shown: fewer have no interval
const OF_A_SHARE = ["share 0-1", "0 or 1", "share of runs 0-1"]; // units of measures that cannot lose more than their range

/** @typedef {{ chosen: import("./first-packages.js").Package, gain: import("../intervals.js").Estimate, hours: number, leader: number, consultant: number,
 *   lowersTrust: number, helps: number, members: number, runs: number, state: "first"|"able"|"same"|"behind"|"dear"|"early" }} Entry */

export class Search {
  /** told: called when there is something new to show; with true where only progress is new. */
  constructor(runs, setting, measure, told) {
    const { description } = runs;
    this.packages = candidates(description, placeOf(description, setting));
    this.looks = looksOf(RUNS, runs.sets.sets.length);
    this.blocks = blocksOf(this.looks);
    this.bench = new Bench(runs, setting, this.packages, () => this.heard());
    this.told = told;
    this.description = description;
    this.budget = Infinity;
    this.ticket = 0;
    this.looked = 0;
    this.members = 0;
    this.found = null;
    this.going = false;
    this.aim = measure;
    this.until = 1;
    this.sizes = new Map();
  }

  get measure() { return this.description.measures.find(({ name }) => name === AIMS[this.aim]); }
  get reach() { const { unit, low, high } = this.measure; return OF_A_SHARE.includes(unit) ? high - low : 0; }

  /** Begin or go on, up to so many looks; what was run before is not run again. */
  async go(looks) {
    const ticket = ++this.ticket, wanted = () => ticket === this.ticket;
    this.going = true;
    this.until = looks;
    await this.bench.draw(this.packages, this.blocks[0], wanted);
    const dear = new Set(); // found to be too dear in more runs, so raced again without
    for (let before = -1; wanted() && before !== dear.size;) {
      before = dear.size;
      const kept = this.packages.filter((one) => !dear.has(one) && this.hours(one, 1) <= this.budget);
      await this.race(kept, looks, wanted);
      if (wanted()) for (const one of kept) if (this.hours(one, this.taken(one)) > this.budget) dear.add(one);
    }
    if (!wanted()) return;
    this.going = false;
    this.told();
  }

  pause() { this.ticket += 1; this.going = false; this.told(); }

  async race(kept, looks, wanted) {
    const race = new Race(kept.map((one) => this.hours(one, 1)), this.packages.length - 1, this.reach);
    this.looked = 0;
    this.sizes = new Map(this.packages.map((one) => [one, 1]));
    for (let k = 0; k < looks && wanted(); k += 1) {
      await this.bench.draw(race.running.map((arm) => kept[arm]), this.blocks[k], wanted);
      if (!wanted()) return;
      for (const arm of race.running) this.sizes.set(kept[arm], k + 1);
      race.step(this.looks[k], this.blocks[k], race.running.map((arm) => this.gains(kept[arm], this.blocks[k])));
      this.looked = k + 1;
      this.found = this.judged(kept, race);
      this.told();
    }
  }

  gains(one, block) { const { better } = this.measure; return this.bench.changes(one, block, this.measure.name).map((runs) => runs.map((value) => better * value)); }

  /** How many blocks a package was run over in this race; more may be kept from another, but what is told follows from the seed alone. */
  taken(one) { return this.sizes.get(one); }

  over(one, blocks, measure) { return this.blocks.slice(0, blocks).reduce((drawn, block) => extended(drawn, this.bench.changes(one, block, measure), block), null); }

  /** Mean hours of employees and leader beyond doing nothing. */
  hours(one, blocks) { return mean(this.over(one, blocks, "hours_total").map(mean)); }

  // ----- what stands first
  /** The race with that package first of which nothing can be left out; what is larger and not clearly better gives way to it. */
  judged(kept, race) {
    const { order, best: highest, rivals, same } = race.standing, { values } = race, able = [highest, ...rivals, ...same];
    let best = highest;
    for (;;) {
      const smaller = able.filter((arm) => holds(kept[best], kept[arm]) && this.addsNothing(kept, values, best, arm));
      if (!smaller.length) break;
      best = smaller.reduce((a, b) => (mean(values[b].map(mean)) > mean(values[a].map(mean)) ? b : a));
    }
    const told = best === highest ? { best, rivals, same } : apart(values, best, able), ranked = [best, ...order.filter((arm) => arm !== best)];
    const rival = told.rivals.length ? told.rivals.reduce((a, b) => (mean(values[b].map(mean)) > mean(values[a].map(mean)) ? b : a)) : null;
    const state = (arm) => (arm === best ? "first" : told.rivals.includes(arm) ? "able" : told.same.includes(arm) ? "same" : "behind");
    const entries = ranked.map((arm) => this.entry(kept[arm], kept.length, state(arm)));
    const left = this.packages.filter((one) => !kept.includes(one)), dear = left.map((one) => this.entry(one, kept.length, "dear")).sort((a, b) => this.measure.better * (b.gain.value - a.gain.value));
    const affordable = kept.some((one, arm) => one.length && values[arm].some((runs) => runs.some((value) => value !== 0)));
    const decided = !told.rivals.length && told.same.length + 1 < kept.length;
    return { entries: [...entries, ...dear], rivals: told.rivals.length, decided, affordable, cannotSay: !decided && affordable && cannotSay(told.rivals.length),
      spared: best === highest ? null : kept[highest], of: kept.length,
      moreRuns: rival !== null && moreRunsDecide(values[best], values[rival], (this.looks[this.looked]?.members ?? 0) > this.looks[this.looked - 1].members) };
  }

  /** Whether one package is not clearly better than one that it holds, or is no different in nearly all runs. */
  addsNothing(kept, values, larger, smaller) {
    return !(this.estimate(inCommonRuns(values[larger], values[smaller]).map(mean), 0.95).low > 0) || this.bench.alike(kept[larger], kept[smaller], this.blocks[0]) >= IDLE;
  }

  estimate(members, confidence) {
    const { low, high, reach } = this.measure, top = high ?? Infinity; // a bound that is none is null in JSON
    return estimate(members, low - top, top - low, reach, confidence);
  }

  /** @returns {Entry} */
  entry(one, of, state) {
    const blocks = this.taken(one);
    return this.entryOf(one, of, state, (measure) => this.over(one, blocks, measure));
  }

  entryOf(one, of, state, changes) {
    const gain = changes(this.measure.name), members = gain.map(mean), trust = changes("trust_change").flat();
    return { chosen: one, state, gain: one.length ? this.estimate(members, spreadConfidence(of)) : { value: 0, low: 0, high: 0 },
      helps: members.filter((value) => this.measure.better * value > 0).length, members: members.length, runs: trust.length,
      hours: mean(changes("hours_total").map(mean)), leader: mean(changes("hours_leader").map(mean)), consultant: mean(changes("hours_consultant").map(mean)),
      lowersTrust: trust.filter((value) => value < 0).length / trust.length };
  }

  // ----- before the first look
  /** Something was run; before the first look whatever all packages have been run over is shown, too early for a rank. */
  heard() {
    const before = this.members;
    if (!this.looked) this.members = this.bench.complete(this.packages, this.blocks[0], before);
    if (this.members !== before && this.members >= EARLIEST) this.found = this.early();
    this.told(this.members === before);
  }

  early() {
    const [block] = this.blocks, { bench, packages, measure, members } = this;
    const entries = packages.map((one) => this.entryOf(one, packages.length, "early", (name) => bench.changes(one, block, name, members)));
    const gains = entries.map(({ gain }) => [[measure.better * gain.value]]), order = inOrder(gains, gains.keys(), entries.map(({ hours }) => hours));
    order.sort((a, b) => Number(entries[a].hours > this.budget) - Number(entries[b].hours > this.budget)); // what is too dear is not highest
    return { entries: order.map((arm) => entries[arm]), early: members, of: packages.length };
  }

  /** Another measure or budget: what was run is judged anew, and what that takes is run. */
  again({ aim = this.aim, budget = this.budget }) {
    this.aim = aim;
    this.budget = budget;
    if (!this.looked && this.members >= EARLIEST) this.found = this.early();
    if (this.looked || this.going) this.go(this.going ? this.until : this.looked);
    this.told();
  }

  /** How far it is on the way to where it stops, 0-1. */
  get progress() { return this.going ? Math.min(1, (this.looked + this.bench.share) / this.until) : this.looked ? 1 : this.bench.share / this.until; }
}
