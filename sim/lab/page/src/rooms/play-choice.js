// What one chooses in Play beside levers: workplace, unit, follow-up, what lines show, another draw of luck.
import { h } from "../dom.js";

const SERIES = ["trust_leader", "use", "ownership"]; // weekly lines that are offered; each is a share, or a place on a scale from 0 to 1
const OWN = "*"; // stands for a workplace of one's own

export class Choice {
  /** play: hears what is chosen, by change(), follow(), draw() and reset(). */
  constructor(app, play) {
    this.app = app;
    this.play = play;
    this.place = h("div", { class: "choose" });
    this.more = h("div", { class: "choose more-choices" });
    this.notes = h("div", { class: "notes" });
    this.own = null; // stays to be chosen again after a look at a shipped one
  }

  write() {
    const { app, play } = this, { setting, description } = app, t = (...given) => app.t(...given);
    if (typeof setting.workplace === "object") this.own = setting.workplace;
    const places = Object.entries(description.shipped).map(([name, { title }]) => [name, app.words.called("workplaces", name, title)]);
    if (this.own) places.push([OWN, t("play.own", this.own.title || this.own.name)]);
    const units = app.place.units.map(({ name, title }) => [name, app.words.called("units", name, title || name)]);
    const { usual } = description.follow_up, followUps = [...new Set([...usual, setting.follow_up])].sort((a, b) => a - b).map((weeks) => [weeks, t("play.weeks", weeks)]);
    this.place.replaceChildren(choose(t("play.place"), places, typeof setting.workplace === "object" ? OWN : setting.workplace, (name) => play.change({ workplace: name === OWN ? this.own : name, unit: "" }, { anew: true })),
      units.length > 1 ? choose(t("play.unit"), units, app.unit.name, (unit) => play.change({ unit }, { anew: true })) : "");
    this.more.replaceChildren(choose(t("play.followUp"), followUps, setting.follow_up, (weeks) => play.change({ follow_up: Number(weeks) })),
      choose(t("play.series"), SERIES.map((name) => [name, t("play.serieses")[name]]), play.series, (series) => play.follow(series)),
      h("div", { class: "row" }, h("button", { class: "quiet", onclick: () => play.draw() }, t("play.luck")), h("button", { class: "quiet", onclick: () => play.reset() }, t("play.reset"))));
    this.notes.replaceChildren(...[t("play.which", setting.run), t("terms"), t("limits")].map((note) => h("p", { class: "note" }, note)));
  }
}

/** A labelled choice of a few, [value, text] each. */
function choose(label, options, chosen, heard) {
  const select = h("select", { onchange: () => heard(select.value) }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return h("label", { class: "one" }, h("span", {}, label), select);
}
