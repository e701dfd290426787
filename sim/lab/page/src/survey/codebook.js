// What the columns of a survey mean: a codebook, checked. As sim/survey/codebook.py. That of COPSOQ III knows codes, and no wording.
import { InputError, known } from "../../../../webassembly/inputs.mjs";
import copsoq from "../../../../survey/copsoq3.toml";
import { parsed } from "../rooms/mine-file.js";
import { isTable } from "../rooms/mine-ranges.js";
import { EMPTY } from "./sheet.js";
import { MEASURES, NOTHING } from "./states.js";

export const ROLES = ["employee", "representative", "planner", "coordinator", "leader"];
const COLUMNS = ["unit", "team", "role", "hours", "key"], NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;
const SETTINGS = { confirmed: true, name: "my-workplace", title: "My workplace", answers: [], missing: [], optional: false, nonresponse: 0.25, columns: {}, roster: {}, roles: {}, scales: {} };
const SCALE = { title: "", measures: undefined, items: undefined, reversed: [], answers: [], missing: [] };

let shipped = null;
/** The codebook of COPSOQ III. */
export const copsoq3 = () => (shipped ??= readCodebook("copsoq3.toml", copsoq));

/** A codebook from its text; raises InputError, also for a guess that nobody has confirmed. */
export function readCodebook(name, text) { return checkedCodebook(name, parsed(name, text)); }

/** A codebook from its entries, with defaults; scales as a list. */
export function checkedCodebook(file, entries) {
  const refuse = (why) => { throw new InputError(`${file}: ${why}`); };
  const among = (kind, name, names) => { try { known(kind, name, Object.fromEntries(names.map((one) => [one, one]))); } catch (error) { refuse(error.message); } };
  const table = (where, value) => { if (!isTable(value)) refuse(`${where} is no table`); return value; };
  const text = (where, value, most = 2000) => {
    if (typeof value !== "string") refuse(`${where} is no text`);
    if (value.length > most) refuse(`${where} is longer than what is allowed: ${most} letters`);
    if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) refuse(`${where} holds a control character`);
    return value;
  };
  const answers = (where, value) => {
    if (!Array.isArray(value) || value.some((one) => typeof one !== "number" && typeof one !== "string")) refuse(`${where} is no list of numbers or words`);
    return value;
  };
  const columns = (where, value, names) => {
    for (const [name, column] of Object.entries(table(where, value))) {
      among(`setting of ${where}`, name, names);
      if (!text(`${where}.${name}`, column, 200)) refuse(`${where}.${name} is empty; leave it out, or name a column`);
    }
    return value;
  };
  for (const name of Object.keys(entries)) among("setting of a codebook", name, Object.keys(SETTINGS));
  const book = { ...SETTINGS, ...entries };
  if (!("scales" in entries)) refuse("scales is missing");
  if (typeof book.confirmed !== "boolean") refuse("confirmed is neither true nor false");
  if (typeof book.optional !== "boolean") refuse("optional is neither true nor false");
  if (!NAME.test(text("name", book.name))) refuse(`name = ${book.name} is no name; allowed are small letters, digits and hyphens, 40 at most`);
  text("title", book.title);
  answers("answers", book.answers);
  answers("missing", book.missing);
  if (typeof book.nonresponse !== "number" || !(book.nonresponse >= 0 && book.nonresponse <= 2)) refuse(`nonresponse = ${book.nonresponse} is outside what is allowed: 0 to 2`);
  columns("columns", book.columns, COLUMNS);
  columns("roster", book.roster, [...COLUMNS, "number"]);
  for (const [word, role] of Object.entries(table("roles", book.roles))) among(`role for ${word}`, role, ROLES);
  const scales = Object.entries(table("scales", book.scales)).map(([name, given]) => {
    const where = `scales.${name}`;
    for (const one of Object.keys(table(where, given))) among(`setting of ${where}`, one, Object.keys(SCALE));
    for (const one of ["measures", "items"]) if (!(one in given)) refuse(`${where}.${one} is missing`);
    const scale = { ...SCALE, ...given, name };
    text(`${where}.title`, scale.title);
    among("measure", text(`${where}.measures`, scale.measures), [...Object.keys(MEASURES), NOTHING]);
    for (const one of ["items", "reversed"]) if (!Array.isArray(scale[one]) || scale[one].some((item) => typeof item !== "string" || !item)) refuse(`${where}.${one} is no list of columns`);
    if (!scale.items.length) refuse(`${where}.items is empty; it needs a column at least`);
    if (new Set(scale.items).size < scale.items.length) refuse(`${where}: an item is named twice`);
    const stranger = scale.reversed.find((item) => !scale.items.includes(item));
    if (stranger) refuse(`${where}: '${stranger}' is reversed but no item of the scale`);
    answers(`${where}.missing`, scale.missing);
    scale.answers = answers(`${where}.answers`, scale.answers).length ? scale.answers : book.answers;
    if (!canBe(scale.answers)) refuse(`scale '${name}' needs answers = [least, most], such as [1, 5], or its words from the least to the most`);
    const empty = scale.answers.find((one) => typeof one === "string" && EMPTY.includes(one.trim().toLowerCase()));
    if (empty !== undefined) refuse(`scale '${name}' has the answer '${empty}', and a cell of that is read as no answer; write another word for it, in the survey, too`);
    return scale;
  });
  if (!scales.length) refuse("scales holds no scale");
  const uses = [...Object.values(book.columns), ...scales.flatMap((scale) => scale.items)], twice = uses.find((name, k) => uses.indexOf(name) !== k);
  if (twice) refuse(`column '${twice}' is given two meanings`);
  if (!book.confirmed) throw new InputError(`${file} was guessed and nobody has confirmed it yet; read it, correct it, and then write 'confirmed = true' in its first line`);
  return { ...book, scales };
}

/** Two different numbers, or different words. */
function canBe(answers) {
  if (answers.every((one) => typeof one === "number")) return answers.length === 2 && answers.every(Number.isFinite) && answers[0] !== answers[1];
  return answers.every((one) => typeof one === "string") && answers.length >= 2 && new Set(answers.map((one) => one.toLowerCase())).size === answers.length;
}
