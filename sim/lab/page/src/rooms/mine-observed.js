// What has been seen along the way: what the model expected, what was seen, and what is left of the sets of assumptions. Never a forecast.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { h } from "../dom.js";
import { parsed, textOf } from "./mine-file.js";
import { LEAST, OBSERVABLES, checkedObserved, effective, followUp, logLikelihood, looks, quantiles, shown, weighed } from "./observed.js";

const SETS = 100, RUNS = 10, SPAN = [0.05, 0.95];

export class Observed {
  /** world: gives {one, places}: the workplace, and draws of what is not known of it, if anything. */
  constructor(app, world) {
    this.app = app;
    this.world = world;
    this.asked = 0;
    this.entries = [];
  }

  t(key, ...given) { return this.app.t(`mine.observed.${key}`, ...given); }

  build() {
    const kinds = Object.keys(OBSERVABLES), field = (name) => h("label", { class: "number" }, h("span", { class: "for" }, this.t(name)), h("input", { type: "text", inputmode: "decimal", autocomplete: "off", name }));
    const input = h("input", { type: "file", accept: ".toml", hidden: true, onchange: () => { this.open(input.files[0]); input.value = ""; } });
    this.practice = h("label", { class: "number", hidden: true }, h("span", { class: "for" }, this.t("practice")), h("select", { name: "practice" }));
    this.form = h("form", { onsubmit: (event) => { event.preventDefault(); this.add(); } }, h("label", { class: "number" }, h("span", { class: "for" }, this.t("measure")),
      h("select", { name: "measure", onchange: () => this.ofWhat() }, kinds.map((name) => h("option", { value: name }, this.t(`of.${name}`))))), this.practice, field("after"), field("value"), field("many"), h("button", { class: "quiet small" }, this.t("add")));
    this.list = h("ul", {});
    this.wrong = h("p", { class: "wrong", role: "alert" });
    this.result = h("div", { class: "inside" });
    this.node = h("details", { class: "observed left", open: this.node?.open }, h("summary", {}, this.t("title")), h("div", { class: "inside" }, h("p", {}, this.t("lead")), this.form,
      h("div", {}, h("button", { class: "quiet small", onclick: () => input.click() }, this.t("file")), input), this.wrong, this.list, h("button", { class: "primary", onclick: () => this.weigh() }, this.t("weigh")), this.result));
    this.show();
    return this.node;
  }

  /** Of the use of practices one may say which practice, where there are several. */
  ofWhat() {
    const { practices } = this.world().one.unit, { measure, practice } = this.form.elements, all = h("option", { value: "" }, this.t("allPractices"));
    this.practice.hidden = measure.value !== "use" || practices.length < 2;
    practice.replaceChildren(all, ...(this.practice.hidden ? [] : practices.map(({ name, title }) => h("option", { value: name }, title))));
  }

  /** What was asked before is no answer any more. */
  show() {
    this.asked++;
    if (this.world().one) this.ofWhat();
    this.result.replaceChildren();
    const left = (k) => { this.entries.splice(k, 1); this.show(); };
    this.list.replaceChildren(...this.entries.map((one, k) => h("li", {}, `${this.called(one)}: ${one.value}${one.of ?? one.respondents ? ` (${one.of ?? one.respondents})` : ""} `, h("button", { class: "quiet small", "aria-label": `${this.t("remove")}: ${this.called(one)}`, onclick: () => left(k) }, this.t("remove")))));
  }

  called({ measure, unit, practice, week, after_launch: after }) {
    const when = after !== undefined ? this.t("afterLaunch", after) : week !== undefined && this.t("inWeek", week), { units } = this.world().one.place, place = units.find(({ name }) => name === unit) ?? units[0];
    const what = this.t(`of.${measure}`), whose = practice && place.practices.find(({ name }) => name === practice)?.title;
    return [units.length > 1 ? `${place.title}: ${what}` : what, whose, when].filter(Boolean).join(", ");
  }

  refuse(error) {
    if (!(error instanceof InputError)) throw error;
    this.wrong.textContent = this.app.words.refusal(error);
  }

  check(entries, file) { return checkedObserved(this.app.description, this.world().one.place, entries, file); }

  add() {
    const given = (name) => { const text = this.form.elements[name].value.trim().replace(",", "."); return text === "" ? undefined : Number(text); };
    const measure = this.form.elements.measure.value, many = given("many"), { kind } = OBSERVABLES[measure], unit = this.world().one.unit.name, practice = this.form.elements.practice.value;
    const one = { measure, unit, ...(practice ? { practice } : {}), ...(given("after") === undefined ? {} : { after_launch: given("after") }), value: given("value"), ...(many === undefined ? {} : { [kind === "count" ? "of" : "respondents"]: many }) };
    this.take([...this.entries, one], this.t("title"));
  }

  async open(file) {
    try { this.take(parsed(file.name, await textOf(file, "file of observations")).observed, file.name); } catch (error) { this.refuse(error); }
  }

  take(entries, file) {
    this.wrong.textContent = "";
    try { this.check(entries, file); } catch (error) { this.refuse(error); return; }
    this.entries = [...entries];
    this.show();
  }

  /** Runs under each set, each with a draw of what is not known, weighted by how likely it is to see just that in them. */
  async weigh() {
    const { app: { runs, description, setting: { seed } } } = this, { one: { place, people = undefined }, places } = this.world();
    let observed;
    this.show();
    this.wrong.textContent = "";
    try { observed = this.check(this.entries, this.t("title")); } catch (error) { this.refuse(error); return; }
    const ticket = this.asked, longest = followUp(description, observed);
    this.result.replaceChildren(h("p", { role: "status" }, this.app.t("mine.counting")));
    const shows = await Promise.all(runs.members(SETS).map(({ at, first }, s) => Promise.all(Array.from({ length: RUNS }, async (_, r) => {
      const lived = places.length ? places[(s * RUNS + r) % places.length].place : place, asked = runs.under({ workplace: lived, people, seed, followUp: longest }, at), told = await runs.pool.ask(asked, "weeks", first + r);
      const seen = new Map();
      await Promise.all(looks(description, observed, told).map(async (week) => seen.set(week, await runs.pool.ask(asked, "people", first + r, week))));
      return shown(description, lived, observed, told, seen);
    }))));
    if (ticket === this.asked) this.told(observed, shows);
  }

  told(observed, shows) {
    const each = shows.map((set) => set.map((run) => run.map((one, k) => logLikelihood(observed[k], one)))), sums = each.map((set) => set.map((run) => run.reduce((sum, one) => sum + one, 0)));
    const left = effective(sums), weights = weighed(sums).flat(), even = weights.map(() => 1 / weights.length), few = left < LEAST, { words } = this.app;
    const span = (k, by) => {
      const values = shows.flat().map((run) => run[k].true);
      if (observed[k].kind === "fact") return this.t("yesIn", words.percent(values.reduce((sum, value, n) => sum + value * by[n], 0)));
      return this.app.t("mine.fromTo", ...quantiles(values, by, SPAN).map((value) => words.number(value)));
    };
    const seen = (one) => (one.kind === "fact" ? this.app.t(one.number ? "mine.yes" : "mine.no") : words.number(one.number)), head = ["what", "expected", "seen", ...(few ? [] : ["learned"])];
    const row = (one, k) => h("tr", {}, h("th", { scope: "row" }, this.called(one)), [span(k, even), seen(one), ...(few ? [] : [span(k, weights)])].map((cell) => h("td", {}, cell)));
    const say = few ? this.t("tooFew", words.whole(left), SETS, LEAST) : this.t("left", words.whole(left), SETS);
    this.result.replaceChildren(h("p", { class: "strong" }, say), h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": this.t("title") }, h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, this.t(name))))), h("tbody", {}, observed.map(row)))),
      h("p", { class: "note" }, this.t("how", SETS, RUNS)), h("p", { class: "note" }, this.t("mustBeTrue")));
    this.app.say(say);
  }
}
