// Runs for the rooms: one with everybody in it at once, many in workers, and many over the parameter sets that the study allows.
import { Pool } from "../../../webassembly/pool.mjs";
import { Helper } from "./workers.js";
import { placeOf, runnable, unitOf } from "./setting.js";
import { underSet } from "./sets.js";

export class Runs {
  /** sets: sets.json. worker: the text of worker.js, so that workers start from a file that was opened by double-click, too. */
  constructor(takehold, sets, worker) {
    this.takehold = takehold;
    this.sets = sets;
    this.worker = worker;
    this.worlds = new Map();
    this.workers = null;
  }

  get description() { return this.takehold.description; }

  /** Workers start when they are first needed: the first picture does not wait for them. */
  get pool() { return (this.workers ??= this.begun()); }

  begun() {
    const url = URL.createObjectURL(new Blob([this.worker], { type: "text/javascript" }));
    return new Pool(this.takehold, () => new Helper(url), Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2)));
  }

  /** Room for a workplace, here and not in a worker; the few last ones are kept. */
  world(setting) {
    const key = JSON.stringify([setting.workplace, setting.followUp, setting.people]);
    if (!this.worlds.has(key) && this.worlds.size > 5) this.worlds.clear();
    if (!this.worlds.has(key)) this.worlds.set(key, this.takehold.world(setting));
    return this.worlds.get(key).set(setting);
  }

  /** The measures of many runs, as World.table; in workers. */
  table(setting, first, last, each) { return this.pool.table(setting, first, last, each); }

  /** A weekly series of many runs, as World.series; in workers. */
  async series(setting, name, first, last) {
    const size = Math.max(5, Math.ceil((last - first) / this.pool.workers.length)), starts = [];
    for (let start = first; start < last; start += size) starts.push(start);
    return (await Promise.all(starts.map((start) => this.pool.ask(setting, "series", name, start, Math.min(last, start + size))))).flat();
  }

  /** The sets that the study allows, in the order in which takehold what-if takes them: which one of the file, and the number of its first run. */
  members(count) {
    const { sets, apart } = this.sets;
    return [...sets.slice(0, count).keys()].sort((a, b) => sets[a].number - sets[b].number).map((at, k) => ({ at, first: apart * k }));
  }

  /** A setting under a set: its parameters but for those that are fixed, in its workplace. */
  under(setting, at) { return underSet(this.description, this.sets, setting, at); }

  /** Tables of some settings under each of some sets, run by run the same people and luck; each: hears (set, tables) as they come.
   *  As sim.over_admissible: values that a setting fixes hold in every set. */
  over(settings, { sets = 40, runs = 50 }, each = (_set, _tables) => {}) {
    return Promise.all(this.members(sets).map(async ({ first, at }, k) => {
      const tables = await Promise.all(settings.map((one) => this.pool.ask(this.under(one, at), "table", first, first + runs)));
      each(k, tables);
      return tables;
    }));
  }

  /** One run of a unit with everybody in it: what the stage and the axis show. Weeks are worked out when they are asked for. */
  watch(setting, run = setting.run) {
    const place = placeOf(this.description, setting), u = unitOf(this.description, setting), unit = place.units[u], asked = runnable(setting);
    const told = this.world(asked).weeks(run), { series, start, phases, launch } = told.units[u], seen = new Map();
    const frame = (week) => {
      const k = Math.max(0, Math.min(told.weeks, Math.floor(week)));
      if (!seen.has(k)) seen.set(k, inside(this.world(asked).people(run, k)[u]));
      return seen.get(k);
    };
    const end = frame(told.weeks), fact = (name) => told.facts[u * this.description.facts.length + this.description.facts.indexOf(name)];
    const teams = Math.ceil(unit.employees / unit.team_size);
    return { run, unit, frame, end, launch: fact("launched") > 0 ? launch : -1, weeks: told.weeks, names: phases, start, series, ties: end.ties, team: end.trust.map((_, i) => i % teams),
      trust: [start.trust_leader, ...series.trust_leader], leaderTrust: [start.trust_in_employees, ...series.trust_in_employees],
      representatives: unit.representatives, members: unit.representatives + unit.planners + unit.coordinators,
      sessions: unit.practices.reduce((sum, practice) => sum + practice.sessions_per_week, 0) };
  }
}

/** Of all that is known of people in a week, what pictures show. */
const inside = ({ employees, colleagues, practices, unit, manager }) => ({ trust: employees.trust_leader, need: employees.needs, attended: employees.attended,
  votes: employees.vote, left: employees.withdrawn_week, ownership: employees.ownership, held: practices.map((practice) => practice.held), ties: colleagues, unit, manager });
