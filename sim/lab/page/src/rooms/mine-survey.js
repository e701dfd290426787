// From a survey to a workplace, inside the device: what the columns mean is known or looked over, then files and numbers as takehold survey gives them.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { h } from "../dom.js";
import { save } from "../share-file.js";
import { ROLES, copsoq3, readCodebook } from "../survey/codebook.js";
import { confirmed, guessed } from "../survey/guess.js";
import { FEWEST } from "../survey/privacy.js";
import { Z95 } from "../survey/pooling.js";
import { fromSurvey } from "../survey/reading.js";
import { readSheet } from "../survey/sheet.js";
import { MEASURES, NOTHING, STATES } from "../survey/states.js";
import { PEOPLE_FILE, WORKPLACE_FILE, filesOf } from "../survey/written.js";
import { TABLES, textOf } from "./mine-file.js";

const WHO = ["unit", "team", "role", "hours", "key"];
const CODINGS = [[1, 5], [5, 1], [0, 4], [1, 7], [0, 6], [1, 10], [0, 10], [0, 100]];

export class Survey {
  /** taken: hears of the workplace that a survey gives, as readFile tells one. */
  constructor(app, taken) {
    this.app = app;
    this.taken = taken;
    this.forget();
  }

  /** Nothing is opened any more. book: the codebook; guess: what stands in its place until it is looked over; found, files: what is read. */
  forget() {
    this.sheet = null;
    this.roster = null;
    this.book = null;
    this.guess = null;
    this.found = null;
    this.files = null;
  }

  t(key, ...given) { return this.app.t(`mine.survey.${key}`, ...given); }

  build() {
    this.inside = h("div", { class: "inside" });
    this.node = h("details", { class: "survey left", open: this.node?.open }, h("summary", {}, this.t("title")), this.inside);
    this.show();
    return this.node;
  }

  show() {
    const { sheet, roster, book, found, guess } = this, file = (what, endings, name) => h("div", { class: "row" }, this.opener(what, endings), name ? h("span", {}, name) : "");
    this.wrong = h("p", { class: "wrong", role: "alert" });
    this.inside.replaceChildren(h("p", {}, this.t("lead")), file("survey", TABLES, sheet?.file), this.wrong,
      ...(sheet ? [h("p", { class: "note" }, this.t("beside")), file("roster", TABLES, roster?.file), file("codebook", [".toml"], book?.file)] : []),
      ...(guess && !found ? this.choices(guess) : []), ...(found ? this.told(found) : []));
  }

  opener(what, endings) {
    const input = h("input", { type: "file", accept: endings.join(","), hidden: true, "data-what": what, onchange: () => { const [file] = input.files; input.value = ""; this.take(what, file); } });
    return h("div", {}, h("button", { class: "quiet small", onclick: () => input.click() }, this.t(`open.${what}`)), input);
  }

  /** A file is opened: a survey, a roster or a codebook. One that cannot be used is said, and changes nothing. */
  async take(what, file) {
    this.node.open = true;
    try {
      if (what === "codebook") this.book = { file: file.name, ...readCodebook(file.name, await textOf(file, "codebook")) };
      else {
        const sheet = readSheet(file.name, new Uint8Array(await file.arrayBuffer()), what);
        if (what === "survey") Object.assign(this, { sheet, roster: null, book: knowsCopsoq(sheet) ? { file: "COPSOQ III", ...copsoq3() } : null });
        else this.roster = sheet;
      }
    } catch (error) { this.refuse(error); return; }
    this.guess = this.book ? null : guessed(this.sheet, this.roster);
    await this.read();
    if (this.guess) this.say(this.t("look"));
  }

  refuse(error) {
    if (!(error instanceof InputError)) throw error;
    this.wrong.textContent = this.app.words.refusal(error);
    this.wrong.scrollIntoView({ block: "nearest" });
  }

  say(text) { this.app.say(text); }

  /** The survey as it is understood now; where it cannot be used, a roster or another codebook may still follow. */
  async read() {
    Object.assign(this, { found: null, files: null });
    try {
      const found = this.book && fromSurvey(this.sheet, this.book, this.roster);
      if (found) Object.assign(this, { files: filesOf(this.app.description, found), found });
      this.show();
    } catch (error) {
      this.show();
      this.refuse(error);
    }
    if (!this.found) return;
    const { read } = this.files;
    this.say(this.t("answered", this.found.answered, this.found.asked, this.found.withRoster));
    await this.taken({ ...read, name: this.sheet.file });
  }

  // ----- what the columns mean, to be looked over
  choices(guess) {
    const columns = [...this.sheet.cells.keys()], numbers = guess.items.filter((item) => typeof item.answers[0] === "number"), words = guess.items.filter((item) => !numbers.includes(item));
    const option = (value, name, chosen) => h("option", { value, selected: value === chosen }, name), select = (label, options, changed) => h("select", { "aria-label": label, onchange: ({ target }) => changed(target.value) }, options);
    const who = WHO.map((what) => h("label", { class: "number" }, h("span", { class: "for" }, this.t(`who.${what}`)),
      select(this.t(`who.${what}`), [option("", "–", guess.columns[what] ?? ""), ...columns.map((name) => option(name, name, guess.columns[what]))], (name) => { if (name) guess.columns[what] = name; else delete guess.columns[what]; })));
    const roles = Object.keys(guess.roles).map((word) => h("label", { class: "number" }, h("span", { class: "for" }, word),
      select(word, ROLES.map((role) => option(role, this.t(`role.${role}`), guess.roles[word])), (role) => { guess.roles[word] = role; })));
    const codings = (item) => [...new Set([item.answers, ...CODINGS].map(String))], head = h("tr", {}, ["column", "asks", "answersAre", "turned"].map((name) => h("th", { scope: "col" }, this.t(name))));
    const row = (item) => h("tr", {}, h("th", { scope: "row" }, item.name, item.missing.length ? h("span", { class: "note" }, this.t("missing", item.missing.join(", "))) : ""),
      h("td", {}, select(`${item.name}: ${this.t("asks")}`, [NOTHING, ...Object.keys(MEASURES)].map((name) => option(name, this.t(`measure.${name}`), item.measures)), (name) => { item.measures = name; })),
      h("td", {}, select(`${item.name}: ${this.t("answersAre")}`, codings(item).map((one) => option(one, this.t("coding", ...one.split(",")), String(item.answers))), (one) => { item.answers = one.split(",").map(Number); })),
      h("td", {}, h("input", { type: "checkbox", "aria-label": `${item.name}: ${this.t("turned")}`, checked: item.reversed, onchange: ({ target }) => { item.reversed = target.checked; } })));
    return [h("h3", { tabindex: "-1" }, this.t("look")), h("p", { class: "note" }, this.t("lookNote")),
      guess.away.length ? h("p", { class: "note" }, this.t("away", guess.away.map(({ name }) => name).join(", "))) : "", words.length ? h("p", { class: "note" }, this.t("inWords", words.map(({ name }) => name).join(", "))) : "",
      h("fieldset", {}, h("legend", {}, this.t("whoSays")), who), roles.length ? h("fieldset", {}, h("legend", {}, this.t("roles")), roles) : "",
      h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": this.t("look") }, h("table", {}, h("thead", {}, head), h("tbody", {}, numbers.map(row)))),
      h("button", { class: "primary", onclick: () => this.confirm() }, this.t("confirm"))];
  }

  async confirm() {
    const { guess } = this;
    try { this.book = { file: this.t("lookedOver"), ...confirmed({ ...guess, items: guess.items.filter((item) => typeof item.answers[0] === "number") }, { title: this.app.t("mine.unitTitle") }) }; } catch (error) { this.refuse(error); return; }
    await this.read();
    if (!this.found) this.book = null; // to be looked over again
  }

  // ----- what it says
  told(found) {
    const { app: { words } } = this, head = h("tr", {}, ["group", "state", "mean", "answeredOf"].map((name) => h("th", { scope: "col" }, this.t(name))));
    const rows = found.units.flatMap(({ whole, teams }) => [whole, ...teams].flatMap((group, k) => STATES.filter((state) => group.levels[state]).map((state) => {
      const { mean, sd, own, answered } = group.levels[state], [low, high] = [Math.max(0, mean - Z95 * sd), Math.min(1, mean + Z95 * sd)];
      return h("tr", {}, h("th", { scope: "row" }, k ? this.t("team", group.label) : group.label), h("td", {}, this.t(`measure.${state}`)), h("td", {}, this.t("interval", words.number(mean), words.number(low), words.number(high))),
        h("td", {}, own ? (found.withRoster ? this.t("of", answered, group.asked) : answered) : this.t("few", FEWEST)));
    })));
    const { files } = this;
    return [h("p", { class: "strong" }, this.t("answered", found.answered, found.asked, found.withRoster)), found.leftOut.some(({ why }) => why) ? h("p", { class: "note" }, this.t("away", found.leftOut.filter(({ why }) => why).map(({ name }) => name).join(", "))) : "",
      found.scales.some(({ against }) => against.length) ? h("p", { class: "note" }, this.t("against", found.scales.flatMap(({ against }) => against).join(", "))) : "",
      h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": this.t("title") }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))), h("p", { class: "note" }, this.t("meaning", FEWEST)), h("p", { class: "note" }, this.t("notAsked")),
      h("div", { class: "row" }, h("button", { class: "quiet", onclick: () => save(WORKPLACE_FILE, files.toml, "application/toml") }, this.t("save", WORKPLACE_FILE)),
        files.people ? h("button", { class: "quiet", onclick: () => save(PEOPLE_FILE, files.people, "text/csv") }, this.t("save", PEOPLE_FILE)) : ""), files.people ? h("p", { class: "note" }, this.t("care")) : ""];
  }
}

/** Whether a survey has columns by the codes of COPSOQ III that measure something. */
const knowsCopsoq = (sheet) => copsoq3().scales.some((scale) => scale.measures !== NOTHING && scale.items.some((item) => sheet.cells.has(item)));
