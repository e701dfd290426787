// The levers of Play as sentences with their dose in them: ranges, steps and what excludes what come from the description.
import { h } from "../dom.js";

const FIRST = ["trust_first_weeks", "widen_scope", "involvement", "protected_hours"]; // with the answer to a no, those that matter most
const ANSWERS = ["restart", "push_through"]; // answers to a no; without either, the leader stops and listens
const SHARES = 0.05, AMOUNTS = 0.25; // steps of levers that take values in between: of those up to 1, and of larger ones
const FROM_ENTRY = { "leader.dominance": (alone) => 1 - alone }; // a mandate is what the leader does not decide alone; other levels are entries as they are

const exact = (value) => Number(value.toFixed(6));

/** Where a lever stands as long as nobody moves it: at what is recorded of the unit, if anything is. */
export function usual({ level, default: value }, unit) {
  if (!level) return value ?? 0;
  const entry = level.split(".").reduce((part, name) => part[name], unit);
  return Math.max(value ?? 0, exact((FROM_ENTRY[level] ?? Number)(entry)));
}

/** The doses a slider goes through; with the recorded one and the one that is set, wherever they lie between steps. */
export function dosesOf(lever, unit, set) {
  const { low, high, whole } = lever, step = whole ? 1 : high - low <= 1 ? SHARES : AMOUNTS, start = usual(lever, unit);
  const least = lever.level && lever.default !== null ? start : low; // such a lever adds to what is recorded
  const steps = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => exact(low + k * step)).filter((dose) => dose >= least);
  return [...new Set([...steps, start, set ?? start])].sort((a, b) => a - b);
}

export class Levers {
  /** change: hears all levers that are moved, by name. */
  constructor(app, change) {
    this.app = app;
    this.change = change;
    this.box = h("div", { class: "levers" });
    this.controls = {};
    this.open = false;
  }

  get all() { return this.app.description.levers; }
  get set() { return this.app.setting.levers; }

  /** Written anew, for another unit or language. */
  write() {
    const { app } = this, others = Object.keys(this.all).filter((name) => !FIRST.includes(name) && !ANSWERS.includes(name));
    this.controls = {};
    const more = h("details", { class: "more", open: this.open || others.some((name) => name in this.set), ontoggle: () => { this.open = more.open; } },
      h("summary", {}, app.t("play.more")), others.map((name) => this.lever(name)));
    this.box.replaceChildren(...FIRST.map((name) => this.lever(name)), this.answers(), more);
  }

  /** Set one lever, or put it back; what it excludes is put back, too. */
  move(name, value) {
    const levers = { ...this.set, [name]: value }, excludes = (one, other) => this.all[one].not_with.includes(other) || this.all[other].not_with.includes(one);
    if (value === usual(this.all[name], this.app.unit)) delete levers[name];
    else for (const other of Object.keys(levers)) if (other !== name && excludes(name, other)) delete levers[other];
    this.change(levers);
  }

  lever(name) {
    const { app } = this, { unit, words } = app, lever = this.all[name], start = usual(lever, unit), doses = dosesOf(lever, unit, this.set[name]);
    const told = app.t("play.levers")[name] ?? { name: lever.meaning, say: [app.t("play.lever", lever.meaning), "."], dose: generic };
    const say = (dose) => told.dose(dose, words, lever), at = Math.max(0, doses.indexOf(this.set[name] ?? start));
    const value = h("strong", {}, say(doses[at])), cost = h("span", { class: "cost" }), fixed = doses.length < 2;
    const input = h("input", { type: "range", min: 0, max: doses.length - 1, step: 1, value: at, disabled: fixed, "aria-label": told.name, "aria-valuetext": say(doses[at]), oninput: () => {
      const dose = doses[input.value];
      value.textContent = say(dose);
      input.setAttribute("aria-valuetext", say(dose));
      this.move(name, dose);
    } });
    const mark = h("i", { class: "mark-start", style: `left: ${(100 * doses.indexOf(start)) / Math.max(1, doses.length - 1)}%` });
    const node = h("div", { class: "lever" }, h("p", {}, told.say[0], value, told.say[1], " ", cost), h("div", { class: "track" }, input, fixed ? "" : h("div", { class: "marks", "aria-hidden": "true" }, mark)));
    this.controls[name] = { node, cost, fixed };
    return node;

    /** A dose of a lever that the page has no sentence for yet. */
    function generic(dose) { return lever.yes_or_no ? app.t(dose ? "play.yes" : "play.no") : `${words.number(dose, Number.isInteger(dose) ? 0 : 2)} ${lever.unit}`; }
  }

  /** Levers of kind, not of degree: one of three answers, each in words. */
  answers() {
    const { app } = this, cost = h("span", { class: "cost" }), names = app.t("play.answers"), set = ANSWERS.find((name) => this.set[name]) ?? "none";
    const choose = (answer) => {
      const levers = { ...this.set };
      for (const name of ANSWERS) delete levers[name];
      this.change(answer === "none" ? levers : { ...levers, [answer]: 1 });
    };
    const kinds = ["none", ...ANSWERS].map((name) => h("label", {}, h("input", { type: "radio", name: "answer", value: name, checked: name === set, onchange: () => choose(name) }), h("span", {}, names[name])));
    const node = h("fieldset", { class: "lever" }, h("legend", {}, app.t("play.answer")), h("div", { class: "kinds" }, kinds), cost);
    this.controls.answer = { node, cost, fixed: false };
    return node;
  }

  /** Which levers are moved, and what each costs by itself. hours: {name: {value, all, consultant}}, for those that are known. */
  costs(hours) {
    const { words } = this.app, t = (...asked) => words.t(...asked);
    for (const [control, { node, cost, fixed }] of Object.entries(this.controls)) {
      const name = control === "answer" ? ANSWERS.find((one) => this.set[one]) ?? control : control, moved = name in this.set, known = hours[name]?.value === this.set[name] ? hours[name] : null;
      node.classList.toggle("moved", moved);
      if (!moved) cost.textContent = t(fixed ? "play.full" : "play.recorded");
      else if (!known) cost.textContent = "…";
      else {
        const all = Math.round(known.all), consultant = Math.round(known.consultant);
        cost.textContent = t("play.alone", words.whole(Math.abs(all)), Math.sign(all), consultant > 0 ? words.whole(consultant) : "");
      }
    }
  }
}
