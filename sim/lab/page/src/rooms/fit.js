// Trust and fit: guess, then see the map fill, open a cell, and ask whether other sets of assumptions say the same.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { h } from "../dom.js";
import { CellPanel } from "./fit-cell.js";
import { Grid, cornerOf } from "./fit-grid.js";
import { CORNERS, FitMap, MEASURES, RUNS } from "./fit-map.js";
import { numbers, sentences } from "./fit-told.js";
import { Sets } from "./fit-sets.js";
import { commandOf, pictureOf, tableOf } from "./fit-share.js";

const KEPT = "takehold-fit"; // where a guess outlives a reload, if the browser keeps anything for this page
const PAINT_EVERY = 120; // milliseconds
const [GUESSED] = MEASURES; // what one guesses

export class Fit {
  constructor(app, box) {
    this.app = app;
    this.box = box;
    this.measure = GUESSED;
    this.guess = kept(); // {unit, corner}; a corner of "" for those who would not guess
    this.map = null;
    this.own = null; // the last workplace that was not a shipped one
    this.stale = false; // set where another room takes the place of this one
  }

  get hidden() { return !this.guess; }
  t(...asked) { return this.app.t(...asked); }

  open({ focus }) {
    const { setting } = this.app;
    if (typeof setting.workplace !== "string") this.own = setting.workplace;
    if (this.map?.key !== FitMap.key(setting)) {
      this.map?.pause();
      this.map = new FitMap(this.app.runs, structuredClone(setting));
      this.sets = this.panel = null;
      this.said = false;
    }
    this.build();
    if (!this.hidden && this.map.axes) this.fill();
    if (focus) this.box.querySelector("h1").focus({ preventScroll: true });
  }

  leave() { this.map?.pause(); }
  relanguage() { this.panel = null; }

  build() {
    const { app, map } = this;
    this.card = h("section", { class: "card", "aria-label": this.t("room.fit") });
    this.status = h("p", { class: "note status" });
    if (!map.axes) {
      this.box.replaceChildren(h("div", { class: "board" }, this.places()), this.card);
      this.card.replaceChildren(h("h1", { tabindex: "-1" }, this.t("room.fit")), h("p", { class: "lead" }, this.t("fit.even", this.nameOf(map.unit))));
      return;
    }
    this.grid = new Grid(app.words, map, (cell) => this.chosen(cell));
    this.box.replaceChildren(h("div", { class: "board" }, h("div", { class: "choose" }, this.places(), this.tabs()), this.grid.node, this.status), this.card);
    this.write();
    this.paint();
  }

  /** Whose map: each unit that ships, and the workplace one has changed or read. */
  places() {
    const { app } = this, { description, setting } = app, at = JSON.stringify([setting.workplace, app.unit.name]);
    const units = ([workplace, place]) => place.units.map((unit) => ({ workplace, unit: unit.name, name: this.nameOf(unit) })), shipped = Object.entries(description.shipped).flatMap(units);
    const own = (this.own?.units ?? []).map((unit) => ({ workplace: this.own, unit: unit.name, name: this.t("fit.own", this.nameOf(unit)) }));
    const all = [...shipped, ...own], option = (one) => h("option", { selected: JSON.stringify([one.workplace, one.unit]) === at }, one.name);
    const chosen = () => {
      const { workplace, unit } = all[select.selectedIndex];
      app.change({ workplace, unit });
      this.open({ focus: false });
      this.box.querySelector("select").focus();
    };
    const select = h("select", { id: "fit-place", onchange: chosen }, all.map(option));
    return h("label", { class: "place", for: "fit-place" }, h("span", {}, this.t("fit.where")), select);
  }

  nameOf(unit) { return this.app.words.called("units", unit.name, unit.title ?? unit.name); }

  tabs() {
    const input = (name) => h("input", { type: "radio", name: "fit-measure", checked: name === this.measure, onchange: () => this.show(name) });
    const tab = (name) => h("label", {}, input(name), h("span", {}, this.t(`fit.measures.${name}.tab`)));
    return h("fieldset", { class: this.hidden ? "kinds unseen" : "kinds" }, h("legend", { class: "told" }, this.t("fit.tabs")), MEASURES.map(tab));
  }

  show(measure) {
    this.measure = measure;
    this.sets?.show(measure);
    this.write();
    this.paint();
  }

  // ----- the guess
  chosen(cell) {
    if (!this.hidden) { this.opened(cell); return; }
    const corner = cornerOf(this.map, cell);
    if (corner) this.guessed(corner);
  }

  guessed(corner) {
    this.guess = { unit: this.map.unit.name, corner };
    keep(this.guess);
    this.build();
    this.fill();
    this.card.querySelector("h1").focus({ preventScroll: true });
  }

  // ----- the runs
  async fill() {
    const { map } = this;
    try { await map.fill(() => this.soon(map)); } catch (error) { this.app.refuse(error instanceof InputError ? error : new InputError(error.message)); }
    if (map === this.map && map.done && !this.said) { this.said = true; this.app.say(this.sentences().join(" ")); }
  }

  /** Paint what has come, not more often than one can see. */
  soon(map) {
    if (this.stale) map.pause();
    this.waiting ??= setTimeout(() => { this.waiting = null; if (map === this.map) this.paint(); }, PAINT_EVERY);
  }

  paint() {
    const { map, panel } = this, guess = !this.hidden && this.measure === GUESSED && this.guess.unit === map.unit.name ? this.guess.corner || null : null;
    this.grid.paint(this.measure, { hidden: this.hidden, guess, open: panel?.cell ?? null });
    this.status.textContent = this.hidden ? "" : this.told();
    panel?.fill();
    if (this.answer_) this.answer_.replaceChildren(...this.sentences().map((told, k) => h("p", { class: ["yours", "strong", "", ""][k] }, told)));
    if (this.table?.open) this.table.lastChild.replaceChildren(numbers(this.app, this.map));
  }

  /** What the map rests on. */
  told() {
    const { map } = this, { setting } = map, { words } = this.app, changed = [setting.levers, setting.parameters, setting.without].some((one) => Object.keys(one).length);
    const runs = map.done ? this.t("fit.done", RUNS, map.cells.length) : this.t("fit.running", map.least, RUNS);
    return [runs, this.t("fit.now", words.number(map.unit.trust_in_leader), words.percent(map.fit)), changed ? this.t("fit.levers") : ""].join(" ");
  }

  // ----- what is written beside the map
  write() {
    const { card } = this, title = h("h1", { tabindex: "-1" }, this.t("room.fit"));
    this.answer_ = this.table = null;
    if (this.panel) { card.replaceChildren(title, this.panel.node); return; }
    if (this.hidden) {
      const box = () => h("span", { class: "tickbox", "aria-hidden": "true" });
      const choice = (corner) => h("button", { class: "choice", onclick: () => this.guessed(corner) }, box(), this.t(`fit.choices.${corner}`));
      card.replaceChildren(title, h("p", { class: "lead" }, this.t("fit.lead")), h("p", { class: "ask" }, this.t("fit.question")), h("div", { class: "choices" }, CORNERS.map(choice)),
        h("p", { class: "note" }, this.t(`fit.measures.${GUESSED}.means`)), h("button", { class: "quiet", onclick: () => this.guessed("") }, this.t("show")));
      return;
    }
    this.answer_ = h("div", { class: "answers" });
    this.sets ??= new Sets(this.app, this.map);
    this.sets.show(this.measure);
    const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": this.t("fit.table") });
    this.table = h("details", { ontoggle: () => scroll.replaceChildren(numbers(this.app, this.map)) }, h("summary", {}, this.t("fit.table")), scroll);
    card.replaceChildren(title, this.answer_, h("p", { class: "note" }, this.t(`fit.measures.${this.measure}.means`)), this.sets.node, this.table, h("p", { class: "note" }, this.t("limits")));
  }

  sentences() {
    const { guess, map, measure } = this, mine = measure === GUESSED && guess.corner && guess.unit === map.unit.name;
    return [mine ? this.t("fit.guessed", this.t(`fit.corners.${guess.corner}`)) : "", ...sentences(this.app, map, measure)];
  }

  // ----- a cell, opened
  opened(cell) {
    this.panel = new CellPanel(this.app, this.map, cell, () => this.closed());
    this.write();
    this.paint();
    this.panel.live(true); // now that its box has a width
  }

  closed() {
    const { cell } = this.panel;
    this.panel = null;
    this.write();
    this.paint();
    this.grid.focus(cell);
  }

  // ----- for Share
  get title() { return this.t("fit.answer", this.nameOf(this.map.unit)); }
  /** Nothing before there is a map. */
  answer() { return this.map?.axes && this.map.least ? { title: this.title, command: commandOf(this.map), ...tableOf(this.app, this.map) } : null; }
  picture() { return this.map?.axes && this.map.least ? pictureOf(this.app, this.map, this.measure, this.title) : null; }
}

function kept() { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } }
function keep(guess) { try { localStorage.setItem(KEPT, JSON.stringify(guess)); } catch { /* then it lasts as long as the page */ } }
