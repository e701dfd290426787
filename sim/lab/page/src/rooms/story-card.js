// The card beside the picture: what is told, what is asked, and, once the reader has answered, what came of it.
import { h } from "../dom.js";
import { mostNeeded } from "../draw/room.js";
import { still } from "../draw/stage.js";
import { TRUST_TOP } from "../draw/palette.js";

const WELLBEING = 2, STOPS = 2, GOES_ON = 1; // places of a need and of answers among the choices
const CLOSE = 0.035; // a guess that near is very close
const p = (text, name = "") => h("p", { class: name }, text);

/** live: what came of an answer has just come, and is said. */
export function card(story, { live = false } = {}) {
  const { at, answered } = story, steps = [people, needs, vote, stopped, pushed, pairs, sets];
  const { body, after = [], ready = answered, next } = steps[at](story, (...asked) => story.t(...asked));
  const text = h("div", { class: `text${answered ? " done" : ""}` }, p(story.t("scene", at + 1, steps.length), "eyebrow"), h("h1", { tabindex: "-1" }, story.t(`s${at + 1}.title`)), ...body,
    h("div", { class: `after${live ? " fresh" : ""}` }, ...after));
  story.card.replaceChildren(text, navigation(story, steps.length, ready, next));
  if (!live) return;
  story.app.say(after.filter((node) => node.tagName === "P").map((node) => node.textContent).join(" "));
  if (story.short) text.scrollTo({ top: text.scrollHeight, behavior: still() ? "auto" : "smooth" });
}

/** Back, a dot for each step, and on; on is dark when the step is done, and never locked. */
function navigation(story, count, ready, next) {
  const { at } = story, name = ready ? "primary" : "quiet";
  const dot = (_, k) => h("button", { class: k === at ? "here" : "", "aria-label": story.t("scene", k + 1, count), "aria-current": k === at ? "step" : null, onclick: () => story.go(k) });
  return h("div", { class: "nav" }, h("button", { class: "quiet", disabled: at === 0, onclick: () => story.go(at - 1) }, story.t("back")),
    h("div", { class: "dots", role: "group", "aria-label": story.t("scenes") }, Array.from({ length: count }, dot)),
    next ?? h("button", { class: name, onclick: () => story.go(at + 1) }, story.t("next")));
}

// ----- what answers are given with
function choices(list, chosen, pick) {
  const open = chosen === undefined;
  return h("div", { class: `choices${open ? "" : " done"}`, role: "group" }, list.map((text, k) => h("button", { class: `choice${chosen === k ? " chosen" : ""}`, "aria-pressed": open ? null : String(chosen === k),
    disabled: !open && chosen !== k, onclick: () => { if (open) pick(k); } }, h("span", { class: "tickbox", "aria-hidden": "true" }), text)));
}

/** told: a value in words. */
function slider(label, value, max, step, told, changed) {
  const shown = h("output", {}, told(value));
  const input = h("input", { type: "range", min: 0, max, step, value, "aria-label": label, "aria-valuetext": told(value), oninput: () => {
    input.setAttribute("aria-valuetext", told(+input.value));
    shown.textContent = told(+input.value);
    changed(+input.value);
  } });
  return h("div", { class: "slide" }, input, shown);
}

const button = (text, pressed, name = "primary") => h("button", { class: name, onclick: pressed }, text);

// ----- the steps
function people(story, t) {
  const begun = Object.keys(story.answers).length > 1;
  return { body: [p(t("s1.text"), "lead"), p(t("s1.question"), "ask"), choices(t("s1.choices"), story.answers[0], (k) => story.answer(k))],
    after: story.answered ? [p(t("s1.after")), p(t("s1.note"), "note"), begun ? button(t("again"), () => story.startOver(), "quiet") : null].filter(Boolean) : [] };
}

function needs(story, t) {
  const most = mostNeeded(story.a), out = most.filter((need) => need === WELLBEING).length;
  return { body: [p(t("s2.text"), "lead"), p(t("s2.question"), "ask"), choices(t("s2.choices"), story.answers[1], (k) => story.answer(k))],
    after: story.answered ? [p(t("s2.after", out, most.length)), p(t("s2.after2", most.length - out), "strong"), p(t("s2.note"), "note")] : [] };
}

function vote(story, t) {
  const { a, answers } = story, votes = a.frame(story.vote + 1).votes.slice(0, a.members), reps = votes.slice(0, a.representatives), planners = votes.slice(a.representatives), after = [];
  if (story.answered) after.push(p(t("s3.after", reps.filter((yes) => !yes).length, reps.length, planners.filter(Boolean).length, planners.length)), p(t("s3.question2"), "ask"),
    choices(t("s3.choices2"), answers.leader, (k) => story.answer(k, "leader")));
  if (answers.leader !== undefined) after.push(p(t("s3.after2", answers.leader === GOES_ON), "strong"));
  return { body: [p(t("s3.text"), "lead"), p(t("s3.question"), "ask"), choices(t("s3.choices"), answers[2], (k) => story.answer(k))], after, ready: answers.leader !== undefined };
}

/** Where trust ends: a ring on the axis, or a slider here, and once it is answered how far off it was. */
function guessed(story, world, t) {
  const { at, words } = story, number = (value) => words.number(value), answer = story.answers[at];
  if (!story.answered) return [slider(t(`s${at + 1}.slider`), story.guess[at], TRUST_TOP, 0.01, number, (value) => story.moved(value)), button(t("show"), () => story.show())];
  const by = answer - world.trust.at(-1);
  return [p(story.waiting ? t("guessed", number(answer)) : t("guessedBy", number(answer), number(Math.abs(by)), Math.abs(by) < CLOSE ? 0 : Math.sign(by)), "yours")];
}

function stopped(story, t) {
  const { a, answers, words } = story, first = answers[0], ready = story.answered && !story.waiting;
  const told = () => [p(t("s4.after", words.number(a.trust[0]), words.number(a.trust.at(-1))), "strong"), p(t("s4.after2")),
    ...(first === undefined ? [] : [p(t("s4.first", t("s1.choices")[first].toLowerCase(), first === STOPS), "note")])];
  return { body: [h("blockquote", {}, p(t("s4.quote")), h("footer", {}, t("s4.who"))), p(t("s4.question"), "ask"), ...guessed(story, a, t)],
    after: ready ? told() : story.waiting ? [p("", "caption")] : [], ready };
}

function pushed(story, t) {
  const { a, b, words } = story, ready = story.answered && !story.waiting, end = ({ trust }) => words.number(trust.at(-1));
  return { body: [p(t("s5.text"), "lead"), p(t("s5.question"), "ask"), ...guessed(story, b, t)],
    after: ready ? [p(t("s5.after", story.came)), p(t("s5.after2", end(b), end(a)), "strong")] : story.waiting ? [p("", "caption")] : [], ready };
}

function pairs(story, t) {
  const { runs, words, answered } = story, all = runs.pairs, of = (k) => t("s6.of", k, all), ready = answered && runs.pairsReady, { less, more, same } = runs.piles();
  if (!answered) story.guess[5] ??= all / 2;
  const ask = answered ? [p(t("guessed", of(story.answers[5])), "yours")]
    : [slider(t("s6.slider", all), story.guess[5], all, 5, of, (value) => { story.guess[5] = value; }), button(t("s6.run", all), () => story.answer(story.guess[5]))];
  return { body: [p(t("s6.text", all), "lead"), p(t("s6.question"), "ask"), ...ask], ready,
    after: ready ? [p(t("s6.after", less, more), "strong"), p(t("s6.after2", same)), p(t("s6.speed", words.whole(2 * all), words.number(runs.took / 1000, 1)), "note")]
      : answered ? [p(t("s6.running", ...runs.pairsSoFar), "running")] : [] };
}

function sets(story, t) {
  const { runs, answered, more } = story, all = runs.count, ready = answered && runs.setsReady, after = [];
  if (answered && !ready) after.push(p(t("s7.running", ...runs.setsSoFar), "running"));
  if (ready) after.push(p(t("s7.after", runs.clearly(0, -1), runs.clearly(0, 1), all)), p(t("s7.decide"), "strong"));
  if (ready && !more) after.push(button(t("s7.then"), () => story.showOthers()));
  if (ready && more && runs.othersReady) after.push(p(t("s7.after2", runs.clearly(1, 1), runs.clearly(2, 1), all)), p(t("s7.caveat"), "note"), button(t("again"), () => story.startOver(), "quiet"));
  return { body: [p(t("s7.text", runs.numbers, all, runs.each), "lead"), p(t("s7.question"), "ask"), choices(t("s7.choices", all), story.answers[6], (k) => story.answer(k))],
    after, ready, next: button(t("s7.toPlay"), () => story.app.open("play"), more && ready ? "primary" : "quiet") };
}
