// The Story: seven steps. In each the reader guesses, then sees. Every number comes from the runs that are shown.
import { h } from "../dom.js";
import { Axis } from "../draw/axis.js";
import { Stage } from "../draw/stage.js";
import { USUAL } from "../setting.js";
import { card } from "./story-card.js";
import { StoryRuns } from "./story-runs.js";
import { guessing, reveal, scene, showSets } from "./story-scenes.js";

export const LAST = 6, PAIRS = 5, SETS = 6; // steps, from 0 on: the last one, and those of many runs
// The care home that stopped, and a run of it that goes as the study tells; its second world, in which the no is overruled.
const STORY = { ...USUAL, workplace: "plejecenter-2" }, PUSHED = { push_through: 1 };
const KEPT = "takehold-guesses"; // where guesses outlive a reload, if the browser keeps anything for this page

export class Story {
  constructor(app, box) {
    this.app = app;
    this.box = box;
    this.at = 0;
    this.answers = kept(); // what was guessed, by step; leader: what the reader would do as the leader
    this.guess = {}; // where a ring or a slider stands before it is an answer
    this.more = false; // whether the last step shows other ways, too
    this.waiting = false; // while weeks go by
    this.playing = 0;
    this.pairs = null;
    this.canvas = h("canvas", { role: "img" });
    this.over = h("div", { class: "over", hidden: true });
    this.card = h("section", { class: "card", "aria-label": app.t("room.story") });
    const axisBox = h("div", { class: "axis" });
    box.replaceChildren(h("div", { class: "picture" }, h("div", { class: "stage" }, this.canvas, this.over), axisBox), this.card);
    this.stage = new Stage(this.canvas);
    this.axis = new Axis(axisBox, app.words, app.description);
    this.axis.id = "s";
    this.a = app.runs.watch(STORY);
    this.second = null;
    this.runs = new StoryRuns(app.runs, STORY, PUSHED);
    this.short = innerWidth < 900;
    addEventListener("keydown", (event) => this.turn(event));
    addEventListener("resize", () => this.resized());
  }

  get words() { return this.app.words; }
  t(...asked) { return this.words.t(...asked); }
  /** The first week of a phase, as the design plans it. */
  weekOf(name) { return this.app.description.phases.find((phase) => phase.name === name).week; }
  get vote() { return this.weekOf("steering workshop"); }
  get last() { return this.a.weeks; }
  /** The second world; it is not needed before the fifth step. */
  get b() { return (this.second ||= this.app.runs.watch({ ...STORY, levers: PUSHED })); }
  /** How many the workshop is for, and how many come to it. */
  get places() { return Math.round(this.a.unit.involvement * this.a.unit.employees); }
  get came() { return this.b.end.attended.reduce((sum, came) => sum + came, 0); }
  get answered() { return this.answers[this.at] !== undefined; }

  open({ focus }) { this.go(this.app.setting.step - 1, focus); }
  leave() { cancelAnimationFrame(this.playing); this.waiting = this.stage.busy = false; }
  relanguage() { this.card.setAttribute("aria-label", this.t("room.story")); }

  turn(event) {
    if (this.app.setting.room !== "story" || event.target.matches("input, textarea, select, dialog *") || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "ArrowRight") this.go(this.at + 1);
    if (event.key === "ArrowLeft") this.go(this.at - 1);
  }

  resized() {
    if (this.app.setting.room !== "story") return;
    if (this.at === SETS) showSets(this);
    if (this.short === innerWidth < 900) return;
    this.short = !this.short;
    if (!this.waiting) scene(this, true);
  }

  go(at, focus = true) {
    this.leave();
    this.at = Math.max(0, Math.min(LAST, at));
    this.app.change({ step: this.at + 1 });
    const t = (...asked) => this.t(...asked);
    this.stage.signs = { leader: t("leader"), roles: t("roles"), needs: (k, n) => `${t("needs")[k]} · ${n}`, scope: t("scope"), held: (...counts) => t("held", ...counts) };
    scene(this, !focus);
    if (this.answered) this.runMany();
    card(this);
    if (focus) this.card.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** The reader has said something: it is kept, and shown. key: of what, if it is not the step's own question. */
  answer(value, key = this.at) {
    this.answers[key] = value;
    keep(this.answers);
    if (key === 1) { this.stage.set({ form: "needs" }); this.stage.arrange(); }
    if (key === 2) this.stage.set({ votes: 1 });
    this.runMany();
    card(this, { live: true });
  }

  /** A ring or a slider becomes the answer, and what it is about goes by. */
  show() {
    this.answers[this.at] = this.guess[this.at];
    delete this.guess[this.at];
    keep(this.answers);
    this.waiting = true;
    card(this);
    reveal(this);
  }

  moved(value) {
    this.guess[this.at] = Math.round(100 * value) / 100;
    Object.assign(this.axis, guessing(this));
    this.axis.draw();
    const input = this.card.querySelector("input"), told = this.words.number(this.guess[this.at]);
    if (!input) return;
    input.value = String(this.guess[this.at]);
    input.setAttribute("aria-valuetext", told);
    this.card.querySelector("output").textContent = told;
  }

  /** Let the many runs of this step run, if it has any; after a reload, again. */
  runMany() {
    const { at } = this, here = () => this.at === at && this.app.setting.room === "story";
    const counted = (word, count) => { const line = this.card.querySelector(".running"); if (line) line.textContent = this.t(word, ...count); };
    const done = () => {
      Object.assign(this.app.measured, { pairs500: Math.round(this.runs.took), sets40: Math.round(this.runs.setsTook) });
      if (here()) { scene(this, true); card(this, { live: true }); }
    };
    if (at === PAIRS && !this.runs.pairsReady) this.runs.runPairs((found) => { if (here()) { this.pairs.add(found); counted("s6.running", this.runs.pairsSoFar); } }).then(done);
    if (at === SETS && !this.runs.setsReady) this.runs.runSets(() => { if (here()) { showSets(this); counted("s7.running", this.runs.setsSoFar); } }).then(done);
  }

  /** The other two ways, beside the first. */
  async showOthers() {
    this.more = true;
    showSets(this);
    await this.runs.runOthers(() => { if (this.at === SETS) showSets(this); });
    if (this.at === SETS) card(this, { live: true });
  }

  startOver() {
    this.answers = {};
    this.guess = {};
    this.more = false;
    keep(this.answers);
    this.go(0);
  }

}

/** Guesses of an earlier visit: numbers by step. */
function kept() {
  try { return Object.fromEntries(Object.entries(JSON.parse(localStorage.getItem(KEPT)) ?? {}).filter(([, value]) => Number.isFinite(value))); } catch { return {}; }
}

function keep(answers) {
  try { localStorage.setItem(KEPT, JSON.stringify(answers)); } catch { /* a browser that keeps nothing forgets them */ }
}
