// Takehold in JavaScript: the compiled week, the same numbers as in Python to the last bit. No dependencies.
//
//     const takehold = await load({ kernel: fetch("kernel.wasm"), description: fetch("takehold.json") });
//     const world = takehold.world({ workplace: "plejecenter-2", levers: { trust_first_weeks: 12 }, seed: 0 });
//     world.table(0, 100).trust_end   // a number for each run and unit
//     world.weeks(3)                  // one run, week by week
//     world.people(3, 20)             // everybody after 20 weeks of it
//
// takehold.description says what can be set and read: parameters, levers, mechanisms, phases, measures, workplaces, each in words.
// Nothing of the model stands here: this file writes numbers where the description says, and calls the kernel. Many runs on several
// cores: pool.mjs. Types: takehold.d.mts.

import { checked, checkedFollowUp, checkedPeople, checkedWhole, checkedWorkplace, known, neutral, refuse, usual } from "./inputs.mjs";
import { Room } from "./room.mjs";

export { InputError } from "./inputs.mjs";

const CHUNK = 100; // runs in one call

/** kernel: kernel.wasm as bytes, Response, module, or a promise of one. description: takehold.json, as object, text or the same. */
export async function load({ kernel, description }) {
  const [code, told] = await Promise.all([kernel, description]);
  const module = code instanceof WebAssembly.Module ? code : await WebAssembly.compile(code.arrayBuffer ? await code.arrayBuffer() : code);
  return new Takehold(module, told.json ? await told.json() : typeof told === "string" ? JSON.parse(told) : told);
}

export class Takehold {
  constructor(module, description) {
    const [section] = WebAssembly.Module.customSections(module, "takehold");
    if (!section || new TextDecoder().decode(section).slice(0, description.sources.length) !== description.sources) refuse("kernel.wasm and takehold.json are of different versions");
    Object.assign(this, { module, description });
  }

  /** A shipped workplace by name, as an object of one's own to change. */
  workplace(name) {
    return structuredClone(known("workplace", name, this.description.shipped));
  }

  /** Room for the runs of a setting; see World.set for parameters, without, levers and seed. workplace: a name, or an object like a file.
   *  people: what is known of people, for each unit a list with somebody or null for each employee, or null for a unit of whom nothing is
   *  known; somebody is {numbers, team, colleagues}, as sim/inputs/person.py says: null is not known. */
  world(setting = {}) { return new World(this, setting); }
}

export class World extends Room {
  constructor(takehold, { workplace = "bostedet", followUp = takehold.description.follow_up.default, people = [], ...setting } = {}) {
    super(takehold);
    const { description: d } = takehold;
    const place = typeof workplace === "string" ? takehold.workplace(workplace) : checkedWorkplace(d, structuredClone(workplace));
    const plans = place.units.flatMap((unit) => unit.practices), followUps = [...new Set([followUp].flat())].map((week) => checkedFollowUp(d, week)).sort((a, b) => a - b);
    if (!followUps.length) refuse("followUp is an empty list; it takes a week or several");
    Object.assign(this, { place, plans, knownPeople: checkedPeople(place, people), followUps, weeksAtMost: d.weeks_beside_follow_up + followUps.at(-1) });
    const { fields } = d.world, sizes = { parameters: 1, run: 1, contexts: place.units.length, plans: plans.length, known: this.knownPeople.filter(Boolean).flat().length };
    for (const [name, count] of Object.entries(sizes)) this.whole(this.record + fields[name], this.reserve(count * d.rows[name].size));
    this.whole(this.record + fields.named, this.reserve(8 * this.knownPeople.filter(Boolean).flat().reduce((sum, one) => sum + (one?.colleagues?.length ?? 0), 0)));
    this.whole(this.record + fields.units, place.units.length);
    this.whole(this.record + fields.practice_count, plans.length);
    this.asked = this.reserve(8 * followUps.length);
    followUps.forEach((week, k) => this.whole(this.asked + 8 * k, week));
    this.out = this.reserve(CHUNK * followUps.length * place.units.length * d.measures.length * 8);
    this.pack();
    this.top = this.kernel.lay_out(this.record, this.top, this.weeksAtMost, CHUNK * followUps.length);
    this.grow();
    this.set(setting);
  }

  /** Another setting of the same workplace. parameters, levers: what is not as usual, by name. without: mechanisms switched off. */
  set({ parameters = {}, without = [], levers = {}, seed = 0 } = {}) {
    const { description: d } = this;
    this.pack();
    this.fill("parameters", 0, { ...usual(d.parameters), ...checked("parameter", d.parameters, parameters), ...neutral(d, without) });
    this.fill("run", 0, { ...usual(d.levers), ...checked("lever", d.levers, levers), seed: checkedWhole("seed", seed) });
    this.kernel.prepare(this.record);
    return this;
  }

  /** Facts of runs first to last - 1: {values, rows, columns, names}, rows in the order of run, follow-up and unit. */
  facts(first, last) { return this.told(first, last, this.description.facts, (at) => at); }

  /** The same as measures, where words are numbers; see table. */
  measures(first, last) {
    const names = this.description.measures.map((one) => one.name);
    return this.told(first, last, names, (at, rows) => { this.kernel.measure(at, rows, this.out); return this.out; });
  }

  /** The measures of runs first to last - 1 as columns by name, with run, follow_up and unit. */
  table(first, last) {
    const { values, rows, columns } = this.measures(first, last), { place, followUps } = this, units = place.units.length, told = {};
    const each = (value) => Array.from({ length: rows }, (_, row) => value(row));
    told.run = each((row) => first + Math.floor(row / (units * followUps.length)));
    told.follow_up = each((row) => followUps[Math.floor(row / units) % followUps.length]);
    told.unit = each((row) => place.units[row % units].name);
    this.description.measures.forEach(({ name, words }, k) => {
      const column = Float64Array.from({ length: rows }, (_, row) => values[row * columns + k]);
      told[name] = words.length ? Array.from(column, (place) => words.at(place)) : column;
    });
    return told;
  }

  /** One run week by week: its facts, and for each unit the phase of each week, the lines, how everything began, and the week of launch. */
  weeks(run) {
    const { values: facts } = this.told(run, run + 1, this.description.facts, (at) => at, true), { phases, at_rest: rest } = this.description;
    const { size, fields } = this.description.rows.lines, from = this.at("lines"), series = Object.keys(fields).filter((name) => name !== "phase");
    const units = this.place.units.map(({ name }, u) => {
      const first = from + u * (this.weeksAtMost + 1) * size, line = (k) => this.read("lines", first + k * size);
      const lines = Array.from({ length: this.lived + 1 }, (_, k) => line(k)), start = lines.shift(), { unit } = this.stateOf(u);
      return { name, start, phases: lines.map(({ phase }) => phases[phase]?.name ?? rest), launch: unit.launch_week ?? unit.cycle_start + this.description.launch_week,
        series: Object.fromEntries(series.map((one) => [one, Array.isArray(start[one]) ? lines.map((l) => l[one]) : Float64Array.from(lines, (l) => l[one])])) };
    });
    return { run, weeks: this.lived, facts, units };
  }

  /** One weekly line of runs first to last - 1, for each run its units; it begins with the first day. */
  series(name, first, last) {
    const { [name]: field } = this.description.rows.lines.fields;
    if (!field || field.numbers || name === "phase") refuse(`there is no weekly line '${name}' of one number`);
    return Array.from({ length: last - first }, (_, k) => this.weeks(first + k).units.map(({ start, series }) => Float64Array.of(start[name], ...series[name])));
  }

  /** Everybody and everything of a run after so many weeks, unit by unit; of 0 weeks, on the first day. */
  people(run, week = this.weeksAtMost) {
    const { fields } = this.description.world;
    this.whole(this.record + fields.stop, checkedWhole("week", week));
    try { this.live(run, 1, false); } finally { this.whole(this.record + fields.stop, this.weeksAtMost); }
    return this.place.units.map((unit, u) => ({ name: unit.name, week: this.lived, ...this.stateOf(u), employees: this.columns(u), colleagues: this.colleagues(u),
      practices: unit.practices.map((practice, k) => ({ name: practice.name, ...this.read("practices", this.at("practices") + (this.firstPractice(u) + k) * this.description.rows.practices.size) })) }));
  }

  /** The workplace as it is recorded. */
  pack() {
    const place = Object.fromEntries(this.place.units.map((unit, u) => [unit.name, u])), { numbers: most } = this.description.rows.contexts.fields.sees;
    let practice = 0;
    const known = { rows: 0, named: 0 };
    this.place.units.forEach((unit, u) => {
      const seen = [...new Set(unit.sees)].map((name) => place[name]).sort((a, b) => a - b), sees = Array.from({ length: most }, (_, k) => seen[k] ?? null);
      const places = { first_practice: practice, last_practice: practice += unit.practices.length, sees };
      const events = unit.events.flatMap(({ kind, from_week: first, to_week: last, week, load, share_away: away }) => [first ?? week, last ?? week, load, away, kind === "leader_leaves" ? 1 : 0]);
      this.fill("contexts", u, { ...unit, ...places, event_count: unit.events.length, events, ...this.packPeople(unit, this.knownPeople[u], known) });
    });
    this.plans.forEach((plan, k) => this.fill("plans", k, plan));
  }

  /** What is known of a unit's people, behind that of others; returns what its context says of that. Who is in no named team is dealt round. */
  packPeople(unit, people, known) {
    if (!people) return { known: 0, first_known: 0, named_teams: 0, more_room: 0 };
    const first = known.rows, before = known.named, usual = Math.ceil(unit.employees / unit.team_size), named = Math.max(0, ...people.map((one) => 1 + (one?.team ?? -1)));
    const teams = people.map((one, place) => one?.team ?? place % (named || usual)), sizes = teams.reduce((count, team) => count.set(team, (count.get(team) ?? 0) + 1), new Map()), after = new Map();
    const mates = teams.map(() => null); // the next one of the same team
    for (let place = teams.length - 1; place >= 0; place--) { mates[place] = after.get(teams[place]) ?? null; after.set(teams[place], place); }
    const fields = Object.keys(this.description.rows.known.fields), { length } = fields.slice(0, fields.indexOf("team"));
    people.forEach((one, place) => {
      const colleagues = one?.colleagues ?? null, numbers = Array.from({ length }, (_, k) => [fields[k], one?.numbers[k] ?? null]);
      this.fill("known", known.rows++, { ...Object.fromEntries(numbers), team: teams[place], next_mate: mates[place], named: colleagues && colleagues.length, first_named: known.named });
      for (const colleague of colleagues ?? []) this.whole(this.at("named") + 8 * known.named++, colleague);
    });
    const pairs = [...sizes.values()].reduce((sum, size) => sum + size * size, 0) - unit.employees * Math.ceil(unit.employees / usual); // more than where teams are dealt round
    return { known: 1, first_known: first, named_teams: named, more_room: 2 * Math.max(pairs, 0) + known.named - before };
  }

  // ----- runs
  /** So many runs from one on; they write over what was lived before. */
  live(first, count, everyWeek) {
    this.whole(this.record + this.description.world.fields.first_run, first);
    this.lived = this.kernel.run(this.record, 1, count, this.asked, this.followUps.length, everyWeek ? 1 : 0);
    if (this.lived < 0) throw new Error("the kernel failed");
  }

  told(first, last, names, where, everyWeek = false) {
    [first, last] = [checkedWhole("first run", first), checkedWhole("last run", last)];
    if (first > last) refuse(`the runs from ${first} to before ${last} are none: the last comes before the first`);
    const each = this.followUps.length * this.place.units.length, columns = names.length, values = new Float64Array((last - first) * each * columns);
    for (let run = first; run < last; run += CHUNK) {
      const count = Math.min(CHUNK, last - run), rows = count * each;
      this.live(run, count, everyWeek);
      values.set(new Float64Array(this.kernel.memory.buffer, where(this.at("facts"), rows), rows * columns), (run - first) * each * columns);
    }
    return { values, rows: (last - first) * each, columns, names };
  }

  // ----- what is read after a run
  stateOf(u) {
    const { unit, manager, consultant } = this.read("states", this.at("states") + u * this.description.rows.states.size);
    return { unit, manager, consultant };
  }

  firstPractice(u) { return this.place.units.slice(0, u).reduce((sum, unit) => sum + unit.practices.length, 0); }

  /** How wide the columns of a unit are, and where they begin. */
  room(u) {
    const { lanes } = this.description, width = (unit) => Math.ceil(unit.employees / lanes) * lanes;
    return { width: width(this.place.units[u]), first: this.place.units.slice(0, u).reduce((sum, unit) => sum + width(unit), 0), employees: this.place.units[u].employees };
  }

  /** Every state of the employees of a unit: an array each, or of states with several numbers an array of arrays. */
  columns(u) {
    const { people, rows } = this.description, { width, first, employees } = this.room(u), told = {};
    for (const [name, column] of Object.entries(people)) {
      if (!column.meaning) continue; // the kernel's own
      const from = this.at(column.block) + 8 * first * this.blockRows(column.block);
      const row = (k) => Array.from({ length: employees }, (_, i) => this.one(column, from + 8 * ((column.row + k) * width + i)));
      told[name] = column.numbers ? Array.from({ length: column.numbers }, (_, k) => row(k)) : row(0);
    }
    return told;
  }

  blockRows(block) {
    return Object.values(this.description.people).filter((one) => one.block === block).reduce((sum, one) => sum + (one.numbers ?? 1), 0);
  }

  /** For each employee of a unit the places of those whom this person turns to. */
  colleagues(u) {
    const { people, tie_bytes: size } = this.description, { width, first, employees } = this.room(u), { view } = this;
    const from = this.at("counts") + 8 * first * this.blockRows("counts"), whole = (name, i) => this.one({}, from + 8 * (people[name].row * width + i));
    const colleague = (place) => view[`getUint${8 * size}`](this.at("tie") + size * place, true);
    return Array.from({ length: employees }, (_, i) => Array.from({ length: whole("ties", i) }, (_, k) => colleague(whole("first_tie", i) + k)));
  }
}
