// What the page is set to: what a link, the file itself, a widget and Python hand on. Only what is not as usual is written down.
import { InputError, checked, checkedFollowUp, checkedWhole, checkedWorkplace, known } from "../../../webassembly/inputs.mjs";
import { LANGUAGES } from "./words.js";

export const ROOMS = ["story", "play", "mine", "first", "fit"];

/** room, step: where in the page. workplace: a name, or an object like a file. unit: whom one looks at; the first one where it is empty.
 *  levers, parameters, without, seed, run, follow_up: as in Python. answers: what was said in My workplace. */
export const USUAL = { room: "story", step: 1, workplace: "plejecenter-2", unit: "", levers: {}, parameters: {}, without: [], seed: 0, run: 315,
  follow_up: 30, language: "", answers: {} };

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const kind = (value) => (Array.isArray(value) ? "list" : value === null ? "" : { object: "table", string: "text" }[typeof value] ?? typeof value);

/** A whole setting from parts of one; raises InputError for what cannot be used. */
export function whole(description, given) {
  for (const [name, value] of Object.entries(given)) {
    const usual = kind(known("setting of the page", name, USUAL));
    if (kind(value) !== usual && !(name === "workplace" && kind(value) === "table")) throw new InputError(`${name} is no ${usual}`);
  }
  const setting = { ...structuredClone(USUAL), ...structuredClone(given) };
  const one = (name, valid) => known(name, setting[name], Object.fromEntries(valid.map((value) => [value, value])));
  one("room", ROOMS);
  one("language", ["", ...LANGUAGES]);
  setting.workplace = typeof setting.workplace === "string" ? setting.workplace : checkedWorkplace(description, setting.workplace);
  const { units } = placeOf(description, setting);
  if (setting.unit) one("unit", units.map((unit) => unit.name));
  checked("lever", description.levers, setting.levers);
  checked("parameter", description.parameters, setting.parameters);
  for (const name of setting.without) known("mechanism", name, description.mechanisms);
  for (const name of ["seed", "run", "step"]) checkedWhole(name, setting[name]);
  checkedFollowUp(description, setting.follow_up);
  return setting;
}

/** The workplace of a setting as an object. */
export const placeOf = (description, { workplace }) => (typeof workplace === "string" ? known("workplace", workplace, description.shipped) : workplace);

/** The place of the unit that one looks at. */
export const unitOf = (description, setting) => Math.max(0, placeOf(description, setting).units.findIndex((unit) => unit.name === setting.unit));

/** What takehold.mjs runs; more: other levers, parameters or mechanisms. */
export const runnable = ({ workplace, parameters, without, levers, seed, follow_up: followUp }, more = {}) => ({ workplace, parameters, without, levers, seed, followUp, ...more });

// ----- links: #play, and behind a question mark all that is not as usual
/** The part of an address behind its number sign. What a file was opened with is written down, too, where it is no longer so. */
export function toHash(setting, opened = {}) {
  const { room, step, ...rest } = setting, stale = (name, value) => name in opened && !same(value, opened[name]);
  const changed = Object.fromEntries(Object.entries(rest).filter(([name, value]) => !same(value, USUAL[name]) || stale(name, value)));
  const path = room === "story" ? `${room}/${step}` : room;
  return Object.keys(changed).length ? `#${path}?${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(changed)))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}` : `#${path}`;
}

/** Parts of a setting from an address; raises InputError for one that says nothing. */
export function fromHash(hash) {
  const [path, packed] = hash.replace(/^#/, "").split("?"), [room, step] = path.split("/"), found = {};
  if (room) found.room = room;
  if (step) found.step = Number(step);
  if (!packed) return found;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return { ...JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), ...found };
  } catch { throw new InputError("this link is damaged: what stands behind its question mark cannot be read"); }
}
