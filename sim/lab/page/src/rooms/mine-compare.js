// Two workplaces side by side: the entries in which they differ, and what becomes of both.
import { h } from "../dom.js";
import { said } from "./mine-calendar.js";
import { outcomes, trust } from "./mine-picture.js";
import { read, told } from "./mine-spread.js";

export const RUNS = 100;
const BESIDE = ["name", "title", "practices", "events", "reported"]; // of a unit, what is no entry to compare

/** A unit as a flat table of entries; practices as what they ask for together. calendar: an event in words. */
export function entriesOf(unit, calendar = JSON.stringify) {
  const flat = {}, put = (path, value) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) for (const [name, inner] of Object.entries(value)) put(path ? `${path}.${name}` : name, inner);
    else flat[path] = Array.isArray(value) ? value.join(", ") : value;
  };
  put("", Object.fromEntries(Object.entries(unit).filter(([name]) => !BESIDE.includes(name))));
  const sum = (name) => unit.practices.reduce((total, practice) => total + practice[name], 0);
  return { ...flat, events: unit.events.map((one) => calendar(one)).join(" "), practices: unit.practices.length, sessions: sum("sessions_per_week"),
    practice_hours: sum("hours_per_week"), practice_later: sum("starts_after_launch") };
}

/** The entries in which two units differ: [{name, one, other}], and how many are alike. */
export function differing(one, other, calendar = JSON.stringify) {
  const a = entriesOf(one, calendar), b = entriesOf(other, calendar), names = Object.keys({ ...a, ...b }), differ = names.filter((name) => (a[name] ?? "") !== (b[name] ?? ""));
  return { differ: differ.map((name) => ({ name, one: a[name], other: b[name] })), alike: names.length - differ.length };
}

const written = (words, value) => (typeof value === "boolean" ? words.t(value ? "mine.yes" : "mine.no")
  : typeof value === "number" ? value.toLocaleString(words.locale, { maximumFractionDigits: 2 }) : value || "–");

export class Compare {
  /** one: gives the workplace on the left, {name, place, unit, people}. */
  constructor(app, one) {
    this.app = app;
    this.one = one;
    this.asked = 0;
    /** A second file. @type {{name: string, place: any, unit: any, people?: any} | null} */
    this.second = null;
    this.chosen = "plejecenter-2/plejecenter-2";
  }

  /** opener: the button that opens a second file. */
  build(opener) {
    const { words } = this.app;
    this.beside = h("div", {});
    this.select = h("select", { onchange: () => { this.chosen = this.select.value; this.update(); } });
    this.choose();
    this.node = h("details", { class: "compare", open: this.node?.open, ontoggle: () => this.update() }, h("summary", {}, words.t("mine.compare")),
      h("div", { class: "row" }, h("label", { class: "number" }, h("span", { class: "for" }, words.t("mine.compareWith")), this.select), opener), this.beside);
    return this.node;
  }

  async against(file) {
    this.second = file;
    this.chosen = "file";
    this.choose();
    this.node.open = true; // which updates
    await this.update();
  }

  /** The shipped units by place/unit, and the second file. */
  get others() {
    const units = ([name, place]) => place.units.map((unit) => [`${name}/${unit.name}`, { name: unit.title, place, unit }]);
    const shipped = Object.entries(this.app.description.shipped).flatMap(units);
    return Object.fromEntries(this.second ? [...shipped, ["file", this.second]] : shipped);
  }

  choose() { this.select.replaceChildren(...Object.entries(this.others).map(([value, { name }]) => h("option", { value, selected: value === this.chosen }, name))); }

  /** Both sides anew, if anybody looks; only the latest question is answered. */
  async update() {
    if (!this.node.open) return;
    const ticket = ++this.asked, sides = [this.one(), this.others[this.chosen]], found = await Promise.all(sides.map((side) => this.lived(side)));
    if (ticket === this.asked) this.beside.replaceChildren(...this.shown(sides, found));
  }

  async lived({ place, unit, people }) {
    const { seed, follow_up: followUp } = this.app.setting, table = await this.app.runs.table({ workplace: place, people, seed, followUp }, 0, RUNS);
    return told([read(table, unit.name)], this.app.description.outcomes.map((one) => one.short));
  }

  shown(sides, found) {
    const { words } = this.app, { differ, alike } = differing(sides[0].unit, sides[1].unit, (event) => said(words, event)), called = words.t("mine.entries");
    const head = h("tr", {}, [words.t("mine.entry"), ...sides.map(({ name }) => name)].map((name) => h("th", { scope: "col" }, name)));
    const row = ({ name, one, other }) => h("tr", {}, h("th", { scope: "row" }, called[name]), [one, other].map((value) => h("td", {}, written(words, value))));
    const side = ({ name }, k) => h("section", {}, h("h2", { class: "side" }, name), h("p", { class: "label" }, words.t("mine.became")),
      outcomes(words, found[k].shares), trust(words, found[k]));
    return [h("div", { class: "sides" }, sides.map(side)),
      differ.length ? h("table", {}, h("thead", {}, head), h("tbody", {}, differ.map(row))) : h("p", {}, words.t("mine.nothing")),
      h("p", { class: "note" }, `${words.t("mine.alike", alike)} ${words.t("mine.compareNote", RUNS)}`)];
  }
}
