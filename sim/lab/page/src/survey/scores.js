// Cells as answers from 0 to 1, scores of persons on each scale, and how well the items of a scale go together. As sim/survey/answers.py.
import { InputError } from "../../../../webassembly/inputs.mjs";
import { numberIn } from "../csv.js";
import { mean, variance } from "../statistics.js";
import { byContents, shown } from "./privacy.js";
import { NOTHING } from "./states.js";

const DATE = /^(\d{4}-\d\d-\d\d.*|\d{1,2}[-./ ][A-Za-zæøå]{3,4}\.?|\d{1,2}[./]\d{1,2}[./]\d{2,4})$/, ENOUGH = 0.5, CROWDED = 0.2;
const refuse = (sentence) => { throw new InputError(sentence); };
const there = (values) => values.filter((value) => !Number.isNaN(value));

/** Every scale of the codebook that measures something and is in the file. */
export function scored(sheet, book) {
  const found = book.scales.flatMap((scale) => {
    const items = scale.items.filter((item) => sheet.cells.has(item) || !book.optional);
    if (scale.measures === NOTHING || !items.length) return [];
    const columns = items.map((item) => answersOf(sheet, book, scale, item));
    checkKind(sheet, scale, columns.flat());
    const turned = columns.map((column, k) => (scale.reversed.includes(items[k]) ? column.map((value) => 1 - value) : column)), { alpha, against } = reliability(turned);
    return [{ name: scale.name, title: scale.title || scale.name, measures: scale.measures, items: items.length, scores: scoresOf(turned), alpha, against: items.filter((_, k) => against[k]) }];
  });
  if (!found.length && book.scales.some((scale) => scale.items.some((item) => sheet.cells.has(item)))) refuse(`no scale of the codebook measures anything in ${sheet.file}; say under 'measures' what at least one asks about`);
  if (!found.length) refuse(`${sheet.file} has no column that the codebook knows`);
  return found;
}

/** Means of persons over what they answered, where that is at least half of the items; columns: of items. */
export const scoresOf = (columns) => columns[0].map((_, k) => {
  const given = there(columns.map((column) => column[k]));
  return given.length && given.length >= ENOUGH * columns.length ? mean(given) : NaN;
});

/** Cronbach's alpha over the persons who answered all items, and which items go against the rest. */
export function reliability(columns) {
  const whole = columns[0].flatMap((_, k) => (columns.every((column) => !Number.isNaN(column[k])) ? [k] : [])), rows = columns.map((column) => whole.map((k) => column[k])), items = columns.length;
  const totals = whole.map((_, k) => rows.reduce((sum, row) => sum + row[k], 0));
  if (items < 2 || whole.length < 3 || !(variance(totals) > 0)) return { alpha: NaN, against: columns.map(() => false) };
  const alpha = (items / (items - 1)) * (1 - rows.reduce((sum, row) => sum + variance(row), 0) / variance(totals));
  return { alpha, against: rows.map((row) => covariance(row, totals.map((total, k) => total - row[k])) < 0) };
}

const covariance = (one, other) => { const [a, b] = [mean(one), mean(other)]; return one.reduce((sum, value, k) => sum + (value - a) * (other[k] - b), 0); };

/** The correlation of two columns over the rows that have both; null with few of them, or where one does not vary. */
export function correlation(one, other) {
  const both = one.flatMap((value, k) => (Number.isNaN(value) || Number.isNaN(other[k]) ? [] : [k])), a = both.map((k) => one[k]), b = both.map((k) => other[k]);
  return both.length < 5 || !(variance(a) > 0 && variance(b) > 0) ? null : covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

function answersOf(sheet, book, scale, item) {
  const cells = sheet.column(item), kind = byContents(cells), missing = new Set([...book.missing, ...scale.missing].map(key));
  if (kind) refuse(`${sheet.file}: column '${item}' looks as if it held ${kind}, not answers; take it out of the codebook`);
  const decimal = sheet.decimal(item);
  return cells.map((cell, k) => (!cell || missing.has(key(cell)) ? NaN : shareOf(sheet, item, sheet.lines[k], cell, decimal, scale.answers)));
}

/** An answer as it is compared: 99, '99' and '99,0' are the same. */
function key(answer) {
  const text = String(answer).trim().toLowerCase(), number = numberIn(text, text.includes(",") ? "," : ".");
  return number === null ? text : String(number);
}

/** How far an answer lies from the least to the most. */
function shareOf({ file }, item, line, cell, decimal, answers) {
  const where = `${file} line ${line}: ${item} = ${shown(cell)}`;
  if (typeof answers[0] === "string") {
    const at = answers.findIndex((word) => word.toLowerCase() === cell.toLowerCase());
    if (at < 0) refuse(`${where} is none of ${answers.join(", ")}; if it stands for none, put it under 'missing' in the codebook`);
    return at / (answers.length - 1);
  }
  const number = numberIn(cell, decimal), [least, most] = answers;
  if (number === null) refuse(`${where} is not a number${DATE.test(cell) ? "; a spreadsheet has made a date of it" : cell.includes(".") && cell.includes(",") ? "; write no sign between thousands" : "; if words are the answers, list them under 'answers' in the codebook"}`);
  if (!(number >= Math.min(least, most) && number <= Math.max(least, most))) refuse(`${where} is outside ${Math.min(least, most)} to ${Math.max(least, most)}; if it stands for no answer, put it under 'missing' in the codebook`);
  return (number - least) / (most - least);
}

/** Refuses answers of 1 to 5, say, that were taken for points of 0 to 100. */
function checkKind({ file }, { name, answers: [least, most] }, shares) {
  const given = there(shares);
  if (typeof least === "string" || !given.length || Math.abs(most - least) < 20) return;
  const [low, high] = [Math.min(...given), Math.max(...given)];
  if (!((high < CROWDED && least < most) || (low > 1 - CROWDED && least > most))) return;
  const seen = [low, high].map((share) => least + share * (most - least)).sort((a, b) => a - b).map((value) => Number(value.toPrecision(6)));
  refuse(`${file}: all answers of scale '${name}' lie between ${seen[0]} and ${seen[1]}, but its codebook says ${least} to ${most}; write answers = [${seen.join(", ")}] or as they are, the least first`);
}
