// A file of answers, or a roster: cells of text under named columns. As sim/survey/sheet.py; here from CSV alone.
import { InputError, known } from "../../../../webassembly/inputs.mjs";
import { BETWEEN, decimalSign, readLines } from "../csv.js";

const MOST = 32_000_000, MOST_ROWS = 100_000, MOST_COLUMNS = 2_000;
export const EMPTY = ["", "na", "n/a", "nan", "null", "none", "#n/a", "#null!", ".", "-"]; // what programs write where there is nothing
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** what: 'survey' or 'roster'. bytes: of the file. Raises InputError, one sentence that begins with the name. */
export function readSheet(name, bytes, what) {
  if (!/\.(csv|txt|tsv)$/i.test(name)) throw new InputError(`${name}: a ${what} is read from .csv here; save the sheet as CSV UTF-8, or use takehold survey`);
  const { header, rows, between, encoding } = readLines(name, bytes, { what, most: MOST, old: true });
  if (!rows.length) throw new InputError(`${name} is empty; a ${what} needs a header of names and a row for each`);
  if (rows.length > MOST_ROWS || header.length > MOST_COLUMNS) throw new InputError(`${name} has ${rows.length} rows and ${header.length} columns; at most ${MOST_ROWS} and ${MOST_COLUMNS} are read`);
  return new Sheet(name, rows.map(({ line }) => line), new Map(header.map((column, k) => [column, rows.map(({ cells }) => plain(cells[k]))])), between, `${name} was read with ${BETWEEN[between]} between cells${encoding}`);
}

function plain(cell) {
  const text = cell.replaceAll(CONTROL, "?").trim();
  return EMPTY.includes(text.toLowerCase()) ? "" : text;
}

export class Sheet {
  /** cells: by column, one a row. how: how it was read, in words. */
  constructor(file, lines, cells, between, how) {
    this.file = file;
    this.lines = lines;
    /** @type {Map<string, string[]>} */
    this.cells = cells;
    this.between = between;
    this.how = how;
  }

  /** The cells of a column; raises InputError where there is no such column. */
  column(name) {
    if (!this.cells.has(name)) {
      try { known("column", name, Object.fromEntries([...this.cells.keys()].map((one) => [one, one]))); } catch (error) { throw new InputError(`${this.file}: ${error.message}`); }
    }
    return this.cells.get(name);
  }

  /** The sign in the numbers of a column. */
  decimal(name) { return decimalSign(this.file, this.between, this.column(name).map((cell, k) => ({ line: this.lines[k], name, cell }))); }
}
