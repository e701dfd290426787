// Student's interval of a mean, widened where most values came out alike: as sim/model/intervals.py, which says why.
// tests/test_lab_first.py compares the two.
import { mean, variance } from "./statistics.js";

const ALIKE = 1e-12; // differences up to this, of the size of the values, are those of rounding
const STEPS = 80; // halvings until a quantile stands still

/** @typedef {{ value: number, low: number, high: number }} Estimate */

/** The mean of values inside [low, high] with its interval. scale: how far a value may at least lie from the others where a bound is infinite.
 *  @returns {Estimate} */
export function estimate(values, low, high, scale, confidence = 0.95) {
  const n = values.length, value = mean(values), size = Math.max(...values.map(Math.abs));
  if (n < 2) return { value, low: NaN, high: NaN };
  if (Math.max(...values) - Math.min(...values) <= ALIKE * size) {
    const unseen = share(0, n, confidence).high, most = Math.max(size, scale);
    return { value, low: value - unseen * (isFinite(low) ? value - low : most), high: value + unseen * (isFinite(high) ? high - value : most) };
  }
  const half = tQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance(values) / n);
  return withFewOthers(values, { value, low: Math.max(low, value - half), high: Math.min(high, value + half) }, confidence);
}

/** The way that differences clearly go on average: 1, -1, or 0 where their 95 % interval holds zero, as takehold what-if asks of a clear change.
 *  reach: how far a difference can be from nought. */
export function signOf(differences, reach = 1) {
  const { low, high } = estimate(differences, -reach, reach, 0);
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

/** Where most values are alike: how many are otherwise has Wilson's interval, how far off they lie is as seen. */
function withFewOthers(values, told, confidence) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [usual, often] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  if (2 * often < values.length) return told;
  const [up, down] = [values.filter((value) => value > usual).map((value) => value - usual), values.filter((value) => value < usual).map((value) => usual - value)].map((off) => {
    const among = share(off.length, values.length, confidence), by = off.length ? mean(off) : 0;
    return { least: among.low * by, most: among.high * by };
  });
  return { ...told, low: Math.min(told.low, usual + up.least - down.most), high: Math.max(told.high, usual + up.most - down.least) };
}

/** Wilson's interval of a share. */
function share(hits, runs, confidence) {
  const z = normalQuantile((1 + confidence) / 2), p = hits / runs, z2 = z * z;
  const middle = (p + z2 / (2 * runs)) / (1 + z2 / runs), half = (z / (1 + z2 / runs)) * Math.sqrt((p * (1 - p)) / runs + z2 / (4 * runs * runs));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

// ----- quantiles above the middle
const kept = new Map();

function quantile(key, below, distribution) {
  if (!kept.has(key)) {
    let [low, high] = [0, 1];
    while (distribution(high) < below) high *= 2;
    for (let k = 0; k < STEPS; k += 1) { const at = (low + high) / 2; if (distribution(at) < below) low = at; else high = at; }
    kept.set(key, (low + high) / 2);
  }
  return kept.get(key);
}

export const normalQuantile = (below) => quantile(`normal ${below}`, below, normalBelow);
export const tQuantile = (below, freedom) => quantile(`${freedom} ${below}`, below, (t) => tBelow(t, freedom));

/** The share of the normal distribution below z, by the series of its density. */
function normalBelow(z) {
  let sum = z, term = z;
  for (let k = 3; term > 1e-17 * sum; k += 2) { term *= (z * z) / k; sum += term; }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The share of Student's t below t, exact for whole degrees of freedom (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4). */
function tBelow(t, freedom) {
  const angle = Math.atan(t / Math.sqrt(freedom)), cos2 = Math.cos(angle) ** 2, odd = freedom % 2;
  let term = odd ? Math.cos(angle) : 1, sum = freedom > 1 ? term : 0;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) { term *= (cos2 * (k - 1)) / k; sum += term; }
  const inside = Math.sin(angle) * sum;
  return 0.5 + 0.5 * (odd ? (2 / Math.PI) * (angle + inside) : inside);
}
