// The ways, best first, each a row that keeps its node: it moves to its new place, and nobody's focus is lost.
import { h } from "../dom.js";
import { bar, s, spanOf } from "./first-chart.js";
import { keyOf } from "./first-packages.js";
import { changed, hours, interval, sentence, whoPays } from "./first-wording.js";

const SHOWN = 10, DEAR_SHOWN = 4, MOVE = 500;
const BAR = { width: 400, height: 26 };

export class Rows {
  /** play: called with the package of a row that is to be tried. */
  constructor(words, play) {
    this.words = words;
    this.play = play;
    this.rows = new Map();
    this.whole = false;
    this.list = h("ol", { class: "rows", "aria-label": words.t("first.rows") });
    this.dearTitle = h("li", { class: "dearTitle" }, words.t("first.dearTitle"));
    this.more = h("button", { class: "quiet", hidden: true, onclick: () => { this.whole = !this.whole; this.show(this.found, this.search); } });
  }

  /** @param {{ entries: import("./first-search.js").Entry[], decided?: boolean }} found */
  show(found, search) {
    this.found = found;
    this.search = search;
    const dear = (entry) => entry.state === "dear" || (entry.state === "early" && entry.hours > search.budget), can = found.entries.filter((entry) => !dear(entry)), cannot = found.entries.filter(dear);
    const shown = [...can.slice(0, this.whole ? Infinity : SHOWN), ...cannot.slice(0, this.whole ? Infinity : DEAR_SHOWN)], span = spanOf(shown);
    this.shown = shown;
    const nodes = shown.map((entry) => this.row(entry, span, dear(entry), found.decided));
    if (cannot.length) nodes.splice(shown.findIndex(dear), 0, this.dearTitle);
    this.moved(nodes);
    this.more.hidden = found.entries.length <= SHOWN;
    this.more.textContent = this.whole ? this.words.t("first.fewerRows") : this.words.t("first.all", found.entries.length);
    this.more.setAttribute("aria-expanded", String(this.whole));
  }

  row(entry, span, dear, decided) {
    const { words, search } = this, key = keyOf(entry.chosen), t = (...asked) => words.t(...asked), { measure } = search;
    if (!this.rows.has(key)) this.rows.set(key, this.made(entry.chosen));
    const { node, parts } = this.rows.get(key), state = dear ? "dear" : entry.state === "first" && !decided ? "able" : entry.state;
    node.dataset.state = state;
    const faint = state === "behind" || state === "dear", told = entry.chosen.length > 0, sure = told && entry.state !== "early";
    parts.bar.replaceChildren(...bar(entry, span, { ...BAR, faint }));
    parts.change.replaceChildren(h("b", {}, told ? changed(words, measure, entry.gain.value) : "0"), sure ? h("span", {}, interval(words, measure, entry.gain)) : "");
    parts.hours.replaceChildren(h("b", {}, t("first.hours", hours(words, entry.hours))), told ? h("span", {}, whoPays(words, entry)) : "");
    parts.helps.replaceChildren(h("b", {}, t(`first.state.${state}`)), told ? h("span", {}, `${t("first.helps", entry.helps, entry.members)}; ${t("first.fewer", words.whole(entry.runs))}`) : "");
    return node;
  }

  made(chosen) {
    const { words } = this, told = sentence(words, chosen), parts = { bar: s("svg", { viewBox: `0 0 ${BAR.width} ${BAR.height}`, preserveAspectRatio: "none", "aria-hidden": "true" }),
      change: h("p", { class: "change" }), hours: h("p", { class: "hours" }), helps: h("p", { class: "helps" }) };
    const play = h("button", { class: "quiet small", "aria-label": words.t("first.playOf", told), onclick: () => this.play(chosen) }, words.t("first.play"));
    return { node: h("li", { class: "way" }, h("p", { class: "what" }, told), h("div", { class: "bar" }, parts.bar), parts.change, parts.hours, parts.helps, play), parts };
  }

  /** Put nodes in order; each goes from where it stood to where it belongs, unless motion is not wanted. */
  moved(nodes) {
    const { list } = this, same = nodes.length === list.children.length && nodes.every((node, k) => list.children[k] === node);
    if (same) return;
    const before = new Map([...list.children].map((node) => [node, node.getBoundingClientRect().top])), { activeElement } = document;
    list.replaceChildren(...nodes);
    if (activeElement instanceof HTMLElement && list.contains(activeElement)) activeElement.focus({ preventScroll: true });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const node of nodes) {
      const from = before.get(node), by = from === undefined ? 0 : from - node.getBoundingClientRect().top;
      if (by) node.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: MOVE, easing: "ease-in-out" });
    }
  }
}
