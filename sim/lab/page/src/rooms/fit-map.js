// The map of a unit: cells of trust by fit, filled by runs in workers, all cells with the same people and luck, so that they are compared in pairs.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { signOf } from "../intervals.js";
import { placeOf, runnable, unitOf } from "../setting.js";
import { mean, ofUnit, variance } from "../statistics.js";
import { axesOf, fitOf, onGround } from "./fit-ground.js";

export const MEASURES = ["dropped_out", "retention", "stopped", "trust_change"];
export const CORNERS = ["lowPoor", "lowGood", "highPoor", "highGood"];
const STAGES = [10, 30, 80, 200]; // runs of a cell: coarse first
export const RUNS = STAGES.at(-1);
const REACH = 2; // how far two cells can be apart: trust changes by -1 to 1

/** Mean and standard error of numbers; alike: all the same, so that the error is not known. */
export function summary(values) {
  const { length: runs } = values, error = runs > 1 ? Math.sqrt(variance(values) / runs) : NaN;
  return { value: mean(values), error, runs, alike: values.every((one) => one === values[0]) };
}

/** Mean of differences, and the way they clearly go. */
const change = (differences) => ({ value: mean(differences), sign: signOf(differences, REACH) });

/** The columns of the map from a table of World: a measure as it is, of an outcome whether a run ended so. */
export function columnsOf(description, told, unit) {
  const mine = ofUnit(told, unit);
  const ends = (name) => description.outcomes.find((one) => one.name === name)?.short;
  return Object.fromEntries(MEASURES.map((name) => [name, ends(name) ? mine.outcome.map((outcome) => Number(outcome === ends(name))) : mine[name]]));
}

export class FitMap {
  constructor(runs, setting) {
    this.runs = runs;
    this.setting = setting;
    this.key = FitMap.key(setting);
    this.place = placeOf(runs.description, setting);
    this.unit = this.place.units[unitOf(runs.description, setting)];
    this.axes = axesOf(this.unit);
    this.fit = fitOf(runs.description, this.unit);
    this.cells = this.axes ? this.axes.fits.flatMap((fit, row) => this.axes.trusts.map((trust, column) => this.cell(trust, fit, row, column))) : [];
    this.tasks = this.ordered();
    this.going = 0;
  }

  /** What a map depends on. */
  static key(setting) { return JSON.stringify([runnable(setting), setting.unit]); }

  cell(trust, fit, row, column) { return { trust, fit, row, column, runs: 0, values: Object.fromEntries(MEASURES.map((name) => [name, []])) }; }
  at(row, column) { return this.cells[row * this.axes.trusts.length + column]; }
  corner(name) { return this.at(name.endsWith("Good") ? this.axes.fits.length - 1 : 0, name.startsWith("high") ? this.axes.trusts.length - 1 : 0); }
  /** The setting of a cell, for the runs. */
  ground({ trust, fit }) { return runnable(this.setting, { workplace: this.changed({ trust, fit }) }); }
  changed({ trust, fit }) { return onGround(this.runs.description, this.place, this.unit.name, trust, fit); }
  get done() { return this.cells.every((cell) => cell.runs === RUNS); }
  get least() { return Math.min(...this.cells.map((cell) => cell.runs)); }

  /** Corners first, then every second cell, then the rest; and again for each stage. */
  ordered() {
    const corners = this.axes ? CORNERS.map((name) => this.corner(name)) : [], turn = (cell) => (corners.includes(cell) ? 0 : 1 + ((cell.row + cell.column) % 2));
    const cells = [...this.cells].sort((a, b) => turn(a) - turn(b));
    return STAGES.flatMap((last, k) => cells.map((cell) => ({ cell, first: k ? STAGES[k - 1] : 0, last })));
  }

  /** Fill the cells, a few at a time, until pause; hears: called after each. */
  async fill(hears) {
    this.paused = false;
    const lanes = this.runs.pool.workers.length + 1 - this.going;
    await Promise.all(Array.from({ length: Math.max(0, lanes) }, () => this.lane(hears)));
  }

  pause() { this.paused = true; }

  async lane(hears) {
    this.going++;
    try {
      while (this.tasks.length && !this.paused) await this.run(this.tasks.shift(), hears);
    } finally { this.going--; }
  }

  async run(task, hears) {
    const { cell, first, last } = task;
    try {
      const told = columnsOf(this.runs.description, await this.runs.table(this.ground(cell), first, last), this.unit.name);
      for (const name of MEASURES) cell.values[name].push(...told[name]);
      cell.runs = last;
      hears(cell);
    } catch (error) {
      if (error instanceof InputError) throw error;
      this.tasks.unshift(task); // dropped from the queue of the workers: it is asked again when the room opens
      this.pause();
    }
  }

  told(cell, measure) { return cell.runs ? summary(cell.values[measure]) : null; }

  /** How a measure differs between cells, run by run: the sum of weights times values. */
  paired(measure, weighed) {
    const runs = Math.min(...weighed.map(([cell]) => cell.runs));
    return change(Array.from({ length: runs }, (_, run) => weighed.reduce((sum, [cell, weight]) => sum + weight * cell.values[measure][run], 0)));
  }

  /** The corner where a measure is highest, the next one, and whether these runs tell them apart. */
  highest(measure) { return highestOf(CORNERS.map((name) => [name, this.corner(name).values[measure].slice(0, this.leastOfCorners)])); }
  get leastOfCorners() { return Math.min(...CORNERS.map((name) => this.corner(name).runs)); }

  /** What a side of the map does: from low to high trust at poor and at good fit, from poor to good fit at low and at high trust. */
  sides(measure) {
    const side = (from, to) => this.paired(measure, [[this.corner(to), 1], [this.corner(from), -1]]);
    return { trust: [side("lowPoor", "highPoor"), side("lowGood", "highGood")], fit: [side("lowPoor", "lowGood"), side("highPoor", "highGood")], more: this.more(measure) };
  }

  /** Whether trust or fit moves a measure more over the whole map: its name, or nothing where that cannot be told. */
  more(measure) {
    const { trusts, fits } = this.axes, last = [trusts.length - 1, fits.length - 1];
    const trust = fits.flatMap((_, row) => [[this.at(row, last[0]), 1 / fits.length], [this.at(row, 0), -1 / fits.length]]);
    const fit = trusts.flatMap((_, column) => [[this.at(last[1], column), 1 / trusts.length], [this.at(0, column), -1 / trusts.length]]);
    const way = (weighed) => Math.sign(this.paired(measure, weighed).value) || 1, signed = (weighed, by) => weighed.map(([cell, weight]) => [cell, weight * by]);
    const lead = this.paired(measure, [...signed(trust, way(trust)), ...signed(fit, -way(fit))]);
    return { "-1": "fit", 0: "", 1: "trust" }[lead.sign];
  }
}

/** Of named rows of values run by run: the highest by its mean, the next, and whether they differ by more than chance. */
export function highestOf(named) {
  const [first, second] = named.map(([name, values]) => ({ name, values, value: mean(values) })).sort((a, b) => b.value - a.value);
  return { top: first.name, next: second.name, value: first.value, clear: signOf(first.values.map((value, run) => value - second.values[run]), REACH) !== 0 };
}
