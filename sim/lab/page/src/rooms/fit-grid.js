// The map as a grid that arrow keys walk: each cell holds its number, and says it in words.
import { h } from "../dom.js";
import { CORNERS } from "./fit-map.js";
import { along, colour, ends, error, gradient, textOn, written } from "./fit-scale.js";

const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };

const nameOf = (words, cell) => words.t("fit.cell", words.number(cell.trust), words.percent(cell.fit));

/** What is known of a cell, in words. */
export function inWords(words, map, measure, cell) {
  const t = (...asked) => words.t(...asked), told = map.told(cell, measure), what = t(`fit.measures.${measure}.name`);
  const at = nameOf(words, cell);
  if (!told) return `${at}: ${t("fit.empty")}`;
  const value = written(words, measure, told.value);
  return `${at}: ${told.alike ? t("fit.alike", what, value, told.runs) : t("fit.value", what, value, told.runs, error(words, measure, told.error))}`;
}

export class Grid {
  /** opens: called with the cell that is chosen. */
  constructor(words, map, opens) {
    this.words = words;
    this.map = map;
    this.opens = opens;
    this.current = this.nearest();
    this.pointed = null;
    this.cells = new Map();
    this.node = this.built();
  }

  built() {
    const { map, words } = this, { trusts, fits } = map.axes, { t } = this;
    this.info = h("p", { class: "info" }, t("fit.hint"));
    this.ramp = h("div", { class: "legend" });
    const head = (...inside) => h("div", { role: "columnheader", class: "head" }, ...inside);
    const rows = fits.map((fit, row) => h("div", { role: "row" }, h("div", { role: "rowheader", class: "rowhead" }, words.percent(fit)), trusts.map((_, column) => this.cell(map.at(row, column)))));
    const foot = h("div", { role: "row" }, head(h("span", { class: "told" }, t("fit.fit"))), trusts.map((trust) => head(words.number(trust))));
    const size = `--columns:${trusts.length};--rows:${fits.length}`;
    this.grid = h("div", { role: "grid", class: "cells", style: size, onkeydown: (event) => this.moved(event) }, rows.reverse(), foot);
    return h("div", { class: "map" }, h("p", { class: "up-title", "aria-hidden": "true" }, h("span", {}, t("fit.fit"))), h("div", { class: "plot" }, this.grid, this.ticks()),
      h("p", { class: "across-title", "aria-hidden": "true" }, t("fit.trust")), this.info, this.ramp);
  }

  /** Where the workplace lies as it is, on both axes. */
  ticks() {
    const { unit, fit, axes: { trusts, fits } } = this.map, tick = (name, side, value, values) => h("i", { class: name, style: `${side}:${(100 * along(values, value)) / values.length}%` });
    return h("div", { class: "ticks", "aria-hidden": "true" }, tick("across", "left", unit.trust_in_leader, trusts), tick("up", "bottom", fit, fits));
  }

  t = (...asked) => this.words.t(...asked);

  cell(cell) {
    const show = () => this.tell(cell), hide = () => this.tell(null);
    const node = h("div", { role: "gridcell", class: "cell", tabindex: cell === this.current ? 0 : -1, onclick: () => { this.focus(cell); this.opens(cell); },
      onpointerenter: show, onpointerleave: hide, onfocus: show, onblur: hide });
    this.cells.set(cell, node);
    return node;
  }

  /** The numbers of the cell that one points at. */
  tell(cell) {
    this.pointed = cell;
    this.info.textContent = cell ? inWords(this.words, this.map, this.measure, cell) : this.t("fit.hint");
  }

  /** The cell nearest to the workplace as it is. */
  nearest() {
    const { map } = this, far = (cell) => Math.hypot(cell.trust - map.unit.trust_in_leader, cell.fit - map.fit);
    return map.cells.reduce((best, cell) => (far(cell) < far(best) - 1e-9 ? cell : best));
  }

  moved(event) {
    const { key } = event, { row, column } = this.current, { trusts, fits } = this.map.axes;
    const inside = (at, count) => Math.max(0, Math.min(count - 1, at));
    if (key === "Enter" || key === " ") this.opens(this.current);
    else if (key === "Home") this.focus(this.map.at(event.ctrlKey ? fits.length - 1 : row, 0));
    else if (key === "End") this.focus(this.map.at(event.ctrlKey ? 0 : row, trusts.length - 1));
    else if (MOVES[key]) this.focus(this.map.at(inside(row + MOVES[key][0], fits.length), inside(column + MOVES[key][1], trusts.length)));
    else return;
    event.preventDefault();
  }

  focus(cell) {
    this.cells.get(this.current).tabIndex = -1;
    this.current = cell;
    this.cells.get(cell).tabIndex = 0;
    this.cells.get(cell).focus({ preventScroll: true });
  }

  /** Numbers and colours as far as they are known. hidden: until somebody has guessed, corners only ask. */
  paint(measure, { hidden = false, guess = null, open = null }) {
    const { words, map } = this;
    this.measure = measure;
    const known = map.cells.flatMap((cell) => map.told(cell, measure)?.value ?? []), range = ends(measure, known), here = this.nearest();
    this.grid.setAttribute("aria-label", this.t("fit.map", this.t(`fit.measures.${measure}.name`)));
    for (const [cell, node] of this.cells) {
      const told = hidden ? null : map.told(cell, measure), corner = hidden ? cornerOf(map, cell) : "";
      node.style.background = told ? colour(range, told.value) : "";
      node.style.color = told ? textOn(range, told.value) : "";
      const [number, sign = ""] = told ? written(words, measure, told.value).split(" ") : [corner ? "?" : ""];
      node.replaceChildren(h("span", {}, number, h("span", { class: "percent" }, sign && ` ${sign}`))); // a phone has no room for the sign, which stands at the scale
      const marks = [cell === here && "here", guess && cell === map.corner(guess) && "yourGuess"].filter(Boolean);
      node.classList.toggle("here", marks.includes("here"));
      node.classList.toggle("guessed", marks.includes("yourGuess"));
      node.setAttribute("aria-selected", String(cell === open));
      const at = corner ? this.t(`fit.choices.${corner}`) : hidden ? nameOf(words, cell) : inWords(words, map, measure, cell);
      node.setAttribute("aria-label", [at, ...marks.map((one) => this.t(`fit.${one}`))].join("; "));
    }
    if (this.pointed) this.tell(this.pointed);
    this.legend(range, hidden);
  }

  legend(range, hidden) {
    const { words, measure } = this;
    this.ramp.hidden = hidden;
    this.info.classList.toggle("unseen", hidden);
    const ticks = [range[0], (range[0] + range[1]) / 2, range[1]].map((value) => h("span", {}, written(words, measure, value)));
    this.ramp.replaceChildren(h("span", { class: "unit" }, this.t(`fit.measures.${measure}.unit`)), h("div", {}, h("i", { style: `background:${gradient}`, "aria-hidden": "true" }), h("p", {}, ticks)));
  }
}

export const cornerOf = (map, cell) => CORNERS.find((name) => map.corner(name) === cell) ?? "";
