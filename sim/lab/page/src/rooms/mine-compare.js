// Two workplaces side by side: the entries in which they differ, and what becomes of both.
import { h } from "../dom.js";
import { outcomes, trust } from "./mine-picture.js";
import { ofUnit, told } from "./mine-spread.js";

export const RUNS = 100;
const BESIDE = ["name", "title", "practices", "reported"]; // of a unit, what is no entry to compare

/** A unit as a flat table of entries; practices as what they ask for together. */
export function entriesOf(unit) {
  const flat = {}, put = (path, value) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) for (const [name, inner] of Object.entries(value)) put(path ? `${path}.${name}` : name, inner);
    else flat[path] = Array.isArray(value) ? value.join(", ") : value;
  };
  put("", Object.fromEntries(Object.entries(unit).filter(([name]) => !BESIDE.includes(name))));
  const sum = (name) => unit.practices.reduce((total, practice) => total + practice[name], 0);
  return { ...flat, practices: unit.practices.length, sessions: sum("sessions_per_week"), practice_hours: sum("hours_per_week") };
}

/** The entries in which two units differ: [{name, one, other}], and how many are alike. */
export function differing(one, other) {
  const a = entriesOf(one), b = entriesOf(other), names = Object.keys({ ...a, ...b }), differ = names.filter((name) => (a[name] ?? "") !== (b[name] ?? ""));
  return { differ: differ.map((name) => ({ name, one: a[name], other: b[name] })), alike: names.length - differ.length };
}

const shown = (words, value) => (typeof value === "boolean" ? words.t(value ? "mine.yes" : "mine.no")
  : typeof value === "number" ? value.toLocaleString(words.locale, { maximumFractionDigits: 2 }) : value || "–");

/** Both sides: {place, unit, name}. */
export async function compared(app, sides) {
  const { words } = app, found = await Promise.all(sides.map(async ({ place, unit }) => {
    const { seed, follow_up: followUp } = app.setting;
    return told([ofUnit(await app.runs.table({ workplace: place, seed, followUp }, 0, RUNS), unit.name)], app.description.outcomes.map((one) => one.short));
  }));
  const { differ, alike } = differing(sides[0].unit, sides[1].unit);
  const head = h("thead", {}, h("tr", {}, [words.t("mine.entry"), ...sides.map(({ name }) => name)].map((name) => h("th", { scope: "col" }, name))));
  const row = ({ name, one, other }) => h("tr", {}, h("th", { scope: "row" }, words.t("mine.entries")[name]), h("td", {}, shown(words, one)), h("td", {}, shown(words, other)));
  return [
    h("div", { class: "sides" }, sides.map(({ name }, k) => h("section", {}, h("h2", { class: "side" }, name), h("p", { class: "label" }, words.t("mine.became")), outcomes(words, found[k].shares), trust(words, found[k])))),
    differ.length ? h("table", {}, head, h("tbody", {}, differ.map(row))) : h("p", {}, words.t("mine.nothing")),
    h("p", { class: "note" }, `${words.t("mine.alike", alike)} ${words.t("mine.compareNote", RUNS)}`),
  ];
}
