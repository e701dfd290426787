// Many runs of both worlds, in workers: their measures, their lines, and what each lever costs by itself. Only the latest question is answered.
import { runnable } from "../setting.js";
import { mean, ofUnit } from "../statistics.js";

export const RUNS = 100;
const KEPT = 200; // answers that are kept

export class Many {
  constructor(runs) {
    this.runs = runs;
    this.kept = new Map();
    this.next = null;
    this.busy = false;
  }

  /** An answer by what was asked, kept for when somebody asks again. */
  known(key, find) {
    if (!this.kept.has(key)) {
      if (this.kept.size >= KEPT) this.kept.clear();
      const found = find();
      this.kept.set(key, found);
      found.catch(() => this.kept.delete(key)); // so that it can be asked again
    }
    return this.kept.get(key);
  }

  table(setting) { return this.known(JSON.stringify(setting), () => this.runs.table(setting, 0, RUNS)); }

  lines(setting, series) { return this.known(series + JSON.stringify(setting), () => this.runs.series(setting, series, 0, RUNS)); }

  /** asked: {setting, unit, u, series}; u: the place of the unit. found hears {a, b, series, spread}, columns and lines of both worlds; costs hears the hours of
   *  each lever that is moved. A question that another one overtakes is left. */
  async follow(asked, found, costs) {
    this.next = { asked, found, costs };
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.next) {
        const { next } = this;
        this.next = null;
        await this.answer(next);
      }
    } finally { this.busy = false; }
  }

  async answer({ asked: { setting, unit, u, series }, found, costs }) {
    const alone = (levers) => runnable(setting, { levers }), two = [alone({}), runnable(setting)];
    const [a, b, ...lines] = await Promise.all([...two.map((one) => this.table(one)), ...two.map((one) => this.lines(one, series))]);
    if (this.next) return;
    const [as, changed] = [a, b].map((table) => ofUnit(table, unit)), hours = {};
    const [thin, others] = lines.map((runs) => runs.map((inside) => inside[u]));
    found({ a: as, b: changed, series, spread: { a: thin, b: others } });
    for (const [name, value] of Object.entries(setting.levers)) {
      const one = ofUnit(await this.table(alone({ [name]: value })), unit), more = (measure) => mean(one[measure]) - mean(as[measure]);
      hours[name] = { value, all: more("hours_total"), consultant: more("hours_consultant") };
      if (this.next) return;
      costs({ ...hours });
    }
  }
}
