// Play: a workplace as it is beside what if, with the same people and the same luck; the result stays in sight of what one moves.
import { h } from "../dom.js";
import { Axis } from "../draw/axis.js";
import { picture } from "../draw/axis-picture.js";
import { TRUST_TOP } from "../draw/palette.js";
import { Stage } from "../draw/stage.js";
import { USUAL, runnable } from "../setting.js";
import { answer } from "./play-answer.js";
import { Choice } from "./play-choice.js";
import { Levers } from "./play-levers.js";
import { ofUnit } from "../statistics.js";
import { Many } from "./play-many.js";
import { NARROW, Result } from "./play-result.js";
import { Weeks } from "./play-weeks.js";
import { Why } from "./play-why.js";

export class Play {
  constructor(app, box) {
    this.app = app;
    this.series = "trust_leader";
    this.many = new Many(app.runs);
    this.found = this.a = this.b = this.lived = this.onStage = null;
    this.hours = {};
    this.result = new Result(app);
    this.weeks = new Weeks(app, () => this.paintWeek());
    this.levers = new Levers(app, (levers) => this.change({ levers }));
    this.choice = new Choice(app, this);
    this.why = new Why(app);
    this.canvas = h("canvas", { role: "img" });
    this.axisBox = h("div", { class: "axis" });
    this.title = h("h1", { tabindex: "-1" });
    box.replaceChildren(h("div", { class: "left" }, h("div", { class: "top" }, this.result.box, this.axisBox), this.weeks.box, h("div", { class: "stage" }, this.canvas)),
      h("section", { class: "right" }, this.choice.place, this.title, this.levers.box, this.choice.more, this.why.box, this.choice.notes));
    this.stage = new Stage(this.canvas);
    this.axis = new Axis(this.axisBox, app.words, app.description);
    this.axis.id = "p";
    this.write();
  }

  open({ focus }) {
    this.stage.fit();
    this.write();
    this.update();
    if (focus) { this.title.focus({ preventScroll: true }); scrollTo(0, 0); }
  }

  leave() { this.weeks.stop(); }
  relanguage() { this.write(); }

  /** All that holds words, for the workplace and the language of the page. */
  write() {
    this.title.textContent = this.app.t("play.title");
    for (const part of [this.choice, this.levers, this.weeks, this.why]) part.write();
  }

  /** Something of the setting changes. The levers stay where they are, since a hand may be on one, unless they are to be written anew. */
  change(parts, { anew = false } = {}) {
    this.app.change(parts);
    if (anew) { this.weeks.week = null; this.write(); } else this.why.write();
    this.update();
  }

  /** One run of both worlds at once; 100 of each, and what levers cost, when they are there. */
  update() {
    const { app } = this, { setting, runs } = app, began = performance.now(), recorded = { ...setting, levers: {} }, place = { unit: app.unit.name, u: app.place.units.indexOf(app.unit) };
    const live = (one) => ({ ...runs.watch(one), ends: this.ends(one) }), key = this.people(setting) + setting.run;
    if (this.lived !== key) [this.a, this.lived] = [live(recorded), key];
    this.b = this.moved ? live(setting) : this.a;
    this.paint();
    app.measured.playOne = Math.round(performance.now() - began);
    this.many.follow({ setting, ...place, series: this.series }, (found) => {
      this.found = { ...found, setting };
      this.paint();
      app.measured.playMany = Math.round(performance.now() - began);
    }, (hours) => { this.hours = hours; this.levers.costs(hours); });
  }

  /** The measures of the run that is shown, by name. */
  ends(setting) {
    const { run } = setting, columns = ofUnit(this.app.runs.world(runnable(setting)).table(run, run + 1), this.app.unit.name);
    return Object.fromEntries(Object.entries(columns).map(([name, [value]]) => [name, value]));
  }

  get fresh() { return JSON.stringify(this.behind?.setting.levers) === JSON.stringify(this.app.setting.levers); }
  get moved() { return Object.keys(this.app.setting.levers).length > 0; }

  /** 100 runs, as long as they are of this workplace; those of the setting before stay until the new ones are there. */
  get behind() { return this.found && this.people(this.found.setting) === this.people(this.app.setting) ? this.found : null; }

  /** By whom and what luck a run is known, whatever levers are moved. */
  people({ workplace, unit, seed, follow_up: followUp, parameters, without }) { return JSON.stringify([workplace, unit, seed, followUp, parameters, without]); }

  paint() {
    const { a, b, behind, series } = this, spread = behind?.series === series ? behind.spread : null;
    const last = Math.max(a.weeks, b.weeks), longest = Math.max(last, ...Object.values(spread ?? {}).flat().map((line) => line.length - 1));
    this.result.show({ a: a.ends, b: b.ends }, behind, this);
    this.levers.costs(behind ? this.hours : {});
    this.weeks.reach(last);
    const { words } = this.app, t = (...given) => words.t(...given), trust = series === "trust_leader", what = t("play.serieses")[series];
    const worlds = [[a, "a"], [b, "b"]].map(([world, tone]) => ({ ...world, tone, line: trust ? world.trust : [world.start[series], ...world.series[series]] }));
    this.axis.week = this.weeks.week ?? longest;
    this.axis.show({ weeks: longest, worlds, spread, clock: this.weeks.week !== null, label: t("play.lines", what), top: trust ? TRUST_TOP : 1, trust,
      told: () => t("play.alt", what, ...worlds.map(({ line }) => words.number(line.at(-1)))), onScrub: (week) => { this.weeks.stop(); this.weeks.go(Math.round(week)); } });
    this.paintPeople();
  }

  /** A week goes by, or is chosen: only what shows it is drawn. */
  paintWeek() {
    const { week } = this.weeks;
    this.axis.at(week ?? this.axis.spec.weeks, week !== null);
    this.paintPeople();
  }

  paintPeople() {
    const { app, a, b, stage } = this, { week } = this.weeks, { words } = app, narrow = innerWidth < NARROW, whole = week === null ? null : Math.round(week);
    const rooms = [[a, "a"], [b, "b"]].map(([world, tone]) => ({ world, tone, form: "home", week: Math.min(week ?? world.weeks, world.weeks), title: narrow ? this.result.name(tone) : words.t("play.room", this.result.name(tone), whole) }));
    if (this.onStage === this.lived && stage.rooms.length) rooms.forEach((room, i) => stage.set(room, i));
    else { stage.rooms = []; stage.show(rooms, true); this.onStage = this.lived; }
    if (!this.weeks.playing) this.canvas.setAttribute("aria-label", rooms.map(({ world, title, week: k }) => `${title}: ${words.t("alt.stage", world.team.length, Math.round(k), words.number(world.trust[Math.round(k)]))}`).join(" "));
  }

  // ----- what people choose beside levers
  draw() { this.change({ run: this.app.setting.run + 1 }, { anew: true }); }
  reset() { this.change({ levers: {}, run: USUAL.run, follow_up: USUAL.follow_up }, { anew: true }); }
  follow(series) { this.series = series; this.update(); }

  // ----- what can be shared
  get names() { return { a: this.result.name("a"), b: this.result.name("b") }; }

  /** The 100 runs that are shown: their numbers, and what gives them in Python. */
  answer() { return answer(this.app, this.fresh ? this.found : null, this.names); }

  /** The axis, as a picture that can stand alone. */
  picture() { return picture(this.axis, this.names); }
}
