// Why the run with one's changes ended as it did: lived again without each mechanism; and how sure the model is, over other sets of numbers.
import { h } from "../dom.js";
import { signOf } from "../intervals.js";
import { runnable } from "../setting.js";
import { ofUnit } from "../statistics.js";

const CARRIED_RETENTION = 0.25, CARRIED_TRUST = 0.05; // a mechanism made the difference when it changed as much: as in sim/explain/twins.py
const TOLD = 5; // mechanisms that are told, the strongest first
const SETS = 40, RUNS = 50; // as takehold what-if asks them
const MANY = 0.1; // share of sets that may point the other way before the model cannot say: as in sim/admissible/directions.py
const CHANNELS = ["trust"]; // other mechanisms work through these, so they are told last: as in sim/text/mechanisms.py

export class Why {
  constructor(app) {
    this.app = app;
    this.box = h("section", { class: "why" });
    this.asked = 0;
  }

  /** For another setting, or in another language: nothing is known yet. */
  write() {
    const t = (...given) => this.app.t(...given), ticket = ++this.asked;
    const ask = (name, find) => {
      const told = h("div", { class: "told-here" }), button = h("button", { class: "quiet", onclick: async () => {
        button.disabled = true;
        const sentences = await find((done, all) => { if (ticket === this.asked) told.replaceChildren(h("p", { class: "running" }, t(`play.${name}.asking`, done, all))); });
        if (ticket !== this.asked) return;
        told.replaceChildren(...sentences.map((sentence) => h("p", {}, sentence)));
        this.app.say(sentences.join(" "));
      } }, t(`play.${name}.ask`));
      return h("div", { class: "asked" }, h("h2", {}, t(`play.${name}.title`)), button, told);
    };
    this.box.replaceChildren(ask("why", (each) => this.mechanisms(each)), Object.keys(this.app.setting.levers).length ? ask("sure", (each) => this.sets(each)) : "");
  }

  async row(setting, run) { return ofUnit(await this.app.runs.pool.ask(setting, "table", run, run + 1), this.app.unit.name); }

  /** What each mechanism did in the run that is shown, in sentences. */
  async mechanisms(each) {
    const { setting, description } = this.app, names = Object.keys(description.mechanisms).filter((name) => !setting.without.includes(name)), { run } = setting;
    let done = 0;
    const seen = await this.row(runnable(setting), run), twins = await Promise.all(names.map(async (name) => {
      const twin = await this.row(runnable(setting, { without: [...setting.without, name] }), run);
      each(++done, names.length);
      return { name, ...difference(seen, twin) };
    }));
    const carried = twins.filter(({ otherwise, size }) => otherwise || size >= 1).sort((one, other) => CHANNELS.indexOf(one.name) - CHANNELS.indexOf(other.name) || Number(other.otherwise) - Number(one.otherwise) || other.size - one.size);
    const t = (...given) => this.app.t(...given), more = carried.length - TOLD;
    if (!carried.length) return [t("play.why.none")];
    return [t("play.why.about", run), ...carried.slice(0, TOLD).map((one) => this.sentence(one)), ...(more > 0 ? [t("play.why.more", more)] : [])];
  }

  sentence({ name, otherwise, twin, seen, byTrust, byKept }) {
    const { words, description } = this.app, t = (...given) => words.t(...given), what = words.called("mechanisms", name, description.mechanisms[name].called);
    const moved = [words.change(twin.trust), words.change(seen.trust)], trust = Math.abs(byTrust) >= CARRIED_TRUST ? t("play.why.trust", ...moved) : "";
    const classes = description.measures.find((one) => one.name === "outcome").words;
    if (otherwise) return t("play.why.class", what, t("play.why.would")[classes.indexOf(twin.outcome)], trust);
    if (Math.abs(byKept) >= CARRIED_RETENTION) return t("play.why.kept", what, words.percent(twin.kept), words.percent(seen.kept), trust);
    return t("play.why.only", what, ...moved);
  }

  /** In how many sets of the model's numbers that fit the study the changes clearly raise or lower trust. */
  async sets(each) {
    const { setting, runs, unit } = this.app, signs = [];
    await runs.over([runnable(setting, { levers: {} }), runnable(setting)], { sets: SETS, runs: RUNS }, (_set, tables) => {
      const [before, after] = tables.map((table) => ofUnit(table, unit.name).trust_end);
      signs.push(signOf(after.map((trust, run) => trust - before[run])));
      each(signs.length, SETS);
    });
    const more = signs.filter((sign) => sign > 0).length, less = signs.filter((sign) => sign < 0).length, t = (...given) => this.app.t(...given);
    const most = Math.max(more, less), apart = Math.min(more, less) > MANY * SETS || most < SETS / 2;
    return [t("play.sure.about"), t("play.sure.found", more, less, SETS), apart ? t("play.sure.apart") : t("play.sure.alike", most === SETS)];
  }
}

/** A run beside its twin without a mechanism. size: the larger effect on retention and trust, in multiples of what makes the difference. */
function difference(seen, twin) {
  const [one, other] = [seen, twin].map((row) => ({ outcome: row.outcome[0], kept: row.retention[0], trust: row.trust_change[0] }));
  const byKept = one.kept - other.kept, byTrust = one.trust - other.trust;
  return { seen: one, twin: other, byKept, byTrust, otherwise: one.outcome !== other.outcome, size: Math.max(Math.abs(byKept) / CARRIED_RETENTION, Math.abs(byTrust) / CARRIED_TRUST) };
}
