// What stands on the stage and on the axis in each step of the Story, before the reader answers and after.
import { h } from "../dom.js";
import { Pairs, strips } from "../draw/charts.js";
import { still } from "../draw/stage.js";
import { card } from "./story-card.js";

const BAND = { short: 72, long: 66 }; // room for the title of a room and for the board in it

/** quick: it stands there at once, nobody walks. */
export function scene(story, quick) {
  const { box, at, over, canvas } = story, many = at > 4;
  over.hidden = !many;
  canvas.hidden = many;
  box.classList.toggle("roomy", at === 6);
  box.classList.toggle("pair", at === 4 || at === 5);
  box.classList.toggle("early", at < 3); // nothing is on the axis yet but what is planned
  [people, needs, vote, stopped, pushed, pairs, sets][at](story, quick);
  tellStage(story);
}

/** The first step begins with the people; then the leader comes. */
function people(story, quick) {
  const { stage, a } = story;
  if (!stage.rooms.length && !still()) {
    stage.show([{ world: a, form: "empty", week: 0 }], true);
    setTimeout(() => { if (stage.rooms[0].form === "empty") { stage.set({ form: "arrival" }); stage.arrange(); } }, 450);
  } else stage.show([{ world: a, form: "arrival", week: 0 }], quick);
  lines(story, 0);
}

function needs(story, quick) {
  const { stage, a, answered } = story;
  stage.show([{ world: a, form: answered ? "needs" : "arrival", week: answered ? 3 : 0 }], quick);
  lines(story, 0);
  letWeeksPass(story, 0, [[3, 900]]);
}

function vote(story, quick) {
  story.stage.show([{ world: story.a, form: "vote", week: story.vote, votes: story.answered ? 1 : 0 }], quick);
  lines(story, story.vote);
}

function stopped(story, quick) {
  const { stage, a, answered, vote: from, last } = story, week = answered ? last : from;
  stage.show([{ world: a, form: answered ? "home" : "circle", week }], quick);
  lines(story, week, { ...guessing(story), plan: false });
}

function pushed(story, quick) {
  const { stage, a, b, answered, vote: from, last, short } = story, week = answered ? last : from, band = short ? BAND.short : BAND.long, title = (which) => story.t(`rooms.${short ? "short" : "long"}.${which}`);
  stage.show([{ world: a, form: answered ? "home" : "circle", week, tone: "a", band, title: title("a") },
    { world: b, form: answered ? "home" : "vote", week, votes: 1, tone: "b", band, title: title("b"), board: true, chairs: 1 + story.places }], quick);
  lines(story, week, { ...guessing(story), plan: false });
}

function pairs(story) {
  const { over, words, runs, answered } = story, box = h("div", { class: "pairs" });
  lines(story, story.last, { spread: answered ? runs.behind : null });
  over.replaceChildren(h("p", { class: "overhead" }, words.t("s6.axis")), box);
  story.pairs = new Pairs(box, words);
  if (answered && runs.found.length) story.pairs.add(runs.found, true);
}

function sets(story) {
  lines(story, story.last, { spread: story.runs.behind });
  showSets(story);
}

/** One dot for each admissible set: of the one way, or of three. */
export function showSets(story) {
  const { over, words, runs, more, answered } = story, names = words.t("s7.rows"), box = h("div", { class: "strips" });
  over.replaceChildren(h("p", { class: "overhead" }, words.t("s7.axis")), box);
  const rows = answered ? runs.sets.slice(0, more ? 3 : 1) : [[]];
  strips(box, words, rows.map((values, k) => ({ name: names[k], values, used: k === 0 ? runs.meanPair : null })));
}

/** The axis up to a week: one world, or from the fifth step on both. */
function lines(story, week, more = {}) {
  const { axis, a, words, at, last, vote: planned } = story, worlds = [{ ...a, tone: "a" }, ...(at > 3 ? [{ ...story.b, tone: "b" }] : [])];
  const told = () => words.t("alt.axis", ...worlds.map(({ trust }) => words.number(trust[Math.min(trust.length - 1, Math.round(axis.week))])));
  axis.week = week;
  axis.show({ weeks: last, worlds, plan: week <= planned, told, ...more });
}

/** What screen readers hear of the stage: who stands how, in which week, with how much trust. */
function tellStage({ stage, canvas, words }) {
  const told = stage.rooms.map(({ world, form, week, title }) => {
    const k = Math.min(world.trust.length - 1, Math.round(week));
    return words.t("seen", title, words.t("forms")[form], world.team.length, k, words.number(world.trust[k]));
  });
  canvas.setAttribute("aria-label", told.join(" "));
}

/** A ring on the axis that the reader drags to where trust will end; once it is an answer, it stays as it is. */
export function guessing(story) {
  const { at, answers, guess, vote: from, last, answered } = story, { trust } = at === 3 ? story.a : story.b;
  if (!answered) guess[at] ??= trust[from];
  return { guess: { from: [from, trust[from]], value: answered ? answers[at] : guess[at], at: last, open: !answered }, onGuess: answered ? null : (to) => story.moved(to) };
}

/** Let weeks go by on the stage and on the axis, in step. pace: [until week, ms], one after another. */
function letWeeksPass(story, from, pace, each = (_week) => {}, after = () => {}) {
  const { stage, axis, app } = story, to = pace.at(-1)[0], all = pace.reduce((sum, [, ms]) => sum + ms, 0);
  cancelAnimationFrame(story.playing);
  const put = (week) => { stage.set({ week }); axis.at(week); each(week); };
  const end = () => { stage.busy = false; tellStage(story); after(); };
  if (still()) { put(to); end(); return; }
  const began = performance.now(), { frames } = stage;
  stage.busy = true;
  const weekAt = (spent) => {
    let start = from;
    for (const [until, ms] of pace) { if (spent <= ms) return start + ((until - start) * spent) / ms; spent -= ms; start = until; }
    return to;
  };
  const step = (now) => {
    const spent = Math.max(0, now - began); // the first frame can be stamped before the click
    put(spent < all ? weekAt(spent) : to);
    if (spent < all) { story.playing = requestAnimationFrame(step); return; }
    app.measured.fps = Math.round((stage.frames - frames) / ((now - began) / 1000));
    end();
  };
  story.playing = requestAnimationFrame(step);
}

/** The weeks after the vote, as they went: people go where the phase takes them, and the card says what happens. */
export function reveal(story) {
  const { stage, axis, at, vote: from, last, a } = story, listened = a.names.lastIndexOf("stop and listen") + 1, workshop = story.weekOf("employee workshop");
  Object.assign(axis, guessing(story));
  axis.draw();
  if (at === 4) stage.set({ votes: 0 }, 1);
  const pace = at === 3 ? [[listened, 4200], [last, 2600]] : [[workshop, 2600], [story.weekOf("steering plan") + 1, 3400], [listened, 3200], [last, 2800]];
  const caption = captions(story);
  letWeeksPass(story, from, pace, (week) => {
    const forms = stage.rooms.map(({ world }) => formOf(world, week)), before = stage.rooms.map(({ form }) => form).join();
    forms.forEach((form, i) => { stage.rooms[i].form = form; });
    if (forms.join() !== before) stage.arrange();
    caption(week);
  }, () => { story.waiting = false; card(story, { live: true }); });
}

/** How people stand in a phase; they set out for the next one a little before it begins. */
function formOf({ names, launch }, week) {
  const phase = names[Math.min(names.length - 1, Math.floor(week + 0.6))], stops = launch < 0;
  if (phase === "stop and listen" || (stops && phase === "steering workshop")) return "circle";
  return { "steering workshop": "vote", "employee workshop": "workshop" }[phase] ?? "home";
}

/** A function that says under the picture what happens in a week, each thing once and in order. */
function captions(story) {
  const { at, a, app } = story, t = (...asked) => story.t(...asked);
  let said = -1;
  const say = (k, text) => {
    if (k <= said) return;
    said = k;
    const line = story.card.querySelector(".caption");
    if (line) line.textContent = text;
    app.say(text);
  };
  if (at === 3) return (week) => (formOf(a, week) === "circle" ? say(0, t("s4.captions.listen")) : say(1, t("s4.captions.end")));
  const { b } = story;
  return (week) => {
    const now = Math.floor(week), since = now - 1 - b.launch, held = b.frame(now).held.reduce((sum, one) => sum + one, 0);
    if (since >= 0 && held === 0) say(4, t("s5.captions.faded"));
    else if (since >= 1 && held < b.sessions) say(3, t("s5.captions.fewer"));
    else if (since >= 0) say(2, t("s5.captions.begin"));
    else if (formOf(b, week) === "workshop") say(1, t("s5.captions.workshop", story.came, story.places));
    else say(0, t("s5.captions.overruled"));
  };
}
