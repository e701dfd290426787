// Three cards: do this; it costs these hours, of whom; how sure.
import { h } from "../dom.js";
import { changed, hours, interval, kindOf, sentence, sureness, whoPays } from "./first-wording.js";

export function cards(words, found, search) {
  const t = (...asked) => words.t(...asked), kind = kindOf(found), [best] = found?.entries ?? [], [sure, ...why] = sureness(words, found, search);
  const title = { decided: "first", nothing: "first", few: "able", cannot: "cannot" }[kind] ?? "early", card = (name, ...inside) => h("section", { class: "card" }, h("h2", {}, t(`first.card.${name}`)), ...inside);
  const told = best && kind !== "none";
  return [
    card(title, h("p", { class: "what" }, told ? sentence(words, best.chosen) : "…"),
      told && best.chosen.length ? h("p", { class: "note" }, `${t(`first.changed.${search.aim}`)}: ${changed(words, search.measure, best.gain.value)}${kind === "early" ? "" : ` (${interval(words, search.measure, best.gain)})`}; ${t("first.helps", best.helps, best.members)}.`) : null),
    card("costs", h("p", { class: "figure" }, told ? t("first.hours", hours(words, best.hours)) : "…"), told ? h("p", { class: "note" }, `${whoPays(words, best)}.`) : null),
    card("sure", h("p", { class: "what" }, sure), why.map((one) => h("p", { class: "note" }, one))),
  ];
}
