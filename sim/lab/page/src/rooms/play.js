// Play: a result that stays in sight, five levers as sentences, both worlds with the same people and luck, and 100 runs behind the lines.
import { h } from "../dom.js";
import { Stage } from "../draw/stage.js";
import { Axis } from "../draw/axis.js";

const RUNS = 100;
const ORDER = ["trust_first_weeks", "widen_scope", "involvement", "protected_hours", "answer"];
const mean = (v) => v.reduce((p, q) => p + q, 0) / v.length;

export class Play {
  constructor(app, box) {
    Object.assign(this, { app, box, run: app.data.storyRun, doses: Object.fromEntries(ORDER.map((name) => [name, 0])), alone: {}, asked: 0 });
    this.build();
  }

  get words() { return this.app.words; }

  build() {
    const { words, app } = this, t = (...p) => words.t(...p);
    this.result = h("section", { class: "result", "aria-label": t("p.title") });
    this.canvas = h("canvas", { role: "img" });
    this.axisBox = h("div", { class: "axis" });
    this.levers = h("section", { class: "levers", "aria-label": t("p.leverTitle") }, h("h1", { tabindex: "-1" }, t("p.title")), ORDER.map((name) => this.lever(name)));
    this.luck = h("p", { class: "note" });
    this.foot = h("div", { class: "foot" }, h("div", { class: "row" }, h("button", { class: "quiet", onclick: () => this.draw() }, t("p.luck")), h("button", { class: "quiet", onclick: () => this.reset() }, t("p.reset"))),
      this.luck, h("p", { class: "note" }, t("p.terms")), h("p", { class: "note" }, t("p.limits")));
    this.levers.append(this.foot);
    this.box.replaceChildren(h("div", { class: "left" }, h("div", { class: "top" }, this.result, this.axisBox), h("div", { class: "stage" }, this.canvas)), this.levers);
    this.stage = new Stage(this.canvas);
    this.axis = new Axis(this.axisBox, words);
    this.axis.id = "p";
  }

  lever(name) {
    const { words, app } = this, { doses } = app.data.levers[name], told = (k) => words.t(`p.levers.${name}.dose`, doses[k]), ask = words.t(`p.levers.${name}.ask`);
    if (name === "answer") return this.choice(name, doses, told, ask[0]);
    const value = h("strong", {}, told(this.doses[name])), cost = h("span", { class: "cost" });
    const input = h("input", { type: "range", min: 0, max: doses.length - 1, step: 1, value: this.doses[name], "aria-label": words.t(`p.levers.${name}.name`), "aria-valuetext": told(this.doses[name]),
      oninput: () => { this.doses[name] = +input.value; value.textContent = told(+input.value); input.setAttribute("aria-valuetext", told(+input.value)); lever.classList.toggle("moved", +input.value > 0); this.update(performance.now()); } });
    const marks = h("div", { class: "marks", "aria-hidden": "true" }, doses.map(() => h("i")));
    const lever = h("div", { class: `lever${this.doses[name] ? " moved" : ""}` }, h("p", {}, ask[0], value, ask[1], " ", cost), h("div", { class: "track" }, input, marks));
    lever.cost = cost;
    this[`lever_${name}`] = lever;
    return lever;
  }

  /** A lever of kinds, not of degrees: one of a few, each in words. */
  choice(name, doses, told, ask) {
    const cost = h("span", { class: "cost" });
    const lever = h("fieldset", { class: `lever${this.doses[name] ? " moved" : ""}` }, h("legend", {}, ask), h("div", { class: "kinds" }, doses.map((_, k) => h("label", {},
      h("input", { type: "radio", name, value: k, checked: this.doses[name] === k, onchange: () => { this.doses[name] = k; lever.classList.toggle("moved", k > 0); this.update(performance.now()); } }), h("span", {}, told(k))))), cost);
    lever.cost = cost;
    this[`lever_${name}`] = lever;
    return lever;
  }

  open(focus) {
    history.replaceState(null, "", "#play");
    this.stage.signs = { held: (k, n) => this.words.t("held", k, n) };
    this.stage.fit();
    this.update(performance.now());
    if (focus) { this.levers.querySelector("h1").focus({ preventScroll: true }); scrollTo(0, 0); }
  }

  reset() { for (const name of ORDER) { this.doses[name] = 0; } this.rebuildLevers(); this.update(performance.now()); }

  rebuildLevers() {
    for (const name of ORDER) { const old = this[`lever_${name}`]; old.replaceWith(this.lever(name)); }
  }

  draw() { this.run = (this.run + 1) % 500; this.a = null; this.update(performance.now()); }

  /** One run of both worlds at once, here; 100 of each in a worker. Only the latest setting is drawn. */
  async update(began) {
    const { app } = this, doses = { ...this.doses }, ticket = ++this.asked;
    this.a ||= app.world({}, this.run);
    this.b = app.world(doses, this.run);
    this.paint();
    app.pool.forget(); // what nobody waits for any more
    app.measured.sliderFirst = Math.round(performance.now() - began);
    const hundred = (setting) => app.pool.many([{ doses: setting }], RUNS, () => {}, { lines: true, urgent: true, chunk: Math.ceil(RUNS / app.pool.size) });
    if (!this.base) [this.base] = await hundred({});
    const [found] = await hundred(doses);
    if (ticket !== this.asked || !this.base) return;
    this.changed = found;
    this.paint();
    requestAnimationFrame(() => { app.measured.slider = Math.round(performance.now() - began); (app.measured.sliders ||= []).push(app.measured.slider); });
    for (const name of ORDER) {
      const dose = doses[name], key = `${name}${dose}`;
      if (dose && this.alone[key] === undefined) {
        const part = await app.pool.run({ settings: [{ doses: { [name]: dose } }], first: 0, last: RUNS });
        this.alone[key] = mean(part.results[0].hours) - mean(this.base.hours);
      }
    }
    if (ticket === this.asked) this.costs();
  }

  costs() {
    for (const name of ORDER) {
      const dose = this.doses[name], found = this.alone[`${name}${dose}`];
      this[`lever_${name}`].cost.textContent = dose === 0 ? this.words.t("p.asItWent") : found === undefined ? "…" : this.words.t("p.alone", Math.round(found));
    }
  }

  paint() {
    const { a, b, base, changed, words } = this, n = (v) => words.number(v), longest = (found) => (found ? Math.max(...found.lines.map((line) => line.length - 1)) : 0);
    const weeks = Math.max(a.weeks, b.weeks, longest(base), longest(changed));
    const t = (...p) => words.t(...p), small = innerWidth < 900;
    this.axis.week = 999; // all of it
    this.axis.show({ weeks, worlds: [{ ...a, tone: "a" }, { ...b, tone: "b" }], spread: base && changed ? { a: base.lines, b: changed.lines } : this.axis.spread, clock: false, told: () => t("alt.axis", n(a.trust.at(-1)), n(b.trust.at(-1))) });
    const rooms = [["a", a], ["b", b]].map(([tone, world]) => ({ world: { ...world, frame: () => world.end, trust: [world.trust.at(-1)], leaderTrust: [world.leaderTrust.at(-1)] }, form: "home", week: 0, tone, title: t(small ? (tone === "a" ? "p.as" : "p.if") : "p.people", tone) }));
    const same = this.stage.rooms.length === 2 && this.shownRun === this.run;
    if (same) { rooms.forEach((room, i) => { room.world.net = this.stage.rooms[i].world.net; Object.assign(this.stage.rooms[i], { world: room.world, title: room.title }); }); this.stage.dirty = true; } else { this.stage.rooms = []; this.stage.show(rooms, true); this.shownRun = this.run; }
    this.canvas.setAttribute("aria-label", t("alt.stage", a.team.length, b.weeks, `${n(a.trust.at(-1))}; ${n(b.trust.at(-1))}`));
    this.luck.textContent = t("p.run", this.run);
    this.costs();
    if (!base || !changed) return;
    const higher = changed.end.filter((v, i) => v > base.end[i] + 1e-9).length, alike = changed.end.filter((v, i) => Math.abs(v - base.end[i]) <= 1e-9).length;
    const moved = ORDER.some((name) => this.doses[name]);
    const share = (found, tone) => {
      const counts = [0, 1, 2, 3, 4].map((k) => found.outcome.filter((o) => o === k).length), names = t("p.outcomes");
      return h("div", { class: `bar ${tone}`, role: "img", "aria-label": names.map((name, k) => (counts[k] ? `${name}: ${counts[k]}` : "")).filter(Boolean).join(", ") },
        counts.map((count, k) => (count ? h("span", { class: `o${k}`, style: `flex-grow:${count}`, title: `${names[k]}: ${count}` }, count >= 14 ? h("em", {}, `${count}`) : "") : null)));
    };
    const hours = [base, changed].map((f) => mean(f.hours)), leader = mean(changed.leader);
    if (moved) this.app.say(`${t("p.result", higher, alike)} ${t("p.trust")}: ${n(mean(base.end))}, ${n(mean(changed.end))}. ${t("p.cost")}: ${words.whole(hours[0])}, ${words.whole(hours[1])}.`);
    const seen = [0, 2, 3, 4].map((k) => h("span", {}, h("i", { class: `o${k}` }), t("p.outcomes")[k]));
    this.result.replaceChildren(
      h("p", { class: "say" }, moved ? t("p.result", higher, alike) : t("p.start")),
      h("dl", {},
        h("div", { class: "fact" }, h("dt", {}, t("p.trust")), h("dd", {}, h("b", { class: "a" }, n(mean(base.end))), h("i", { "aria-hidden": "true" }, "→"), h("b", { class: "b" }, n(mean(changed.end))))),
        h("div", { class: "fact hours" }, h("dt", {}, t("p.cost")), h("dd", {}, h("b", { class: "a" }, words.whole(hours[0])), h("i", { "aria-hidden": "true" }, "→"), h("b", { class: "b" }, words.whole(hours[1]))), h("dd", { class: "sub" }, t("p.leaderHours", words.whole(leader)))),
        h("div", { class: "fact became" }, h("dt", {}, t("p.became")), h("dd", {}, share(base, "a"), share(changed, "b")), h("dd", { class: "key", "aria-hidden": "true" }, seen))));
  }

  relanguage() { const doses = this.doses, { base, changed, alone } = this; this.build(); Object.assign(this, { doses, base, changed, alone }); this.shownRun = null; }
}
