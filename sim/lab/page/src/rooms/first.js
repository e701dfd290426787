// Where first?: levers and pairs of levers ranked over the sets that the study allows, while one watches.
import { h } from "../dom.js";
import { answer, drawn } from "./first-answer.js";
import { AIMS } from "./first-bench.js";
import { cards } from "./first-cards.js";
import { Rows } from "./first-rows.js";
import { Search } from "./first-search.js";
import { verdict } from "./first-wording.js";

const FIRST_LOOKS = 2; // it stops by itself where takehold priorities --runs 384 does; more on demand
const PAINTED = 250; // milliseconds between two pictures while it runs
const STEPS = 40; // of the slider of hours

export class First {
  constructor(app, box) {
    this.app = app;
    this.box = box;
    this.aim = "trust";
    this.painted = 0;
    this.search = null;
    this.key = "";
    this.build();
  }

  get words() { return this.app.words; }
  t(...asked) { return this.app.t(...asked); }

  open({ focus }) {
    const { workplace, unit, parameters, without, seed, follow_up } = this.app.setting, key = JSON.stringify([workplace, unit, parameters, without, seed, follow_up]);
    if (key !== this.key) this.begin(key);
    else if (!this.search.looked && !this.search.going) this.search.go(FIRST_LOOKS); // left before it said anything
    this.legend.textContent = this.t("first.asked", this.app.words.called("units", this.app.unit.name, this.app.unit.title));
    this.paint();
    if (focus) { this.headline.focus({ preventScroll: true }); scrollTo(0, 0); }
  }

  leave() { this.search?.pause(); }
  relanguage() { this.build(); if (this.search) this.paint(); }

  begin(key) {
    this.search?.pause();
    this.key = key;
    this.rows.list.replaceChildren();
    this.top = 0;
    this.search = new Search(this.app.runs, this.app.setting, this.aim, (small) => this.heard(small));
    this.search.go(FIRST_LOOKS);
  }

  build() {
    const t = (...asked) => this.t(...asked), aim = (name) => h("label", {}, h("input", { type: "radio", name: "aim", value: name, checked: name === this.aim, onchange: () => this.aimed(name) }), h("span", {}, t(`first.aim.${name}`)));
    this.headline = h("h1", { tabindex: "-1" });
    this.cards = h("div", { class: "cards" });
    this.legend = h("legend", {}, t("first.asked", this.app.words.called("units", this.app.unit.name, this.app.unit.title)));
    this.slider = h("input", { type: "range", min: 0, max: STEPS, step: 1, value: STEPS, disabled: true, "aria-label": t("first.budget"), oninput: () => this.budgeted() });
    this.spend = h("output", {});
    this.button = h("button", { class: "primary", onclick: () => this.pressed() });
    this.bar = h("progress", { max: 1, "aria-label": t("first.title") });
    this.count = h("p", { class: "note" });
    this.rows = new Rows(this.words, (chosen) => { this.app.change({ levers: Object.fromEntries(chosen) }); this.app.open("play"); });
    this.box.replaceChildren(this.headline, this.cards,
      h("div", { class: "controls" }, h("fieldset", {}, this.legend, h("div", { class: "kinds" }, Object.keys(AIMS).map(aim))),
        h("div", { class: "spend" }, h("p", {}, t("first.budget"), ": ", this.spend), this.slider), h("div", { class: "run" }, this.button, h("div", {}, this.bar, this.count))),
      this.rows.list, this.rows.more, h("p", { class: "note" }, t("first.note")), h("p", { class: "note" }, t("first.sets")), h("p", { class: "note" }, t("limits")));
  }

  // ----- what is pressed
  aimed(name) { this.aim = name; this.search.again({ aim: name }); }

  budgeted() {
    const place = Number(this.slider.value);
    this.search.again({ budget: place === STEPS ? Infinity : (place / STEPS) * this.top });
  }

  pressed() {
    const { search } = this;
    if (search.going) search.pause();
    else search.go(search.looked < search.until ? search.until : search.looks.length);
  }

  // ----- what is shown
  /** small: only progress is new. */
  heard(small) {
    if (small && performance.now() - this.painted < PAINTED) return;
    if (this.app.setting.room !== "first") return;
    this.paint();
    if (!small && this.search.looked && !this.search.going) this.app.say(verdict(this.words, this.search.found));
  }

  paint() {
    const { search, words } = this, { found } = search;
    this.painted = performance.now();
    this.headline.textContent = verdict(words, found);
    this.cards.replaceChildren(...cards(words, found, search));
    this.running();
    if (!found) return;
    this.rows.show(found, search);
    this.spending(found);
  }

  running() {
    const { search, words } = this, { looks, looked, members, bench } = search, t = (...asked) => words.t(...asked);
    const paused = looked < search.until, last = looks.at(-1), ended = !search.going && looked === looks.length;
    this.button.textContent = search.going ? t("first.pause") : paused ? t("first.on") : t("first.more", words.whole(last.members * last.runs));
    this.button.hidden = ended;
    this.bar.value = search.progress;
    const look = looks[looked - 1];
    this.count.textContent = look ? `${t("first.done", words.whole(bench.made), t("first.each", words.whole(look.members * look.runs), look.members))}.` : t("first.progress", words.whole(bench.made), members);
  }

  /** The slider of hours goes as far as the dearest, rounded up, and keeps its end. */
  spending({ entries }) {
    if (!this.top) this.top = 100 * STEPS * Math.ceil(Math.max(...entries.map(({ hours }) => hours)) / 100 / STEPS) || STEPS;
    const { budget } = this.search, told = budget === Infinity ? this.t("first.any") : this.t("first.atMost", this.words.whole(budget));
    this.slider.disabled = false;
    this.slider.value = String(budget === Infinity ? STEPS : Math.round((budget / this.top) * STEPS));
    this.slider.setAttribute("aria-valuetext", told);
    this.spend.textContent = told;
  }

  // ----- for Share
  answer() { return answer(this.app, this.search); }
  picture() { return drawn(this.app, this.search, this.rows.shown ?? []); }
}
