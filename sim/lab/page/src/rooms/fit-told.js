// What the map says: in sentences, and number by number.
import { h } from "../dom.js";
import { MEASURES } from "./fit-map.js";
import { by, error, written } from "./fit-scale.js";

const ENOUGH = 30; // runs of each cell before sentences are made of them

/** Where a measure is highest, and what each side of the map does to it. */
export function sentences(app, map, measure) {
  const { words } = app, what = app.t(`fit.measures.${measure}.name`), where = (corner) => app.t(`fit.corners.${corner}`);
  if (map.least < ENOUGH) return [app.t("fit.begun")];
  const { top, next, clear: apart } = map.highest(measure), value = written(words, measure, map.told(map.corner(top), measure).value);
  const highest = apart ? app.t("fit.highest", what, where(top), value) : app.t("fit.level", what, where(top), where(next));
  const { trust, fit, more } = map.sides(measure), does = (change) => moves(app, measure, change);
  return [highest, app.t("fit.trustDoes", what, ...trust.map(does)), `${app.t("fit.fitDoes", ...fit.map(does))} ${app.t(`fit.more.${more}`)}`];
}

/** What a measure does along a side, if these runs tell. */
function moves(app, measure, change) {
  const size = by(app.words, measure, change.value), none = by(app.words, measure, 0);
  return !change.sign || size === none ? app.t("fit.still") : app.t(change.value > 0 ? "fit.rises" : "fit.falls", size);
}

/** A table of all cells and measures. */
export function numbers(app, map) {
  const { words } = app, heads = [...["trust", "fit", "runs"].map((name) => `fit.columns.${name}`), ...MEASURES.map((name) => `fit.measures.${name}.tab`)];
  const number = (told, name) => `${written(words, name, told.value)}${told.alike ? "" : ` ± ${error(words, name, told.error)}`}`;
  const told = (cell) => MEASURES.map((name) => (cell.runs ? number(map.told(cell, name), name) : ""));
  const row = (cell) => h("tr", {}, [words.number(cell.trust), words.percent(cell.fit), `${cell.runs}`, ...told(cell)].map((one) => h("td", {}, one)));
  return h("table", {}, h("caption", {}, app.t("fit.means", map.least)),
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, app.t(head))))), h("tbody", {}, map.cells.map(row)));
}
