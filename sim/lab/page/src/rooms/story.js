// The Story: seven steps in six scenes. In each the reader guesses, then sees. Every number comes from the runs that are shown.
import { h } from "../dom.js";
import { Stage, still } from "../draw/stage.js";
import { Axis } from "../draw/axis.js";
import { Pairs, strips } from "../draw/charts.js";
import { TRUST_TOP } from "../draw/palette.js";
import { USUAL, runnable } from "../setting.js";

const PAIRS = 500, EACH = 50, SETS = 40, BEHIND = 60, LAST = 6;
// The care home that stopped, and a run of it that goes as the study tells; its second world, and two other ways.
const STORY = { ...USUAL, workplace: "plejecenter-2" }, PUSHED = { push_through: 1 }, OTHER_WAYS = [{ trust_first_weeks: 20 }, { restart: 1 }];
const ALIKE = 1e-9, TINY = 0.0005; // differences in trust that are none
const KEPT = "takehold-guesses"; // where guesses outlive a reload, if the browser keeps anything for this page

export class Story {
  constructor(app, box) {
    Object.assign(this, { app, box, at: 0, answers: guesses(), guess: {} });
    const { words } = app;
    this.canvas = h("canvas", { role: "img" });
    this.over = h("div", { class: "over", hidden: true });
    this.axisBox = h("div", { class: "axis" });
    this.card = h("section", { class: "card", "aria-label": words.t("room.story") });
    box.replaceChildren(h("div", { class: "picture" }, h("div", { class: "stage" }, this.canvas, this.over), this.axisBox), this.card);
    this.stage = new Stage(this.canvas);
    this.axis = new Axis(this.axisBox, words);
    this.axis.id = "s";
    this.a = app.runs.watch(STORY);
    this.last = this.a.weeks;
    this.vote = app.description.phases.find(({ name }) => name === "steering workshop").week;
    addEventListener("keydown", (event) => {
      if (app.setting.room !== "story" || event.target.matches("input, textarea, select, dialog *") || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === "ArrowRight") this.go(this.at + 1);
      if (event.key === "ArrowLeft") this.go(this.at - 1);
    });
    addEventListener("resize", () => { if (!this.over.hidden && this.at === 6) this.strips(); });
  }

  get words() { return this.app.words; }
  /** How many the workshop is for. */
  get places() { return Math.round(this.a.unit.involvement * this.a.unit.employees); }
  get b() { return (this.second ||= this.app.runs.watch({ ...STORY, levers: PUSHED })); }

  open({ focus }) { this.go(this.app.setting.step - 1, focus); }
  leave() { cancelAnimationFrame(this.playing); }
  relanguage() { this.card.setAttribute("aria-label", this.words.t("room.story")); }

  go(at, focus = true) {
    cancelAnimationFrame(this.playing);
    this.at = Math.max(0, Math.min(LAST, at));
    this.app.change({ step: this.at + 1 });
    this.stage.signs = this.signs();
    this.scene(!focus);
    this.render();
    if (focus) this.card.querySelector("h1").focus({ preventScroll: true });
    this.box.scrollTo?.(0, 0); scrollTo(0, 0);
  }

  signs() {
    const t = (...p) => this.words.t(...p);
    return { leader: t("leader"), roles: t("roles"), needs: (k, n) => `${t("needs")[k]} · ${n}`, scope: t("scope"), held: (...p) => t("held", ...p) };
  }

  /** What stands on the stage before (and, if the reader has answered already, after) the reveal. */
  scene(quick) {
    const { a, stage, axis, answers } = this, b = this.at > 3 ? this.b : null, short = innerWidth < 900, band = short ? 62 : 66, done = answers[this.at] !== undefined && !this.guess[this.at];
    const one = { told: () => this.words.t("alt.axis", this.words.number(a.trust[Math.round(axis.week)])) };
    const lines = (week, more = {}) => { axis.week = week; axis.show({ weeks: this.last, worlds: [{ ...a, tone: "a" }], plan: week <= this.vote && this.at < 3, ...one, ...more }); };
    this.over.hidden = true; this.canvas.hidden = false;
    this.box.classList.toggle("roomy", this.at === 6);
    this.box.classList.toggle("pair", this.at === 4);
    switch (this.at) {
      case 0:
        if (!stage.rooms.length && !still()) { stage.show([{ world: a, form: "empty", week: 0 }], true); setTimeout(() => { if (this.at === 0) { stage.set({ form: "arrival" }); stage.arrange(); } }, 450); }
        else stage.show([{ world: a, form: "arrival", week: 0 }], quick);
        lines(0);
        break;
      case 1:
        stage.show([{ world: a, form: done ? "needs" : "arrival", week: done ? 3 : 0 }], quick);
        lines(0); this.play(0, 3, 900);
        break;
      case 2:
        stage.show([{ world: a, form: "vote", week: this.vote, votes: done ? 1 : 0 }], quick);
        lines(this.vote);
        break;
      case 3:
        stage.show([{ world: a, form: done ? "home" : "circle", week: done ? this.last : this.vote }], quick);
        lines(done ? this.last : this.vote, this.guessing(a));
        break;
      case 4:
        stage.show([{ world: a, form: done ? "home" : "circle", week: done ? this.last : this.vote, tone: "a", band, title: this.words.t(short ? "rooms.shortA" : "rooms.a") },
          { world: b, form: done ? "home" : "vote", week: done ? this.last : this.vote, votes: 1, tone: "b", band, title: this.words.t(short ? "rooms.shortB" : "rooms.b"), board: true, chairs: 1 + this.places }], quick);
        axis.week = done ? this.last : this.vote;
        axis.show({ weeks: this.last, worlds: [{ ...a, tone: "a" }, { ...b, tone: "b" }], ...this.guessing(b), told: () => this.words.t("alt.axis", this.words.number(a.trust.at(-1)), this.words.number(b.trust.at(-1))) });
        break;
      case 5:
        axis.week = this.last;
        axis.show({ weeks: this.last, worlds: [{ ...a, tone: "a" }, { ...b, tone: "b" }], spread: this.behind, ...one });
        this.canvas.hidden = true; this.over.hidden = false;
        this.over.replaceChildren(h("p", { class: "overhead" }, this.words.t("s6.axis")), h("div", { class: "pairs" }));
        this.pairs = new Pairs(this.over.lastChild, this.words);
        if (this.found) this.pairs.add(this.found);
        break;
      default:
        axis.week = this.last;
        axis.show({ weeks: this.last, worlds: [{ ...a, tone: "a" }, { ...b, tone: "b" }], spread: this.behind, ...one });
        this.canvas.hidden = true; this.over.hidden = false;
        this.strips();
    }
    this.tellStage();
  }

  tellStage() {
    const room = this.stage.rooms[0], week = Math.round(room?.week || 0);
    if (room) this.canvas.setAttribute("aria-label", this.words.t("alt.stage", room.world.team.length, week, this.words.number(room.world.trust[week])));
  }

  /** A ring on the axis that the reader drags to where trust will end. */
  guessing(world) {
    const key = this.at, done = this.answers[key] !== undefined && !this.guess[key], value = this.answers[key] ?? this.guess[key] ?? world.trust[this.vote];
    if (!done) this.guess[key] = value;
    return {
      guess: { from: [this.vote, world.trust[this.vote]], value, at: this.last, open: !done },
      onGuess: done ? null : (to) => this.guessed(world, to),
    };
  }

  guessed(world, to) {
    this.guess[this.at] = Math.round(100 * to) / 100;
    Object.assign(this.axis, this.guessing(world));
    this.axis.draw();
    const slider = this.card.querySelector("input");
    if (slider) { slider.value = this.guess[this.at]; slider.setAttribute("aria-valuetext", this.words.number(this.guess[this.at])); slider.nextSibling.textContent = this.words.number(this.guess[this.at]); }
  }

  /** Let weeks go by on the stage and on the axis, in step. */
  play(from, to, ms, each = () => {}, after = () => {}) {
    cancelAnimationFrame(this.playing);
    const put = (week) => { this.stage.set({ week }); this.axis.at(week); each(week); };
    if (still()) { put(to); this.tellStage(); after(); return; }
    const began = performance.now(), frames = this.stage.frames;
    this.stage.busy = true;
    const keys = Array.isArray(ms) ? ms : [[to, ms]], all = keys.reduce((sum, [, time]) => sum + time, 0); // [until week, in ms], one after another
    const weekAt = (spent) => { let start = from; for (const [until, time] of keys) { if (spent <= time) return start + ((until - start) * spent) / time; spent -= time; start = until; } return to; };
    const step = (now) => {
      const spent = Math.max(0, now - began), t = Math.min(1, spent / all); // the first frame can be stamped before the click
      put(t < 1 ? weekAt(spent) : to);
      if (t < 1) this.playing = requestAnimationFrame(step);
      else { this.stage.busy = false; this.app.measured.fps = Math.round((this.stage.frames - frames) / ((now - began) / 1000)); this.tellStage(); after(); }
    };
    this.playing = requestAnimationFrame(step);
  }

  choose(value) {
    this.answers[this.at] = value;
    keep(this.answers);
    const { stage } = this;
    if (this.at === 1) { stage.set({ form: "needs" }); stage.arrange(); }
    if (this.at === 2) stage.set({ votes: 1 });
    this.render(true);
  }

  reveal() {
    const { stage, axis, a } = this, key = this.at, b = key === 4 ? this.b : null;
    this.answers[key] = this.guess[key];
    keep(this.answers);
    delete this.guess[key];
    Object.assign(axis, this.guessing(key === 3 ? a : b));
    axis.draw();
    const forms = [{ until: 22, form: "circle" }, { until: 99, form: "home" }], pushed = [{ until: 8.4, form: "vote" }, { until: 12, form: "workshop" }, { until: 99, form: "home" }];
    const pick = (list, week) => list.find((s) => week < s.until).form;
    const each = (week) => {
      let changed = false;
      stage.rooms.forEach((room, i) => {
        const form = pick(i ? pushed : forms, week);
        if (form !== room.form) { room.form = form; if (i) room.votes = 0; changed = true; }
      });
      if (changed) stage.arrange();
      const said = captions.findLast(([from]) => week >= from)?.[1], line = this.card.querySelector(".caption");
      if (line && said && line.textContent !== said) { line.textContent = said; this.app.say(said); }
    };
    const came = b?.end.attended.reduce((x, y) => x + y, 0), captions = key === 3 ? this.words.t("s4.captions") : this.words.t("s5.captions", came, this.places);
    if (key === 4) stage.set({ votes: 0 }, 1);
    this.render(false, true);
    this.play(this.vote, this.last, key === 3 ? [[22, 4200], [this.last, 2600]] : [[9, 2600], [12, 3400], [22, 3200], [this.last, 2800]], each, () => this.render(true));
  }

  async run500() {
    const { app } = this, key = this.at;
    this.answers[key] = this.guess[key] ?? 250;
    delete this.guess[key];
    keep(this.answers);
    this.running = 0; this.found = [];
    this.render();
    const { runs } = app, two = [STORY, { ...STORY, levers: PUSHED }].map((one) => runnable(one));
    const [a, b] = await Promise.all(two.map((one) => runs.series(one, "trust_leader", 0, BEHIND)));
    this.behind = { a: a.map(([line]) => line), b: b.map(([line]) => line) };
    if (this.at === key) { this.axis.spread = this.behind; this.axis.draw(); }
    const began = performance.now();
    await Promise.all(Array.from({ length: PAIRS / EACH }, async (_, k) => {
      const [x, y] = await Promise.all(two.map((one) => runs.pool.ask(one, "table", k * EACH, (k + 1) * EACH)));
      const by = Array.from(y.trust_end, (trust, i) => trust - x.trust_end[i]);
      this.found.push(...by);
      this.running = this.found.length;
      if (this.at === key) this.pairs.add(by);
      const line = this.card.querySelector(".running");
      if (line) line.textContent = this.words.t("s6.running", this.running);
    }));
    this.took = performance.now() - began;
    app.measured.pairs500 = Math.round(this.took);
    this.running = null;
    if (this.at === key) this.render(true);
  }

  counts() { return { less: this.found.filter((v) => v < -ALIKE).length, more: this.found.filter((v) => v > ALIKE).length, same: this.found.filter((v) => Math.abs(v) <= ALIKE).length }; }

  async runSets(value) {
    this.answers[6] = value;
    keep(this.answers);
    this.running = 0;
    const { app } = this, settings = [{}, PUSHED, ...OTHER_WAYS].map((levers) => runnable({ ...STORY, levers }));
    this.sets = settings.slice(1).map(() => Array(SETS).fill(null));
    this.render();
    const mean = ({ trust_end: v }) => v.reduce((p, q) => p + q, 0) / v.length, began = performance.now();
    const differences = (rows) => (k, [usual, ...others]) => others.forEach((other, i) => { this.sets[rows + i][k] = mean(other) - mean(usual); });
    await app.runs.over(settings.slice(0, 2), { sets: SETS, runs: EACH }, (k, tables) => {
      differences(0)(k, tables);
      this.running++;
      const line = this.card.querySelector(".running");
      if (line) line.textContent = this.words.t("s7.running", this.running);
      if (this.at === 6) this.strips();
    });
    app.measured.sets40 = Math.round(performance.now() - began);
    this.running = null;
    if (this.at === 6) this.render(true);
    // the two other ways are worked out while the first is being read
    this.others = app.runs.over([settings[0], ...settings.slice(2)], { sets: SETS, runs: EACH }, (k, tables) => { differences(1)(k, tables); if (this.more && this.at === 6) this.strips(); });
  }

  strips() {
    const rows = this.sets || [Array(SETS).fill(null)], names = this.words.t("s7.rows"), shown = this.more ? rows : rows.slice(0, 1);
    const used = this.found ? this.found.reduce((p, q) => p + q, 0) / this.found.length : null;
    this.over.replaceChildren(h("p", { class: "overhead" }, this.words.t("s7.axis")), h("div", { class: "strips" }));
    strips(this.over.lastChild, this.words, shown.map((values, k) => ({ name: names[k], values, used: k === 0 ? used : null })));
  }

  // --- the card ---

  choices(list, chosen, pick) {
    return h("div", { class: `choices${chosen === undefined ? "" : " done"}`, role: "group" }, list.map((text, k) => h("button", { class: `choice${chosen === k ? " chosen" : ""}`, "aria-pressed": chosen === undefined ? null : String(chosen === k), disabled: chosen !== undefined && chosen !== k, onclick: () => pick(k) }, h("span", { class: "tickbox", "aria-hidden": "true" }), text)));
  }

  slider(label, value, max, step, text, change) {
    const shown = h("output", {}, text(value));
    const input = h("input", { type: "range", min: 0, max, step, value, "aria-label": label, "aria-valuetext": text(value), oninput: () => { change(+input.value); input.setAttribute("aria-valuetext", text(+input.value)); shown.textContent = text(+input.value); } });
    return h("div", { class: "slide" }, input, shown);
  }

  render(live = false, waiting = false) {
    const { words, answers, at } = this, t = (...p) => words.t(...p), n = (v) => words.number(v), key = `s${at + 1}`, answer = answers[at], done = answer !== undefined;
    const p = (text, cls = "") => h("p", { class: cls }, text), body = [], after = [];
    let ready = done;
    const people = this.a;
    if (at === 0) {
      body.push(p(t("s1.text"), "lead"), p(t("s1.question"), "ask"), this.choices(t("s1.choices"), answer, (k) => this.choose(k)));
      if (done) after.push(p(t("s1.after")), p(t("s1.note"), "note"));
    } else if (at === 1) {
      const most = this.stage.most(people), out = most.filter((m) => m === 2).length;
      body.push(p(t("s2.text"), "lead"), p(t("s2.question"), "ask"), this.choices(t("s2.choices"), answer, (k) => this.choose(k)));
      if (done) after.push(p(t("s2.after", out, most.length)), p(t("s2.after2", most.length - out), "strong"), p(t("s2.note"), "note"));
    } else if (at === 2) {
      const votes = people.votes ??= people.frame(this.vote + 1).votes, reps = people.representatives, no = votes.slice(0, reps).filter((v) => !v).length, yes = votes.slice(reps).filter(Boolean).length;
      body.push(p(t("s3.text"), "lead"), p(t("s3.question"), "ask"), this.choices(t("s3.choices"), answer, (k) => this.choose(k)));
      ready = this.answers.leader !== undefined;
      if (done) after.push(p(t("s3.after", no, reps, yes, votes.length - reps)), p(t("s3.question2"), "ask"), this.choices(t("s3.choices2"), this.answers.leader, (k) => { this.answers.leader = k; this.render(true); }));
      if (ready) after.push(p(t("s3.after2", this.answers.leader === 1), "strong"));
    } else if (at === 3 || at === 4) {
      const world = at === 3 ? this.a : this.b;
      if (at === 3) body.push(h("blockquote", {}, h("p", {}, t("s4.quote")), h("footer", {}, t("s4.who"))));
      else body.push(p(t("s5.text"), "lead"));
      body.push(p(t(`${key}.question`), "ask"));
      if (!done) body.push(this.slider(t(`${key}.slider`), this.guess[at], TRUST_TOP, 0.01, n, (v) => this.guessed(world, v)), h("button", { class: "primary", onclick: () => this.reveal() }, t("show")));
      ready = done && !waiting && !this.stage.busy;
      if (done) body.push(p(ready ? t("guessedBy", n(answer), n(Math.abs(answer - world.trust.at(-1))), Math.abs(answer - world.trust.at(-1)) < 0.035 ? 0 : Math.sign(answer - world.trust.at(-1))) : t("guessed", n(answer)), "yours"));
      if (done && !ready) after.push(p("", "caption"));
      if (ready) after.push(...(at === 3 ? [p(t("s4.after", n(this.a.trust[0]), n(this.a.trust.at(-1))), "strong"), p(t("s4.after2")), answers[0] === undefined ? "" : p(t("s4.first", t("s1.choices")[answers[0]].toLowerCase(), answers[0] === 2), "note")]
        : [p(t("s5.after", this.b.end.attended.reduce((x, y) => x + y, 0))), p(t("s5.after2", n(this.b.trust.at(-1)), n(this.a.trust.at(-1))), "strong")]));
    } else if (at === 5) {
      body.push(p(t("s6.text"), "lead"), p(t("s6.question"), "ask"));
      if (!done) body.push(this.slider(t("s6.slider"), this.guess[5] ??= 250, PAIRS, 5, (v) => t("s6.of", v), (v) => { this.guess[5] = v; }), h("button", { class: "primary", onclick: () => this.run500() }, t("s6.run")));
      else body.push(p(t("guessed", t("s6.of", answer)), "yours"));
      ready = done && this.running === null;
      if (done && this.running !== null) after.push(p(t("s6.running", this.running || 0), "running"));
      if (ready) { const c = this.counts(); after.push(p(t("s6.after", c.less, c.more), "strong"), p(t("s6.after2", c.same)), p(t("s6.speed", words.number(this.took / 1000, 1), this.app.runs.pool.workers.length), "note")); }
    } else {
      body.push(p(t("s7.text"), "lead"), p(t("s7.question"), "ask"), this.choices(t("s7.choices"), answer, (k) => this.runSets(k)));
      ready = done && this.running === null;
      if (done && !ready) after.push(p(t("s7.running", this.running || 0), "running"));
      if (ready) {
        const count = (k, sign) => this.sets[k].filter((v) => sign * v > TINY).length;
        after.push(p(t("s7.after", count(0, -1), count(0, 1)), "strong"));
        if (!this.more) after.push(h("button", { class: "primary", onclick: async () => { this.more = true; this.strips(); await this.others; if (this.at === 6) this.render(true); } }, t("s7.then")));
        else after.push(p(t("s7.after2", count(1, 1), count(2, 1), SETS)), p(t("s7.caveat"), "note"));
      }
    }
    const number = Math.min(at + 1, 6), dots = h("div", { class: "dots", role: "group", "aria-label": t("scenes") }, [0, 1, 2, 3, 4, 5].map((k) => h("button", { class: k === number - 1 ? "here" : "", "aria-label": t("scene", k + 1, 6), "aria-current": k === number - 1 ? "step" : null, onclick: () => this.go(k) })));
    const end = at === LAST, on = end ? h("button", { class: this.more && ready ? "primary" : "quiet", onclick: () => this.app.open("play") }, t("s7.toPlay"))
      : h("button", { class: ready ? "primary" : "quiet", onclick: () => this.go(at + 1) }, t("next"));
    this.card.replaceChildren(
      h("div", { class: `text${done ? " done" : ""}` }, h("p", { class: "eyebrow" }, t("scene", number, 6)), h("h1", { tabindex: "-1" }, t(`${key}.title`)), ...body, h("div", { class: `after${live ? " fresh" : ""}` }, ...after)),
      h("div", { class: "nav" }, h("button", { class: "quiet", disabled: at === 0, onclick: () => this.go(at - 1) }, t("back")), dots, on));
    if (live) this.app.say(after.filter((node) => node.tagName === "P").map((node) => node.textContent).join(" "));
    if (live && innerWidth < 900) this.card.querySelector(".text").scrollTo({ top: 1e4, behavior: still() ? "auto" : "smooth" });
  }
}

/** Guesses of an earlier visit. */
function guesses() {
  try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

function keep(answers) {
  try { localStorage.setItem(KEPT, JSON.stringify(answers)); } catch { /* a browser that keeps nothing forgets them */ }
}
