// What came out, in sight of what one moves: the run that is shown in a sentence for each world, and 100 runs of both.
import { h } from "../dom.js";
import { mean } from "../statistics.js";

const ALIKE = 1e-9; // trust that differs by less is alike
export const NARROW = 900; // px, as in the styles

export class Result {
  constructor(app) {
    this.app = app;
    this.box = h("section", { class: "result" });
  }

  /** one: {a, b}, the measures of the run that is shown; many: {a, b}, columns of 100 runs, or null as long as they are not there;
   *  fresh: whether those are of the levers as they are set now. */
  show(one, many, { moved, fresh }) {
    const { words } = this.app, t = (...asked) => words.t(...asked);
    this.box.setAttribute("aria-label", t("play.title"));
    this.box.replaceChildren(h("p", { class: "said" }, this.sentence("a", one.a), moved ? this.sentence("b", one.b, one.a) : null),
      h("p", { class: "say" }, !moved ? t("play.start") : fresh ? this.pairs(many) : t("play.busy")), many ? this.facts(many, fresh) : h("dl"));
    if (moved && fresh) this.app.say(`${this.pairs(many)} ${t("play.trust")}: ${["a", "b"].map((tone) => words.number(mean(many[tone].trust_end))).join(", ")}. ${t("play.cost")}: ${["a", "b"].map((tone) => words.whole(mean(many[tone].hours_total))).join(", ")}.`);
  }

  name(tone) { return tone === "b" ? this.app.t("play.if") : this.app.t("play.as", this.app.description.workplaces.includes(this.app.place.name)); }

  outcome(word) { return this.app.t("outcomes")[this.classes.indexOf(word)]; }

  get classes() { return this.app.description.measures.find(({ name }) => name === "outcome").words; }

  sentence(tone, row, against = null) {
    const { words } = this.app, by = against ? Math.round(row.hours_total - against.hours_total) : 0;
    const told = { outcome: this.outcome(row.outcome), trust: words.change(row.trust_change), more: words.t("play.hours", words.whole(Math.abs(by)), Math.sign(by)) };
    return h("span", { class: `world ${tone}` }, h("b", {}, this.name(tone)), `: ${words.t("play.run", told)}. `);
  }

  pairs({ a, b }) {
    const by = b.trust_end.map((trust, i) => trust - a.trust_end[i]);
    return this.app.t("play.pairs", by.filter((more) => more > ALIKE).length, by.filter((more) => Math.abs(more) <= ALIKE).length);
  }

  facts(many, fresh) {
    const { words } = this.app, t = (...asked) => words.t(...asked), short = innerWidth < NARROW ? "Short" : "", both = (name, told) => ["a", "b"].map((tone) => h("b", { class: tone }, told(mean(many[tone][name]))));
    const fact = (kind, title, worlds, ...more) => h("div", { class: `fact ${kind}` }, h("dt", {}, title), h("dd", {}, worlds[0], h("i", { "aria-hidden": "true" }, "→"), worlds[1]), ...more);
    const [leader, consultant] = ["hours_leader", "hours_consultant"].map((name) => words.whole(mean(many.b[name])));
    const seen = this.classes.filter((word) => ["a", "b"].some((tone) => many[tone].outcome.includes(word)));
    return h("dl", { class: fresh ? "" : "stale" }, fact("trust", t(`play.trust${short}`), both("trust_end", (v) => words.number(v))),
      fact("hours", t(`play.cost${short}`), both("hours_total", (v) => words.whole(v)), h("dd", { class: "sub" }, t("play.sub", leader, consultant))),
      h("div", { class: "fact became" }, h("dt", {}, t("play.became")), h("dd", {}, this.bar("a", many.a.outcome), this.bar("b", many.b.outcome)),
        h("dd", { class: "key", "aria-hidden": "true" }, seen.map((word) => h("span", {}, h("i", { class: `o${this.classes.indexOf(word)}` }), this.outcome(word))))));
  }

  bar(tone, outcomes) {
    const counts = this.classes.map((word) => outcomes.filter((outcome) => outcome === word).length), told = (k) => `${this.outcome(this.classes[k])}: ${counts[k]}`;
    const parts = counts.map((count, k) => (count ? h("span", { class: `o${k}`, style: `flex-grow: ${count}`, title: told(k) }, count >= 8 ? h("em", {}, `${count}`) : "") : null));
    return h("div", { class: `bar ${tone}`, role: "img", "aria-label": `${this.name(tone)}: ${counts.flatMap((count, k) => (count ? told(k) : [])).join(", ")}` }, parts);
  }
}
