// Means of units from few answers: how sure they are, and how far small units are drawn towards the mean of all. As sim/survey/pooling.py.
import { tQuantile } from "../intervals.js";
import { mean } from "../statistics.js";

export const Z95 = 1.959963984540054;
const LEAST_SPREAD = 0.05, GRID = Array.from({ length: 100 }, (_, k) => (k + 1) * 0.005), PRIOR = GRID.map((share) => share * (1 - share) ** 17);
const sum = (values) => values.reduce((total, one) => total + one, 0);

/** groups: the answers of each, in 0-1 (some without any); sizes: everybody in each. Means with their uncertainty, one a group: {raw, mean, sd, silent, own}, and icc. */
export function pooled(groups, sizes, alpha, nonresponse) {
  const values = groups.flat(), raw = groups.map((group) => (group.length ? mean(group) : NaN)), freedom = Math.max(1, values.length - groups.filter((group) => group.length).length);
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(sum(groups.flatMap((group, k) => group.map((value) => (value - raw[k]) ** 2))) / freedom)), answered = groups.map((group, k) => Math.min(1, group.length / sizes[k]));
  const variance = groups.map((group, k) => (group.length ? (spread ** 2 * (1 - answered[k] * alpha)) / group.length + ((1 - answered[k]) * nonresponse * spread) ** 2 : Infinity));
  const between = GRID.map((share) => sizes.map((size) => spread ** 2 * (share / (1 - share)) + (alpha * spread ** 2) / size)), wider = tQuantile(0.975, freedom) / Z95;
  const told = drawnTogether(raw, variance, between);
  return { ...told, raw, sd: told.variance.map((one) => Math.sqrt(one) * wider), silent: answered.map((share) => (1 - share) * spread), icc: icc1(groups.filter((group) => group.length)) };
}

/** Posterior means and variances of groups, and the share of their own answers in them; between: variance of groups, for each of the grid. */
function drawnTogether(raw, variance, between) {
  const known = raw.map((value, k) => (Number.isFinite(variance[k]) ? value : 0)), alone = variance.filter(Number.isFinite).length < 2;
  const grid = between.map((those, g) => {
    const weight = those.map((one, k) => 1 / (variance[k] + one)), centreVariance = 1 / sum(weight), centre = sum(weight.map((one, k) => one * known[k])) * centreVariance;
    const fit = 0.5 * sum(weight.map((one, k) => (one > 0 ? Math.log(one) : 0) - one * (known[k] - centre) ** 2)), own = those.map((one, k) => one * weight[k]);
    const chance = alone ? Math.log(PRIOR[g]) : Math.log(PRIOR[g]) + fit + 0.5 * Math.log(centreVariance); // of one group nothing can be learnt about several
    return { chance, own, means: own.map((share, k) => share * known[k] + (1 - share) * centre), variances: own.map((share, k) => (1 - share) * those[k] + (1 - share) ** 2 * centreVariance) };
  });
  const most = Math.max(...grid.map(({ chance }) => chance)), shares = grid.map(({ chance }) => Math.exp(chance - most)), all = sum(shares), over = (of) => sum(grid.map((one, g) => (shares[g] / all) * of(one)));
  const means = raw.map((_, k) => over(({ means: some }) => some[k]));
  return { mean: means, variance: raw.map((_, k) => over(({ variances, means: some }) => variances[k] + (some[k] - means[k]) ** 2)),
    own: raw.map((_, k) => (!Number.isFinite(variance[k]) ? 0 : alone ? 1 : over(({ own }) => own[k]))) };
}

/** Share of variance between groups, ICC(1) from the analysis of variance; NaN for one group, or without any spread. */
function icc1(groups) {
  const count = groups.map((group) => group.length), persons = sum(count), all = mean(groups.flat());
  if (groups.length < 2 || persons <= groups.length) return NaN;
  const between = sum(groups.map((group, k) => count[k] * (mean(group) - all) ** 2)) / (groups.length - 1), within = sum(groups.flatMap((group) => group.map((value) => (value - mean(group)) ** 2))) / (persons - groups.length);
  const typical = (persons - sum(count.map((one) => one ** 2)) / persons) / (groups.length - 1), bottom = between + (typical - 1) * within;
  return bottom > 0 ? (between - within) / bottom : NaN;
}
