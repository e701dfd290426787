// Workplace files and the files beside them: read in the page and checked as Python checks them. Nothing leaves the device.
import { TomlError, parse } from "smol-toml";
import { InputError, checkedWorkplace } from "../../../../webassembly/inputs.mjs";
import { readLines } from "../csv.js";
import { PEOPLE, knownPeople, looksLikePeople, readPeople } from "../people.js";
import { checkRange, plain } from "./mine-ranges.js";
import { checkedCorrelations } from "./mine-unsure.js";

const MOST = 1_000_000; // bytes; a workplace is written by hand
export const TABLES = [".csv", ".txt", ".tsv"];

export const isTableFile = (file) => TABLES.some((ending) => file.name.toLowerCase().endsWith(ending));

/** Whether a table is one of people rather than of answers, by its header. */
export async function ofPeople(file) {
  try { return looksLikePeople(readLines(file.name, new Uint8Array(await file.arrayBuffer()), { ...PEOPLE, old: true }).header); } catch { return false; }
}

/** The text of a TOML file; raises InputError, one sentence that begins with the file's name. */
export async function textOf(file, what = "workplace file") {
  if (file.size > MOST) throw new InputError(`${file.name} is too large for a ${what}: more than ${MOST / 1e6} MB`);
  try { return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); } catch { throw new InputError(`${file.name} is not UTF-8 text`); }
}

/** What a workplace file says, with its people where it names some: those of another file that was opened with it.
 *  Without that file, {..., peopleFile} and no people. */
export async function readFile(description, file, beside = null) {
  const read = { name: file.name, ...readToml(description, file.name, await textOf(file)) };
  return beside ? withPeople(read, beside) : read;
}

/** The same with the people of a file. */
export const withPeople = async (read, file) => withPeopleText(read, file.name, new Uint8Array(await file.arrayBuffer()));

export function withPeopleText(read, name, bytes) {
  const people = readPeople(name, readLines(name, bytes, PEOPLE), read.place);
  return { ...read, people, peopleFile: name, known: knownPeople(people) };
}

/** place: the workplace as recorded; ranges, correlations: what is not known for sure; sources by dotted path; peopleFile: its name, or nothing. */
export function readToml(description, name, text) {
  const entries = parsed(name, text);
  if ("question" in entries) throw new InputError(`${name} asks a question, so it is a study file, not a workplace file`);
  if ("provenance" in entries) throw new InputError(`${name}: 'provenance' is no setting; a source is written { value = ..., source = '...' }`);
  if ("ranges" in entries) throw new InputError(`${name}: 'ranges' is no setting; a range is written { value = ..., low = ..., high = ..., reason = '...' }`);
  const { correlations: written = [], people, ...rest } = entries;
  if (people !== undefined && (typeof people !== "string" || !people.trim())) throw new InputError(`${name}: people is no path of a people file, such as 'people.csv', beside the workplace file`);
  try {
    const told = { ranges: [], sources: {} }, place = checkedWorkplace(description, plain(rest, told));
    const ranges = told.ranges.map((range) => checkRange(description, place, range, told.ranges));
    return { place, ranges, sources: told.sources, correlations: checkedCorrelations(place, ranges, written), peopleFile: people };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${name}: ${error.message.replaceAll("workplace.", "")}`);
  }
}

export function parsed(name, text) {
  try { return parse(text); } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = error.message.split("\n")[0].replace(/^Invalid TOML document: /, "");
    throw new InputError(`${name} is not valid TOML: ${why} (line ${error.line}, column ${error.column})`);
  }
}
