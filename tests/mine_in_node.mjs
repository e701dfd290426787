// What My workplace makes of the cases on standard input, as JSON lines: what test_lab_mine.py asks for.
import { readFileSync } from "node:fs";
import { InputError, load } from "../sim/webassembly/takehold.mjs";
import { differing } from "../sim/lab/page/src/rooms/mine-compare.js";
import { QUESTIONS, checkedAnswers, drawn, fileRanges, placeAt, ranges } from "../sim/lab/page/src/rooms/mine-questions.js";
import { unknownShare, worthKnowing } from "../sim/lab/page/src/rooms/mine-spread.js";
import { drawnFrom, pathsOf, together, valueAt, wide, withEntries } from "../sim/lab/page/src/rooms/mine-unsure.js";
import { readLines } from "../sim/lab/page/src/csv.js";
import { PEOPLE, readPeople } from "../sim/lab/page/src/people.js";
import { checkedObserved, effective, followUp, logLikelihood, looks, shown } from "../sim/lab/page/src/rooms/observed.js";
import { notesOf, toToml } from "../sim/lab/page/src/toml.js";
import { en } from "../sim/lab/page/src/words/mine.js";

const room = new URL("../sim/webassembly/", import.meta.url), text = (name) => readFileSync(new URL(name, room));
const takehold = await load({ kernel: text("kernel.wasm"), description: text("takehold.json").toString() }), { description } = takehold;
const texts = { title: 'Our "unit"', about: "æøå", practice: "New practice" };
/** With the library that reads TOML, which is not everywhere. */
const readToml = async (name, toml) => (await import("../sim/lab/page/src/rooms/mine-file.js")).readToml(description, name, toml);
const asks = {
  async middle({ answers, seed, runs }) {
    checkedAnswers(description, answers);
    const left = ranges(answers), place = placeAt(description, left, { ...texts, events: answers.events }), { outcome, trust_end: trust } = takehold.world({ workplace: place, seed }).table(0, runs);
    const open = fileRanges(description, left, place);
    return { toml: toToml(place, { head: ["Ours"], notes: notesOf(left, open.ranges), ...open }), outcome, trust: Array.from(trust) };
  },
  async drawn({ answers, seed, count }) {
    const left = ranges(answers);
    return { left, places: drawn(description, left, texts, count, seed).map(({ place }) => place) };
  },
  async read({ name, toml }) {
    const { place, ...more } = await readToml(name, toml);
    return { place, toml: toToml(place, more) };
  },
  async questions() { return { questions: QUESTIONS, words: en.mine }; },
  async contexts({ toml, uniforms }) {
    const { place, ranges, correlations } = await readToml("my.toml", toml), open = wide(ranges), go = together(pathsOf(ranges, correlations), correlations);
    return uniforms.map((one) => { const values = open.map((range, k) => valueAt(range, go(one)[k])); return { values, place: withEntries(place, open, values) }; });
  },
  async lived({ toml, runs }) {
    const { place } = await readToml("my.toml", toml), { outcome, trust_end: trust } = takehold.world({ workplace: place }).table(0, runs);
    return { outcome, trust: Array.from(trust) };
  },
  async people({ toml, base64, runs }) {
    const { place } = await readToml("w.toml", toml), people = readPeople("people.csv", readLines("people.csv", new Uint8Array(Buffer.from(base64, "base64")), PEOPLE), place);
    return { people, trust: runs && Array.from(takehold.world({ workplace: place, people }).table(0, runs).trust_end) };
  },
  async observed({ toml, observed, runs, shows }) {
    const { place } = await readToml("w.toml", toml), told = checkedObserved(description, place, observed, "observed.toml"), world = takehold.world({ workplace: place, followUp: followUp(description, told) });
    const live = (run, weeks) => shown(description, place, told, weeks, new Map(looks(description, told, weeks).map((week) => [week, world.people(run, week)])));
    const each = Array.from({ length: runs }, (_, run) => live(run, world.weeks(run))), likelihoods = (some) => some.map((one, k) => logLikelihood(told[k], one));
    return { each: each.map((some) => some.map((one) => one.true)), likelihoods: (shows ?? []).map((one) => likelihoods(told.map(() => ({ true: one, spread: NaN })))), lived: each.map(likelihoods) };
  },
  async effective({ table }) { return effective(table); },
  async shares({ toml, count, seed }) { return drawnFrom(await readToml("my.toml", toml), count, seed).map(({ at }) => at); },
  async spread({ groups }) { return unknownShare(groups); },
  async worth({ at, kept }) { return worthKnowing([{ name: "one" }, { name: "other" }, { name: "known", answer: 1 }], at.map((one) => ({ at: one })), kept); },
  async differ({ one, other }) { return differing(description.shipped[one].units[0], description.shipped[other].units[0]); },
};
for (const one of JSON.parse(readFileSync(0, "utf8"))) {
  let told;
  try { told = await asks[one.ask](one); } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told = { refused: error.message };
  }
  console.log(JSON.stringify(told));
}
