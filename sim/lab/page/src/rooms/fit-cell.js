// A cell of the map, opened: its means, and one of its runs.
import { h } from "../dom.js";
import { Axis } from "../draw/axis.js";
import { MEASURES, RUNS } from "./fit-map.js";
import { error, written } from "./fit-scale.js";

const ALL_OF_IT = 999; // a week after the last

export class CellPanel {
  /** closes: called when one goes back to the map. */
  constructor(app, map, cell, closes) {
    this.app = app;
    this.map = map;
    this.cell = cell;
    this.run = 0;
    this.box = h("div", { class: "axis" });
    this.axis = new Axis(this.box, app.words, app.description);
    Object.assign(this.axis, { id: "fit" });
    this.means = h("div", { class: "means" });
    this.told = h("div", { class: "became" });
    const name = app.t("fit.cell", app.words.number(cell.trust), app.words.percent(cell.fit));
    this.node = h("section", { class: "panel", "aria-labelledby": "fit-cell" }, h("h2", { id: "fit-cell" }, name), this.means, this.told, this.box,
      h("div", { class: "row" }, h("button", { class: "primary", onclick: () => this.play() }, app.t("fit.play")),
        h("button", { class: "quiet", onclick: () => { this.run = (this.run + 1) % RUNS; this.live(true); } }, app.t("fit.another")),
        h("button", { class: "quiet", onclick: closes }, app.t("fit.back"))));
    this.fill();
  }

  /** The means as they are by now. */
  fill() {
    const { app, map, cell } = this, { words } = app;
    const row = (name) => {
      const told = map.told(cell, name);
      const value = told ? h("b", {}, written(words, name, told.value)) : "…", more = told && !told.alike ? ` ± ${error(words, name, told.error)}` : "";
      return [h("dt", {}, app.t(`fit.measures.${name}.tab`)), h("dd", {}, value, more)];
    };
    this.means.replaceChildren(h("dl", {}, MEASURES.flatMap(row)), h("p", { class: "note" }, app.t("fit.means", cell.runs)));
  }

  /** The run that is shown; aloud: tell those who listen. */
  live(aloud) {
    const { app, map, cell, run } = this, asked = map.ground(cell), setting = { ...map.setting, workplace: asked.workplace };
    const table = app.runs.world(asked).table(run, run + 1), row = table.unit.indexOf(map.unit.name);
    const { words } = app.description.measures.find(({ name }) => name === "outcome"), out = Math.round(table.dropped_out[row] * map.unit.employees);
    const said = [app.t("fit.became", app.t("outcomes")[words.indexOf(table.outcome[row])]), app.t("fit.people", out, map.unit.employees)];
    this.told.replaceChildren(h("p", { class: "strong" }, app.t("fit.run", run)), h("p", {}, said.join(" ")));
    const watched = app.runs.watch(setting, run);
    this.axis.week = ALL_OF_IT;
    this.axis.show({ weeks: watched.weeks, worlds: [{ ...watched, tone: "a" }], told: () => app.t("alt.axis", app.words.number(watched.trust.at(-1))) });
    if (aloud) app.say(`${app.t("fit.run", run)}. ${said.join(" ")}`);
  }

  play() {
    const { app, map } = this;
    app.change({ workplace: map.changed(this.cell), unit: map.unit.name, run: this.run });
    app.open("play");
  }
}
