// How a number of the map is written, and which colour it has: the lightness falls all the way, so that it reads in grey, too. Wood, since
// blue and yellow stand for trust, and no colour here may say what is better.
const STOPS = ["#FBF5E9", "#EFD9AE", "#D0A562", "#93683A", "#553A25", "#2C1D15"].map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
const NICE = [0.01, 0.016, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.16, 0.2, 0.3, 0.4, 0.6, 0.8, 1];
const DIGITS = { dropped_out: 1, retention: 0, stopped: 0 }; // behind the point of per cents

const isChange = (measure) => measure === "trust_change";

/** A value as it stands in a cell. */
export const written = (words, measure, value) => (isChange(measure) ? words.change(Math.abs(value) < 0.005 ? 0 : value) : `${words.number(100 * value, DIGITS[measure])} %`);

/** A standard error, with a digit more. */
export const error = (words, measure, value) => (isChange(measure) ? words.number(value, 3) : `${words.number(100 * value, DIGITS[measure] + 1)} %`);

/** By how much a measure moves; a share in points of per cent. */
export const by = (words, measure, value) => (isChange(measure) ? words.number(Math.abs(value)) : words.t("fit.points", words.number(100 * Math.abs(value), DIGITS[measure])));

/** The ends of the colour scale for these values: from nought, or around it where a measure can fall. */
export function ends(measure, values) {
  const most = Math.max(0, ...values.map(Math.abs)), top = NICE.find((one) => one >= most) ?? 1;
  return [isChange(measure) ? -top : 0, top];
}

const place = ([low, high], value) => Math.max(0, Math.min(1, (value - low) / (high - low)));

function rgb(share) {
  const at = share * (STOPS.length - 1), k = Math.min(STOPS.length - 2, Math.floor(at));
  return STOPS[k].map((from, i) => Math.round(from + (STOPS[k + 1][i] - from) * (at - k)));
}

export const colour = (range, value) => `rgb(${rgb(place(range, value)).join(",")})`;

/** How far along an axis of cells a value lies, counted in cells from its edge; at an end where it lies outside. */
export function along(values, value) {
  const [low, high] = [values[0], values.at(-1)];
  return ((Math.max(low, Math.min(high, value)) - low) / (high - low)) * (values.length - 1) + 0.5;
}

/** Black or white, whichever reads better: at least 4.5 to 1 on every colour of the scale. */
export function textOn(range, value) {
  const light = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4), [r, g, b] = rgb(place(range, value)).map((part) => light(part / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
}

export const gradient = `linear-gradient(90deg, ${STOPS.map((stop) => `rgb(${stop.join(",")})`).join(", ")})`;
