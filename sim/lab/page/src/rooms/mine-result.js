// What many runs say of the answers, or of a file: the answer first, then how sure, then how it was found.
import { h } from "../dom.js";
import { entryName } from "./mine-open.js";
import { dots, outcomes, parts, trust } from "./mine-picture.js";

const CLOSE = 0.1; // shares of runs nearer than this: it can go either way

/** The first sentence: how it most often ends. */
export function headline(words, { shares }) {
  const [[one, a], [other, b]] = shares.map((share, k) => [words.t("outcomes")[k], share]).sort((p, q) => q[1] - p[1]);
  return a - b < CLOSE ? words.t("mine.open", one, words.percent(a), other, words.percent(b)) : words.t("mine.most", one, words.percent(a));
}

export function summary(words, found) {
  return [h("p", { class: "first" }, headline(words, found)), h("p", { class: "label" }, words.t("mine.became")), ...outcomes(words, found.shares), trust(words, found)];
}

/** places: how many were drawn; none for a file of which nothing is left open. open: is there a "don't know"? first: what is worth knowing. */
export function details(words, found, { places, first, open, file }) {
  const t = (...asked) => words.t(...asked), { unknown } = found, range = h("p", {}, t("mine.range", words.number(found.low), words.number(found.high)));
  if (!places) return [range];
  const why = h("section", {}, h("h2", {}, t("mine.why")),
    unknown.end === null ? "" : parts(words, t("mine.whyTrust"), unknown.end), unknown.kept === null ? "" : parts(words, t("mine.whyKept"), unknown.kept),
    h("p", { class: "key", "aria-hidden": "true" }, h("span", {}, h("i", { class: "open" }), t("mine.notKnown")),
      h("span", {}, h("i", { class: "luck" }), t("mine.chance"))),
    h("p", {}, t("mine.whySay", words.percent(unknown.end ?? 0))));
  const say = first ? t(file ? "mine.findEntry" : "mine.findSay", file ? entryName(words, file.place, first.path) : t(`mine.part.${first.name}`), words.percent(first.one), words.percent(first.other)) : t(open ? "mine.findNone" : "mine.findAll");
  return [h("div", { class: "strip" }, range, dots(words, found), h("p", { class: "note" }, t("mine.dots", places))), why, h("section", {}, h("h2", {}, t("mine.find")), h("p", {}, say))];
}

/** How it was found, and what words mean. */
export function made(words, places, runs, file) {
  const t = (...asked) => words.t(...asked);
  return [places ? t(file ? "mine.howOpen" : "mine.how", places, runs) : t("mine.howFile", runs), t("terms"), `${t("mine.stopGood")} ${t("limits")}`].map((text) => h("p", { class: "note" }, text));
}

/** What the sets of assumptions that the study allows say of one workplace: [{kept, change}]. change: of trust, as it is shown above. */
export function overSets(words, sets, change) {
  const kept = sets.map((one) => one.kept).sort((a, b) => a - b), up = sets.filter((one) => one.change > 0).length, edge = Math.floor(kept.length * 0.05);
  const sure = Math.max(up, sets.length - up) >= 0.9 * sets.length, against = (up > sets.length / 2) !== (change > 0);
  const say = !sure ? "mine.assumeTrust" : against ? "mine.assumeAgainst" : "mine.assumeSure";
  return h("section", {}, h("h2", {}, words.t("mine.assume")),
    h("p", {}, words.t("mine.assumeSay", sets.length, words.percent(kept[edge]), words.percent(kept.at(-1 - edge)))), h("p", {}, words.t(say, up, sets.length)));
}
