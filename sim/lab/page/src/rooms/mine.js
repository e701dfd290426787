// My workplace: ten questions on one's own unit, or a file, and what becomes of units like it in the model. Nothing leaves the device.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { h } from "../dom.js";
import { answer } from "./mine-answer.js";
import { Calendar, inFile } from "./mine-calendar.js";
import { Compare, RUNS } from "./mine-compare.js";
import { TABLES, isTableFile, ofPeople, readFile, withPeople } from "./mine-file.js";
import { form } from "./mine-form.js";
import { Observed } from "./mine-observed.js";
import { leftOpen, peopleNote } from "./mine-open.js";
import { checkedAnswers, drawn, fileRanges, placeAt, ranges } from "./mine-questions.js";
import { details, headline, made, overSets, summary } from "./mine-result.js";
import { save } from "../share-file.js";
import { workplaceFile } from "../share-numbers.js";
import { mean } from "../statistics.js";
import { read, told, worthKnowing } from "./mine-spread.js";
import { Survey } from "./mine-survey.js";
import { drawnFrom, wide } from "./mine-unsure.js";
import { notesOf, toToml } from "../toml.js";

const PLACES = 60, EACH = 12, SOON = 12, SETS = 40, OF_SET = 20; // SOON: workplaces after which a first answer is shown

/** What gives the same numbers in Python as the page. */
const runs = ({ seed, follow_up: weeks }) => `takehold run my-workplace.toml --seed ${seed} --follow-up ${weeks}`;
const head = (setting) => ["Written by the Takehold page from ten answers. Everything that was not asked is as in the generic unit.",
  "An illustration, never a forecast.", `Check it with   takehold check my-workplace.toml   and run it with   ${runs(setting)}`];

export class Mine {
  constructor(app, box) {
    this.app = app;
    this.box = box;
    this.asked = 0; // the latest question to the model; answers to older ones are dropped
    this.language = "";
    /** A file instead of the answers, as readFile gives it. What is known of people stands here alone: not in the setting, so in no link and no file.
     *  @type {{name: string, place: any, unit: any, ranges: any[], correlations: any[], sources: any, people?: any, peopleFile?: string, known?: number} | null} */
    this.file = null;
    this.counted = null; // what was found last, of what
    this.waiting = null; // a workplace file that names a people file, until that is opened
    this.compare = new Compare(app, () => this.one);
    this.calendar = new Calendar(app, (events) => this.answered("events", events.length ? events : undefined));
    this.survey = new Survey(app, (read) => this.use(read));
    this.observed = new Observed(app, () => ({ one: this.one, places: this.places }));
    this.dropped();
  }

  get words() { return this.app.words; }
  get told() { return { title: this.words.t("mine.unitTitle"), about: this.words.t("mine.about"), practice: this.words.t("mine.practice"), events: this.app.setting.answers.events }; }
  /** What is not known for sure: of the answers, or of the file. */
  get left() { return this.file ? wide(this.file.ranges) : ranges(this.app.setting.answers); }
  /** Workplaces that fit what is known; none where nothing is open. */
  get places() {
    const { app: { description, setting: { seed } }, file, left } = this;
    return !file ? drawn(description, left, this.told, PLACES, seed) : left.length ? drawnFrom(file, PLACES, seed) : [];
  }
  /** The workplace that stands for all this room says: the file, or the middle of the answers. */
  get one() {
    if (this.file) return this.file;
    const place = placeAt(this.app.description, this.left, this.told);
    return { name: `${this.words.t("mine.mine")}: ${this.words.t("mine.middle")}`, place, unit: place.units[0] };
  }

  open({ focus }) {
    try { checkedAnswers(this.app.description, this.app.setting.answers); } catch (error) { this.app.refuse(error); this.app.change({ answers: {} }); }
    if (this.language !== this.words.language) this.build();
    this.update();
    if (focus) { this.box.querySelector("h1").focus({ preventScroll: true }); scrollTo(0, 0); }
  }

  leave() { this.asked++; }
  relanguage() { this.language = ""; }

  build() {
    this.language = this.words.language;
    const t = (...asked) => this.words.t(...asked);
    this.top = h("section", { class: "verdict", "aria-label": t("room.mine") }, h("p", { class: "first" }, t("mine.counting")));
    this.more = h("div", { class: "more" });
    this.assumed = h("div", { class: "assumed" });
    this.how = h("div", { class: "how" });
    this.questions = h("div", { class: "questions" });
    this.save = h("section", { class: "save" });
    this.wrong = h("p", { class: "wrong", role: "alert" });
    const own = h("section", { class: "own" }, h("h2", {}, t("mine.fileTitle")), h("p", {}, t("mine.fileLead")),
      this.opener("mine.openFile", (files) => this.takeFiles(files)), this.wrong, this.survey.build(), this.observed.build());
    const asked = h("div", { class: "asked" }, h("h1", { tabindex: "-1" }, t("mine.title")), this.questions, this.save, own);
    const answer = h("div", { class: "answer" }, this.top, h("div", { class: "below" }, this.more, this.assumed, this.how));
    this.box.replaceChildren(h("div", { class: "both" }, asked, answer), this.compare.build(this.opener("mine.compareFile", (files) => this.takeSecond(files))));
    this.ask();
  }

  /** The questions, or what stands in their place while a file is open. */
  ask() {
    const t = (...asked) => this.words.t(...asked), { file } = this;
    const chosen = ({ target }) => { file.unit = file.place.units[target.selectedIndex]; this.ask(); this.box.querySelector(".questions select").focus(); this.update({ aloud: true }); };
    const units = () => h("label", { class: "number" }, h("span", { class: "for" }, t("mine.unit")),
      h("select", { onchange: chosen }, file.place.units.map((unit) => h("option", { selected: unit === file.unit }, unit.title))));
    const back = () => { this.file = null; this.survey.forget(); this.survey.show(); this.ask(); this.update({ aloud: true }); this.box.querySelector("h1").focus(); };
    const clear = () => { this.app.change({ answers: {} }); this.ask(); this.update({ aloud: true }); };
    this.questions.replaceChildren(...(file
      ? [h("p", { class: "strong" }, t("mine.fromFile", file.name)), h("p", {}, file.place.title), file.place.units.length > 1 ? units() : "",
        h("p", { class: "note" }, t("mine.fileGone")), peopleNote(this.words, file, () => this.withoutPeople()), leftOpen(this.words, file), inFile(this.words, file.unit),
        h("button", { class: "quiet", onclick: back }, t("mine.back"))]
      : [h("p", {}, t("mine.lead")), h("p", { class: "note" }, t("mine.private")), ...form(this.app, (name, value) => this.answered(name, value)), this.calendar.build(),
        h("button", { class: "quiet", onclick: clear }, t("mine.clear"))]));
  }

  answered(name, value) {
    const { [name]: _, ...others } = this.app.setting.answers;
    this.app.change({ answers: value === undefined ? others : { ...others, [name]: value } });
    this.update({ aloud: true });
  }

  // ----- what the model says
  /** aloud: say the result to those who listen, as they have changed something. */
  async update({ aloud = false } = {}) {
    const ticket = ++this.asked, still = () => ticket === this.asked, began = performance.now();
    this.box.setAttribute("aria-busy", "true");
    this.saving();
    this.counted = null;
    const { left, places, file } = this, groups = places.length ? await this.lived(places, still) : [await this.rows(file, 0, RUNS)];
    if (!still()) return;
    const found = this.show(groups), open = left.some(({ answer }) => answer === undefined);
    const first = worthKnowing(left, places, groups.map((group) => group.kept));
    this.more.replaceChildren(...details(this.words, found, { places: places.length, first, open, file }));
    this.how.replaceChildren(...made(this.words, places.length, groups[0].end.length, file));
    this.counted = { found, file, places: places.length, runs: groups[0].end.length };
    this.box.setAttribute("aria-busy", "false");
    this.app.measured.mine = Math.round(performance.now() - began);
    if (aloud) this.app.say(headline(this.words, found));
    this.compare.update();
    this.observed.show();
    await this.assume(still, found.end - found.start);
  }

  show(groups) {
    const found = told(groups, this.app.description.outcomes.map((one) => one.short));
    this.top.replaceChildren(...summary(this.words, found));
    return found;
  }

  /** Runs of each drawn workplace, no two with the same luck; the first few are shown while the others run. */
  async lived(places, still) {
    const { one } = this, run = ({ place }, k) => this.rows({ ...one, place }, EACH * k, EACH * (k + 1)), soon = await this.each(places.slice(0, SOON), run, still);
    if (still()) this.show(soon);
    return [...soon, ...await this.each(places.slice(SOON), (one, k) => run(one, SOON + k), still)];
  }

  /** What work makes of each; as many at a time as there are workers, so that a question nobody asks any more soon stops. */
  async each(list, work, still) {
    const made = [], next = list.entries(), lane = async () => { for (const [k, one] of next) if (still()) made[k] = await work(one, k); };
    await Promise.all(this.app.runs.pool.workers.map(lane));
    return made;
  }

  async rows({ place, unit, people = undefined }, first, last, at = -1) {
    const { runs, setting: { seed, follow_up: followUp } } = this.app, asked = { workplace: place, people, seed, followUp };
    return read(await runs.pool.ask(at < 0 ? asked : runs.under(asked, at), "table", first, last), unit.name);
  }

  /** The same workplace under other sets of assumptions that the study allows. */
  async assume(still, change) {
    const { one } = this, under = ({ first, at }) => this.rows(one, first, first + OF_SET, at);
    const sets = await this.each(this.app.runs.members(SETS), under, still);
    if (!still()) return;
    const each = sets.map(({ kept, start, end }) => ({ kept: mean(kept), change: mean(end) - mean(start) }));
    this.assumed.replaceChildren(overSets(this.words, each, change));
  }

  // ----- on from here
  answer() { return this.counted && answer({ words: this.words, app: this.app, ...this.counted }); }

  saving() {
    const { place, unit } = this.one, t = (...asked) => this.words.t(...asked), command = runs(this.app.setting);
    const toPlay = () => { this.app.change({ workplace: place, unit: unit.name }); this.app.open("play"); };
    this.save.replaceChildren(h("div", { class: "row" }, h("button", { class: "primary", onclick: toPlay }, t("mine.play")),
      this.file ? "" : h("button", { class: "quiet", onclick: () => this.download() }, t("mine.save"))),
      ...(this.file ? [] : [h("p", { class: "note" }, t("mine.saveNote")), h("code", {}, command)]));
  }

  toml() {
    const { one: { place }, left } = this, open = fileRanges(this.app.description, left, place);
    return toToml(place, { head: head(this.app.setting), notes: notesOf(left, open.ranges), ...open });
  }

  download() {
    save(workplaceFile(this.one.place), this.toml(), "application/toml");
  }

  // ----- files
  opener(words, taken) {
    const input = h("input", { type: "file", accept: [".toml", ...TABLES].join(","), multiple: true, hidden: true, onchange: () => { taken([...input.files]); input.value = ""; } });
    return h("div", {}, h("button", { class: "quiet", onclick: () => input.click() }, this.words.t(words)), input);
  }

  /** A workplace file and its people file, in any order, together or one after the other; nothing where it cannot be used, which is said. */
  async read(files, waiting = null) {
    this.wrong.textContent = "";
    const people = files.find(isTableFile), file = files.find((one) => one !== people);
    try {
      if (!file && !waiting) throw new InputError(this.words.t("mine.peopleAlone", people.name));
      const read = file ? await readFile(this.app.description, file, people) : await withPeople(waiting, people);
      if (read.peopleFile && !read.people) this.waiting = read;
      if (read.peopleFile && !read.people) throw new InputError(this.words.t("mine.peopleMissing", read.name, read.peopleFile));
      this.waiting = null;
      return read;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.wrong.textContent = this.words.refusal(error);
      this.wrong.scrollIntoView({ block: "nearest" });
      return null;
    }
  }

  /** A table without a workplace file is its people where it looks like that, and else a survey. */
  async takeFiles(files) {
    if (files.every(isTableFile) && !this.waiting && !await ofPeople(files[0])) { await this.survey.take("survey", files[0]); return; }
    const read = await this.read(files, this.waiting ?? this.file);
    if (read) await this.use(read);
  }

  async use(read) {
    this.file = { ...read, unit: read.place.units[0] };
    this.ask();
    await this.update({ aloud: true });
  }

  async takeSecond(files) {
    const read = await this.read(files);
    if (read) await this.compare.against({ ...read, unit: read.place.units[0] });
  }

  async withoutPeople() {
    const { people: _, known: __, peopleFile: ___, ...file } = this.file;
    this.file = file;
    this.ask();
    this.box.querySelector("h1").focus();
    await this.update({ aloud: true });
  }

  /** Files dropped on the room are opened; of two workplace files, the second is to compare with. */
  dropped() {
    const over = (event) => { event.preventDefault(); this.box.classList.toggle("over", event.type === "dragover"); };
    this.box.ondragover = over;
    this.box.ondragleave = over;
    this.box.ondrop = async (event) => {
      over(event);
      const files = [...event.dataTransfer.files], second = files.filter((file) => !isTableFile(file))[1];
      if (files.length) await this.takeFiles(files.filter((file) => file !== second));
      if (second) await this.takeSecond([second]);
    };
  }
}
