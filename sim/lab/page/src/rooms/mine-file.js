// Workplace files: read in the page and checked as Python checks them. Nothing leaves the device.
import { TomlError, parse } from "smol-toml";
import { InputError, checkedWorkplace } from "../../../../webassembly/inputs.mjs";
import { checkRange, plain } from "./mine-ranges.js";
import { checkedCorrelations } from "./mine-unsure.js";

const MOST = 1_000_000; // bytes; a workplace is written by hand

/** What a workplace file says, as readToml; raises InputError, one sentence that begins with the file's name. */
export async function readFile(description, file) {
  if (file.size > MOST) throw new InputError(`${file.name} is too large for a workplace file: more than ${MOST / 1e6} MB`);
  let text;
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); } catch { throw new InputError(`${file.name} is not UTF-8 text`); }
  return readToml(description, file.name, text);
}

/** place: the workplace as recorded; ranges, correlations: what is not known for sure; sources by dotted path. */
export function readToml(description, name, text) {
  const entries = parsed(name, text);
  if ("question" in entries) throw new InputError(`${name} asks a question, so it is a study file, not a workplace file`);
  if ("provenance" in entries) throw new InputError(`${name}: 'provenance' is no setting; a source is written { value = ..., source = '...' }`);
  if ("ranges" in entries) throw new InputError(`${name}: 'ranges' is no setting; a range is written { value = ..., low = ..., high = ..., reason = '...' }`);
  const { correlations: written = [], ...rest } = entries;
  try {
    const told = { ranges: [], sources: {} }, place = checkedWorkplace(description, plain(rest, told));
    const ranges = told.ranges.map((range) => checkRange(description, place, range, told.ranges));
    return { place, ranges, sources: told.sources, correlations: checkedCorrelations(place, ranges, written) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${name}: ${error.message.replaceAll("workplace.", "")}`);
  }
}

function parsed(name, text) {
  try { return parse(text); } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = error.message.split("\n")[0].replace(/^Invalid TOML document: /, "");
    throw new InputError(`${name} is not valid TOML: ${why} (line ${error.line}, column ${error.column})`);
  }
}
