// CSV files as programs and spreadsheets write them in different countries. As sim/machine/csv_text.py, which says why.
import { InputError } from "../../../webassembly/inputs.mjs";

const YES = ["true", "yes", "ja", "wahr", "sand", "sandt", "vrai", "oui"], NO = ["false", "no", "nej", "nein", "falsch", "falsk", "faux", "non"];
export const BETWEEN = { ";": "';'", "\t": "tabs", ",": "','" };
const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, COMMA = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;
const LONGEST = 60; // letters of a cell that a complaint shows
const NONE_IN_OLD = [0x81, 0x8d, 0x8f, 0x90, 0x9d]; // bytes that stand for nothing in Windows-1252

const refuse = (sentence) => { throw new InputError(sentence); };
export const quoted = (text) => `'${text}'`;

/** A file taken apart: {header, rows: [{line, cells}], between, encoding}; rows are as long as the header. bytes: what the file holds.
 *  old: whether Windows-1252 may be read, too. Raises InputError, one sentence that begins with the name. */
export function readLines(name, bytes, { what, most, old = false }) {
  if (bytes.length > most) refuse(`${name} is too large for a ${what}: more than ${most / 1e6} MB`);
  const { text, encoding } = decoded(name, bytes, old);
  if (text.includes("\0")) refuse(`${name} holds null characters, so it is no text in UTF-8; save it as CSV UTF-8`);
  const { between, header, rows } = taken(name, text);
  checkHeader(name, header);
  for (const { line, cells } of rows) {
    if (cells.length !== header.length) refuse(`${name} line ${line} has ${cells.length} cells where the header has ${header.length}${between === "," && cells.length > header.length ? "; if ',' stands in numbers, put ';' between the cells" : ""}`);
  }
  return { header, rows, between, encoding };
}

function checkHeader(name, header) {
  const twice = header.find((one, k) => !one || header.indexOf(one) !== k);
  if (twice !== undefined) refuse(twice ? `${name} names ${quoted(twice)} twice in its header` : `${name} has a column without a name`);
}

function decoded(name, bytes, old) {
  const read = (encoding) => new TextDecoder(encoding, { fatal: true }).decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: tried(name, () => read("utf-16le")), encoding: ", as UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: tried(name, () => read("utf-16be")), encoding: ", as UTF-16" };
  if (!old) return { text: tried(name, () => read("utf-8")), encoding: "" };
  try { return { text: read("utf-8"), encoding: "" }; } catch { return { text: inOld(name, bytes), encoding: ", as Windows-1252" }; }
}

function tried(name, read) {
  try { return read(); } catch { return refuse(`${name} is not a CSV file in UTF-8 or UTF-16 (save it as CSV UTF-8)`); }
}

function inOld(name, bytes) {
  for (let first = 0, k = 0; k <= bytes.length; k++) {
    if (k < bytes.length && bytes[k] !== 10) continue;
    const line = bytes.subarray(first, k);
    first = k + 1;
    if (!line.some((byte) => byte > 127)) continue;
    try { new TextDecoder("utf-8", { fatal: true }).decode(line); } catch { continue; }
    refuse(`${name} mixes two encodings, UTF-8 and Windows-1252; open it in a spreadsheet and save it as CSV UTF-8`);
  }
  const at = bytes.findIndex((byte) => NONE_IN_OLD.includes(byte));
  if (at >= 0) refuse(`${name} is text neither in UTF-8 nor in Windows-1252 (byte ${at}); save it as CSV UTF-8`);
  return new TextDecoder("windows-1252").decode(bytes);
}

/** What stands between cells, the header, and the other lines that say something, with their numbers. */
function taken(name, text) {
  const end = text.indexOf("\n"), first = (end < 0 ? text : text.slice(0, end)).replace(/\r$/, ""), declared = first.match(/^"?sep=(.)"?$/i);
  const body = declared ? (end < 0 ? "" : text.slice(end + 1)) : text, between = declared ? declared[1] : sign(name, body);
  if (!(between in BETWEEN)) refuse(`${name} says ${quoted(first.trim())}; between cells stand ',', ';' or tabs`);
  let found = cellsOf(body, between).map(({ line, cells }) => ({ line: line + (declared ? 1 : 0), cells: cells.map((cell) => cell.trim()) })).filter(({ cells }) => cells.some(Boolean));
  while (found.length && found.every(({ cells }) => cells.length > 1 && !cells.at(-1) && cells.length === found[0].cells.length)) found = found.map(({ line, cells }) => ({ line, cells: cells.slice(0, -1) }));
  return { between, header: found[0]?.cells ?? [], rows: found.slice(1) };
}

function sign(name, text) {
  const header = (text.split(/\r\n|\r|\n/).find((line) => line.trim()) ?? "").replaceAll(/"[^"]*"/g, ""), given = Object.keys(BETWEEN).filter((one) => header.includes(one));
  if (given.length > 1) refuse(`${name} has both ${given.map((one) => BETWEEN[one]).join(" and ")} in its header; between cells stands one of ',', ';' and tabs`);
  return given[0] ?? ",";
}

/** Cells of each record, with the number of its last line; quotation marks as in RFC 4180. */
function cellsOf(text, between) {
  const records = [];
  let cells = [], cell = "", inside = false, line = 1;
  const ended = () => { cells.push(cell); records.push({ line, cells }); cells = []; cell = ""; };
  for (let k = 0; k < text.length; k++) {
    const letter = text[k], breaks = letter === "\n" || letter === "\r";
    if (breaks && letter === "\r" && text[k + 1] === "\n") { if (inside) cell += letter; continue; }
    if (inside) {
      if (breaks) line++;
      if (letter !== '"') cell += letter;
      else if (text[k + 1] === '"') { cell += letter; k++; } else inside = false;
    } else if (letter === '"' && cell === "") inside = true;
    else if (letter === between) { cells.push(cell); cell = ""; } else if (breaks) { ended(); line++; } else cell += letter;
  }
  if (cell || cells.length) ended();
  return records;
}

/** The sign in the numbers, '.' or ','; refuses what is not clear. cells: [{line, name, cell}]. */
export function decimalSign(name, between, cells) {
  const point = cells.find(({ cell }) => cell.includes(".") && POINT.test(cell)), comma = cells.find(({ cell }) => cell.includes(",") && COMMA.test(cell));
  if (!comma) return ".";
  if (between === ",") refuse(`${name} line ${comma.line}: ${comma.name} = ${quoted(comma.cell)} can be read in two ways where ',' also stands between cells; write ${comma.cell.replace(",", ".")}, or put ';' between the cells`);
  if (point) refuse(`${name} has numbers with ',' (${quoted(comma.cell)} in line ${comma.line}) and with '.' (${quoted(point.cell)} in line ${point.line}); use one of the two`);
  return ",";
}

/** The number in a cell, yes and no as 1 and 0; null where there is none. */
export function numberIn(cell, decimal = ".") {
  const word = cell.toLowerCase();
  if (YES.includes(word) || NO.includes(word)) return YES.includes(word) ? 1 : 0;
  return (decimal === "," ? COMMA : POINT).test(cell) ? Number(cell.replace(decimal, ".")) : null;
}

/** Refuses a cell that should hold a number. */
export function notANumber(name, line, column, cell) {
  refuse(`${name} line ${line}: ${column} = ${quoted(cell.slice(0, LONGEST))} is not a finite number${cell.includes(".") && cell.includes(",") ? "; write no sign between thousands" : ""}`);
}
