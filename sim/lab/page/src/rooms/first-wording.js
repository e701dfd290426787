// What was found, in sentences: a package, a first place, who pays, and how sure; as sim/priorities/verdict.py and wording.py.

/** A package as a sentence. */
export function sentence(words, chosen) {
  const told = ([name, d]) => words.t(`first.levers.${name}`, { d, n: d.toLocaleString(words.locale, { maximumFractionDigits: 2 }), percent: words.percent(d) });
  return words.t("first.sentence", chosen.map(told));
}

/** A change of a measure with its sign, in hours or as a share. */
export const changed = (words, measure, value) => (measure.unit === "h" ? words.t("first.hours", words.change(value, 0)) : words.change(value, 2));

export const interval = (words, measure, { low, high }) => words.t("first.interval", changed(words, measure, low), changed(words, measure, high));

/** Hours with their sign; what rounds to none has none. */
export const hours = (words, value) => words.change(Math.round(value) || 0, 0);

export const whoPays = (words, { hours: all, leader, consultant }) => words.t("first.of", hours(words, all - leader), hours(words, leader), hours(words, consultant));

/** Which of the verdicts holds. */
export function kindOf(found) {
  if (!found) return "waiting";
  if (found.early) return "early";
  if (!found.affordable) return "none";
  if (found.cannotSay) return "cannot";
  if (!found.entries[0].chosen.length) return "nothing";
  return found.decided ? "decided" : "few";
}

export function verdict(words, found) {
  const kind = kindOf(found), said = (...given) => words.t(`first.verdict.${kind}`, ...given);
  if (kind === "waiting" || kind === "nothing" || kind === "none") return words.t(`first.verdict.${kind}`);
  if (kind === "early") return said(found.of);
  if (kind === "decided") { const what = sentence(words, found.entries[0].chosen); return said(what[0].toLowerCase() + what.slice(1)); }
  return said(found.rivals + 1, found.of);
}

/** How sure: a word, and sentences. */
export function sureness(words, found, search) {
  const t = (...asked) => words.t(...asked), kind = kindOf(found), [best] = found?.entries ?? [];
  if (kind === "waiting" || kind === "early") return [t("first.sure.early"), t("first.sure.wait", search.looks[0].members)];
  if (kind === "none") return [t("first.sure.decided")];
  const name = found.decided ? "decided" : kind === "cannot" ? "cannot" : "few", more = [t(`first.sure.${found.decided ? "wrong" : found.moreRuns ? "more" : "sets"}`)];
  if (kind !== "cannot" && found.spared) more.push(t("first.sure.spared", added(words, found)));
  if (kind === "decided" || kind === "few") more.push(t("first.sure.harm", words.percent(best.lowersTrust)));
  return [t(`first.sure.${name}`), ...more];
}

/** What a larger package has beside the best. */
function added(words, { spared, entries: [{ chosen }] }) {
  const rest = sentence(words, spared.filter(([name]) => !chosen.some(([other]) => other === name)));
  return rest[0].toLowerCase() + rest.slice(1, -1);
}
