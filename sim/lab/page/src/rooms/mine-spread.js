// What many runs of many workplaces tell: how they end, how far that is not knowing or chance, and what would be worth finding out.

import { mean, ofUnit, variance } from "../statistics.js";

export const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** Of the rows of one unit, the columns that this room reads. */
export function read(table, unit) {
  const { outcome, trust_start: start, trust_end: end, retention: kept } = ofUnit(table, unit);
  return { outcome, start, end, kept };
}

/** Groups of rows, one for each workplace, told as one. */
export function told(groups, outcomes) {
  const all = (name) => groups.flatMap((group) => group[name]), outcome = all("outcome"), end = all("end");
  return {
    runs: outcome.length, shares: outcomes.map((name) => outcome.filter((one) => one === name).length / outcome.length),
    start: mean(all("start")), end: mean(end), low: quantile(end, 0.05), high: quantile(end, 0.95),
    dots: groups.map((group) => mean(group.end)), unknown: { end: unknownShare(groups.map((g) => g.end)), kept: unknownShare(groups.map((g) => g.kept)) },
  };
}

/** The share of the variance that lies between workplaces and not between runs of one (one-way analysis of variance); null without any variance. */
export function unknownShare(groups) {
  const within = mean(groups.map(variance)), between = Math.max(0, variance(groups.map(mean)) - within / groups[0].length);
  return groups.length < 2 || within + between < 1e-12 ? null : between / (between + within);
}

/** Of the parts that nobody knows, the one whose halves differ most in what is kept; null unless it is clear: the halves differ by over three
 *  standard errors, and the next part's halves by less, by at least one. left: ranges; places: drawn; kept: a list for each place. */
export function worthKnowing(left, places, kept) {
  const found = left.flatMap((part, k) => (part.answer === undefined ? [halves(part, places.map(({ at }) => at[k]), kept.map(mean))] : [])).sort((a, b) => b.by - a.by);
  const [first, next] = found;
  return first && first.by > 3 * first.error && (!next || first.by - next.by > first.error) ? first : null;
}

function halves(part, at, values) {
  const [low, high] = [values.filter((_, n) => at[n] < 0.5), values.filter((_, n) => at[n] >= 0.5)], [one, other] = [mean(low), mean(high)].sort((a, b) => a - b);
  return { name: part.name, path: part.path, one, other, by: other - one, error: Math.sqrt(variance(low) / low.length + variance(high) / high.length) };
}
