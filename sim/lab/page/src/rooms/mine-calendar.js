// What is known beforehand of some weeks: another change, a time when many are away, a leader who leaves. Told in a form, kept with the answers.
import { InputError, checkedWorkplace } from "../../../../webassembly/inputs.mjs";
import { h } from "../dom.js";

/** For each kind, what says how much of it there is, and how much is proposed; nothing of a leader who leaves, which happens in one week. */
const KINDS = { change: ["load", 30], summer: ["share_away", 50], leader_leaves: ["", 0] };

/** Events that a workplace file may hold; raises InputError. ground: a workplace to hold them against. */
export function checkedEvents(description, events, ground) {
  if (!Array.isArray(events)) throw new InputError("events is no list");
  const place = structuredClone(description.shipped[ground]);
  place.units[0].events = events;
  checkedWorkplace(description, place);
  return events;
}

/** An event in words. */
export function said(words, { kind, week, from_week: first, to_week: last, ...much }) {
  return words.t(`mine.calendar.said.${kind}`, week ?? first, last, words.percent(much[KINDS[kind][0]] ?? 0));
}

/** The calendar of a file, which the file alone changes. */
export const inFile = (words, { events }) => (events.length ? h("div", {}, h("p", {}, words.t("mine.calendar.inFile")), h("ul", {}, events.map((one) => h("li", {}, said(words, one))))) : "");

export class Calendar {
  /** changed: hears of all events, in the order in which they were told. */
  constructor(app, changed) {
    this.app = app;
    this.changed = changed;
    this.kind = "change";
  }

  t(key, ...given) { return this.app.t(`mine.calendar.${key}`, ...given); }
  get events() { return this.app.setting.answers.events ?? []; }

  build() {
    const kinds = Object.keys(KINDS).map((name) => h("option", { value: name, selected: name === this.kind }, this.t(`kind.${name}`)));
    this.list = h("ul", {});
    this.fields = h("div", { class: "row" });
    this.wrong = h("p", { class: "wrong", role: "alert" });
    this.form = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.add(); } },
      h("label", { class: "number" }, h("span", { class: "for" }, this.t("what")), h("select", { name: "kind", onchange: ({ target }) => { this.kind = target.value; this.ask(); } }, kinds)),
      this.fields, this.wrong, h("button", { class: "quiet small" }, this.t("add")));
    this.node = h("details", { class: "calendar left", open: this.node?.open || this.events.length > 0 }, h("summary", {}, this.t("title")),
      h("div", { class: "inside" }, h("p", { class: "note" }, this.t("lead", this.app.description.launch_week)), this.list, this.form));
    this.ask();
    this.show();
    return this.node;
  }

  /** The fields of the kind that is chosen. */
  ask() {
    const [much, usual] = KINDS[this.kind], field = (name, label, value = "") => h("label", { class: "number" }, h("span", { class: "for" }, label), h("input", { type: "text", inputmode: "numeric", autocomplete: "off", name, value }));
    this.wrong.textContent = "";
    this.fields.replaceChildren(...(much ? [field("from_week", this.t("from")), field("to_week", this.t("to")), field(much, this.t(`much.${this.kind}`), usual)] : [field("week", this.t("week"))]));
  }

  show() {
    const left = (k) => { this.take(this.events.filter((_, at) => at !== k)); this.form.elements.kind.focus(); };
    this.list.replaceChildren(...this.events.map((one, k) => h("li", {}, said(this.app.words, one), " ",
      h("button", { type: "button", class: "quiet small", "aria-label": `${this.t("remove")}: ${said(this.app.words, one)}`, onclick: () => left(k) }, this.t("remove")))));
    this.list.hidden = !this.events.length;
  }

  take(events) {
    this.changed(events);
    this.show();
  }

  /** What stands in the form, unless it cannot be: then that is said, and what was written stays. */
  add() {
    const inputs = [...this.fields.querySelectorAll("input")], one = { kind: this.kind }, { maxItems: most } = this.app.description.schema.$defs.Unit.properties.events;
    const { properties } = this.app.description.schema.$defs.Event, refuse = (input, ...why) => { this.wrong.textContent = this.t(...why); input.setAttribute("aria-invalid", "true"); input.focus(); };
    for (const input of inputs) input.setAttribute("aria-invalid", "false");
    for (const input of inputs) {
      const share = input.name === KINDS[this.kind][0], { minimum: low, maximum: high } = share ? { minimum: 1, maximum: 100 } : properties[input.name].anyOf[0], number = Number(input.value.trim().replace(/\s*%$/, ""));
      if (!input.value.trim() || !Number.isInteger(number) || number < low || number > high) { refuse(input, "wrong", input.parentElement.firstChild.textContent, input.value.trim(), low, high); return; }
      one[input.name] = share ? number / 100 : number;
    }
    if (one.from_week > one.to_week) { refuse(inputs[1], "order", one.from_week, one.to_week); return; }
    if (this.events.length >= most) { refuse(inputs[0], "most", most); return; }
    this.wrong.textContent = "";
    this.take([...this.events, one]);
    this.ask();
    this.form.elements.kind.focus();
  }
}
