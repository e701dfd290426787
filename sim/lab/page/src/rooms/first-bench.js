// Paired runs of packages: the same sets, people and luck for each, kept so that nothing is run twice. As sim/priorities/paired_runs.py.
import { runnable, unitOf } from "../setting.js";
import { NOTHING, keyOf } from "./first-packages.js";

/** Measures that one can ask for, and what they are called in Python. */
export const AIMS = { retention: "retention", trust: "trust_change", hours: "hours_total" };
const COLUMNS = ["retention", "trust_change", "hours_total", "hours_leader", "hours_consultant"];
const AHEAD = 3; // runs asked for by worker, so that none waits; more would keep other rooms waiting

export class Bench {
  /** runs: see runs.js. packages: all that is ever run. heard: called when something was run. */
  constructor(runs, setting, packages, heard) {
    this.runs = runs;
    this.setting = setting;
    this.unit = unitOf(runs.description, setting);
    this.packages = packages;
    this.heard = heard;
    this.at = COLUMNS.map((name) => runs.description.measures.findIndex((one) => one.name === name));
    this.kept = new Map();
    this.made = 0; // runs so far
    this.share = 0; // of what was last asked for
    this.step = 0;
  }

  key(chosen, block, member) { return `${keyOf(chosen)}|${block.runs[0]}|${member}`; }

  /** Run what is missing of some packages in a block, set by set; wanted: whether to go on. */
  async draw(packages, block, wanted) {
    const todo = this.missing(packages, block), jobs = todo.values(); // shared by all lanes
    this.share = 0;
    this.step = 1 / Math.max(1, todo.length);
    const lane = async () => { for (const job of jobs) { if (!wanted()) return; await this.one(...job, block); } };
    await Promise.all(Array.from({ length: AHEAD * this.runs.pool.workers.length }, lane));
  }

  missing(packages, block) {
    const { kept } = this, key = (chosen, member) => this.key(chosen, block, member), todo = [NOTHING, ...packages.filter((one) => one.length)];
    const [first, last] = block.members, jobs = [];
    for (let member = first; member < last; member += 1) for (const chosen of todo) if (!kept.has(key(chosen, member))) jobs.push([chosen, member]);
    return jobs;
  }

  async one(chosen, member, block) {
    const { setting, runs, at, unit } = this, first = runs.sets.apart * member + block.runs[0], count = block.runs[1] - block.runs[0];
    // Sets in the order drawn, so that any first part of them is itself a draw; Python's order for seed 0.
    const asked = runs.under(runnable(setting, { levers: Object.fromEntries(chosen) }), member);
    const { values, columns, rows } = await runs.pool.ask(asked, "measures", first, first + count), units = rows / count;
    this.kept.set(this.key(chosen, block, member), Array.from({ length: count }, (_, r) => at.map((column) => values[(r * units + unit) * columns + column])));
    this.made += count;
    this.share += this.step;
    this.heard();
  }

  /** The first member that has not been run with every one of these packages; from: one before which all have. */
  complete(packages, block, from = block.members[0]) {
    let member = from;
    while (member < block.members[1] && packages.every((one) => this.kept.has(this.key(one, block, member)))) member += 1;
    return member;
  }

  /** What a package changes of a measure against doing nothing: for each member an array of runs. members: fewer than those of the block. */
  changes(chosen, block, measure, members = block.members[1]) {
    const column = COLUMNS.indexOf(measure), [first] = block.members;
    return Array.from({ length: members - first }, (_, k) => {
      const with_ = this.kept.get(this.key(chosen, block, first + k)), without = this.kept.get(this.key(NOTHING, block, first + k));
      return with_.map((row, r) => row[column] - without[r][column]);
    });
  }

  /** The share of runs in which two packages make no difference at all. */
  alike(one, other, block) {
    const [first, last] = block.members;
    let same = 0, all = 0;
    for (let member = first; member < last; member += 1) {
      const [ours, theirs] = [one, other].map((chosen) => this.kept.get(this.key(chosen, block, member)));
      all += ours.length;
      same += ours.filter((row, r) => row.every((value, column) => value === theirs[r][column])).length;
    }
    return same / all;
  }
}
