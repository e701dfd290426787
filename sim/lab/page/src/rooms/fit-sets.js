// Is the same corner highest under other sets of assumptions that fit the study? Each set is a dot in the corner where it is highest.
import { h } from "../dom.js";
import { CORNERS, columnsOf, highestOf } from "./fit-map.js";

const SETS = 20, EACH = 100; // sets, and runs of each corner under each of them
const OPEN = "open"; // two corners are too close to tell

export class Sets {
  constructor(app, map) {
    this.app = app;
    this.map = map;
    this.found = [];
    this.node = h("section", { class: "sets", "aria-labelledby": "fit-sets" });
  }

  async run() {
    const { app, map } = this;
    this.started = true;
    this.paint();
    await app.runs.over(CORNERS.map((name) => map.ground(map.corner(name))), { sets: SETS, runs: EACH }, (_, tables) => {
      this.found.push(tables.map((told) => columnsOf(app.description, told, map.unit.name)));
      this.paint();
    });
    app.say(this.says());
  }

  show(measure) { this.measure = measure; this.paint(); }

  /** How many sets are highest in each corner, and in how many that is too close to tell. */
  counts() {
    const where = this.found.map((corners) => {
      const { top, clear } = highestOf(corners.map((columns, k) => [CORNERS[k], columns[this.measure]]));
      return clear ? top : OPEN;
    });
    return Object.fromEntries([...CORNERS, OPEN].map((name) => [name, where.filter((one) => one === name).length]));
  }

  says() {
    const { app } = this, counts = this.counts(), what = app.t(`fit.measures.${this.measure}.name`);
    const [top] = [...CORNERS].sort((a, b) => counts[b] - counts[a]), k = counts[top], elsewhere = SETS - counts[OPEN] - k, where = app.t(`fit.corners.${top}`);
    if (k === SETS) return app.t("fit.setsAll", what, SETS, where);
    if (k === 0) return app.t("fit.setsNone", what, SETS);
    return elsewhere || k < SETS / 2 ? app.t("fit.setsSplit", what, where, k, elsewhere, counts[OPEN]) : app.t("fit.setsMost", what, where, k, SETS);
  }

  paint() {
    const { app } = this, done = this.found.length === SETS;
    const before = h("button", { class: "primary", onclick: () => this.run() }, app.t("fit.setsRun", SETS));
    this.node.replaceChildren(h("h2", { id: "fit-sets" }, app.t("fit.setsTitle")), h("p", {}, app.t("fit.setsText", SETS)),
      ...(this.started ? [this.dots(), h("p", { class: "strong" }, done ? this.says() : app.t("fit.setsRunning", this.found.length, SETS))] : [before]));
  }

  /** The four corners as they lie on the map. */
  dots() {
    const { app } = this, counts = this.counts(), dot = () => h("i", { "aria-hidden": "true" });
    const box = (name) => h("li", {}, h("span", {}, app.t(`fit.choices.${name}`)), h("b", {}, `${counts[name]}`), h("div", {}, Array.from({ length: counts[name] }, dot)));
    const note = `${app.t("fit.dots")} ${counts[OPEN] ? app.t("fit.open", counts[OPEN]) : ""}`;
    return h("div", {}, h("ul", { class: "dots" }, ["lowGood", "highGood", "lowPoor", "highPoor"].map(box)), h("p", { class: "note" }, note));
  }
}
