// What a file says that is not known for sure, in a table that opens; and what is said of its people, which is never who they are.
import { h } from "../dom.js";
import { at } from "./mine-ranges.js";
import { valueAt, wide } from "./mine-unsure.js";

const SPAN = [0.05, 0.95];

/** What an entry is called: its unit where there are several, its practice, and what it says. */
export function entryName(words, place, path) {
  const [, u, ...steps] = path, unit = place.units[u], practice = steps[0] === "practices" ? unit.practices[steps[1]] : null, names = words.t("mine.entries");
  const own = (practice ? steps.slice(2) : steps).join("."), called = names[practice ? `practice.${own}` : own] ?? own;
  return [place.units.length > 1 && unit.title, practice?.title, called].filter(Boolean).join(": ");
}

/** A row for each entry: as recorded, and where nine of ten draws lie. Nothing where all is known for sure. */
export function leftOpen(words, { place, ranges, correlations }) {
  const open = wide(ranges), t = (...asked) => words.t(...asked);
  if (!open.length) return h("p", { class: "note" }, t("mine.allKnown"));
  const head = h("tr", {}, [t("mine.openEntry"), t("mine.recorded"), t("mine.nineTen")].map((name) => h("th", { scope: "col" }, name)));
  const row = (range) => h("tr", {}, h("th", { scope: "row" }, entryName(words, place, range.path)), h("td", {}, words.number(at(place, range.path))),
    h("td", {}, t("mine.fromTo", ...SPAN.map((share) => words.number(valueAt(range, share))))));
  return h("details", { class: "left" }, h("summary", {}, t("mine.openSay", open.length)),
    h("table", {}, h("thead", {}, head), h("tbody", {}, open.map(row))),
    correlations.length ? h("p", { class: "note" }, t("mine.goTogether", correlations.length)) : "", h("p", { class: "note" }, t("mine.openPlay")));
}

/** Of how many people something is known, and that nothing of it goes anywhere. left: to be told to go on without them. */
export function peopleNote(words, { place, people = null, peopleFile = "", known = 0 }, left) {
  if (!people) return "";
  const all = place.units.reduce((sum, unit) => sum + unit.employees, 0), t = (...asked) => words.t(...asked);
  return h("section", { class: "people" }, h("p", { class: "strong" }, t("mine.peopleKnown", peopleFile, known, all)), h("p", { class: "note" }, t("mine.peopleStay")),
    h("button", { class: "quiet small", onclick: left }, t("mine.peopleLeave")));
}
