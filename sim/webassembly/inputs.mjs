// What is handed in, held against what takehold.json says of it: ranges, and the schema of workplace files.

/** An input that cannot be used; its message is one sentence. */
export class InputError extends Error {}

export const refuse = (sentence) => { throw new InputError(sentence); };

/** What a name stands for; a name that is none is refused with the nearest one. */
export function known(kind, name, table) {
  if (Object.hasOwn(table, name)) return table[name];
  const names = Object.keys(table), far = (one) => distance(String(name), one), nearest = [...names].sort((a, b) => far(a) - far(b))[0];
  return refuse(`there is no ${kind} '${name}'; ${nearest && far(nearest) <= nearest.length / 2 ? `did you mean '${nearest}'?` : `there are ${names.join(", ")}`}`);
}

/** How many letters have to be put in, taken out or changed to make one name of another. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, k) => k);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let k = 0; k < other.length; k++) next.push(Math.min(next[k] + 1, row[k + 1] + 1, row[k] + (letter === other[k] ? 0 : 1)));
    row = next;
  }
  return row[other.length];
}

/** The defaults of a registry by name. */
export const usual = (registry) => Object.fromEntries(Object.entries(registry).map(([name, { default: value }]) => [name, value]));

/** Values by name, each inside its range. */
export function checked(kind, registry, values) {
  for (const [name, value] of Object.entries(values)) {
    const one = known(kind, name, registry);
    if (value === null && one.default === null) continue;
    if (typeof value !== "number" || !((value >= one.low && value <= one.high) || value === one.neutral)) refuse(`${kind} ${name} = ${value} is outside what is allowed: ${one.low} to ${one.high} ${one.unit}`);
    if ((one.whole || one.yes_or_no) && !Number.isInteger(value)) refuse(`${kind} ${name} = ${value} is no whole number`);
  }
  return values;
}

/** The values at which mechanisms do nothing. */
export const neutral = ({ mechanisms }, without) => Object.assign({}, ...without.map((name) => known("mechanism", name, mechanisms).neutral));

export const checkedWhole = (name, value) => (Number.isInteger(value) && value >= 0 && value < 2 ** 32 ? value : refuse(`${name} = ${value} is no whole number from 0 to ${2 ** 32 - 1}`));

export function checkedFollowUp({ follow_up: { low, high } }, week) {
  return Number.isInteger(week) && week >= low && week <= high ? week : refuse(`follow-up ${week} is no whole number of weeks from ${low} to ${high}`);
}

/** A workplace with its defaults filled in, held against the schema of workplace files. */
export function checkedWorkplace({ schema }, place) {
  place = fitted(schema, place, "workplace", schema.$defs);
  const names = place.units.map((unit) => unit.name);
  if (new Set(names).size < names.length) refuse("two units have the same name");
  for (const unit of place.units) {
    if (unit.representatives + unit.planners + unit.coordinators > unit.employees) refuse(`unit ${unit.name} has more steering members than employees`);
    const stranger = unit.sees.find((name) => name === unit.name || !names.includes(name));
    if (stranger) refuse(`unit ${unit.name} sees '${stranger}', which is no other unit of this workplace`);
    unit.events.forEach((event) => checkEvent(unit.name, event));
    if (unit.practices.every((practice) => practice.starts_after_launch)) refuse(`no practice of unit ${unit.name} begins at launch; one has starts_after_launch = 0`);
    if (sum(unit.scope) <= 0) refuse(`the scope of unit ${unit.name} lets no theme in`);
    for (const shares of [unit.needs, unit.leader.needs, ...unit.practices.map((practice) => practice.themes)]) {
      if (Math.abs(sum(shares) - 1) > 0.005) refuse(`shares of themes in unit ${unit.name} add up to ${sum(shares)}, not to 1`);
    }
  }
  return place;
}

/** What is known of people, a list or null for each unit of a workplace. */
export function checkedPeople({ units }, people) {
  if (!Array.isArray(people) || people.length > units.length) refuse("people is no list with an entry for each unit");
  return units.map((unit, u) => {
    const some = people[u] ?? null;
    if (some && some.length !== unit.employees) refuse(`people of unit ${unit.name} are ${some.length}, and it has ${unit.employees} employees`);
    const colleague = some?.flatMap((one) => one?.colleagues ?? []).find((place) => !(Number.isInteger(place) && place >= 0 && place < unit.employees));
    if (colleague !== undefined) refuse(`people of unit ${unit.name} name a colleague in place ${colleague}, where nobody is`);
    if (some?.some((one) => one && (!Number.isInteger(one.team ?? 0) || (one.team ?? 0) < 0 || one.team >= unit.employees || one.numbers?.length !== 7))) refuse(`people of unit ${unit.name} need seven numbers each, and a team or null`);
    return some;
  });
}

const NEEDS = { change: ["from_week", "to_week", "load"], summer: ["from_week", "to_week", "share_away"], leader_leaves: ["week"] };

/** An event of the calendar says what its kind needs, and nothing else. */
function checkEvent(unit, { kind, ...given }) {
  for (const [name, value] of Object.entries(given)) {
    if (NEEDS[kind].includes(name) !== Boolean(value)) refuse(`an event of kind '${kind}' in unit ${unit} takes ${NEEDS[kind].join(", ")}, and not ${name} = ${value}`);
  }
  if (given.from_week > given.to_week) refuse(`an event in unit ${unit} begins in week ${given.from_week}, after its end in week ${given.to_week}`);
}

const sum = (shares) => Object.values(shares).reduce((a, b) => a + b, 0);

/** A value that fits a schema of the kind that takehold.json holds. */
function fitted(schema, value, where, parts) {
  if (schema.$ref) return fitted(parts[schema.$ref.split("/").at(-1)], value, where, parts);
  if (schema.anyOf) return value === null && schema.anyOf.some((one) => one.type === "null") ? null : fitted(schema.anyOf.find((one) => one.type !== "null"), value, where, parts);
  if (schema.type === "object" && schema.properties) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(`${where} is no table`);
    for (const name of Object.keys(value)) known(`setting of ${where}`, name, schema.properties);
    for (const name of schema.required ?? []) if (!(name in value)) refuse(`${where}.${name} is missing`);
    const there = Object.entries(schema.properties).filter(([name, inner]) => name in value || "default" in inner);
    return Object.fromEntries(there.map(([name, inner]) => [name, name in value ? fitted(inner, value[name], `${where}.${name}`, parts) : structuredClone(inner.default)]));
  }
  if (schema.type === "array") {
    if (!Array.isArray(value) || value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) refuse(`${where} is no list of ${schema.minItems ?? 0} to ${schema.maxItems ?? "any"} entries`);
    return value.map((one, k) => fitted(schema.items, one, `${where}[${one?.name ?? k + 1}]`, parts));
  }
  const right = { number: (v) => Number.isFinite(v), integer: Number.isInteger, boolean: (v) => typeof v === "boolean", string: (v) => typeof v === "string" }[schema.type];
  if (right && !right(value)) refuse(`${where} = ${value} is no ${schema.type}`);
  if (schema.enum && !schema.enum.includes(value)) refuse(`${where} = ${value} is none of ${schema.enum.join(", ")}`);
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) refuse(`${where} = ${value} is no name; allowed are small letters, digits and hyphens, 40 at most`);
  if (schema.maxLength && value.length > schema.maxLength) refuse(`${where} is longer than what is allowed: ${schema.maxLength} letters`);
  if (value < schema.minimum || value > schema.maximum) refuse(`${where} = ${value} is outside what is allowed: ${schema.minimum} to ${schema.maximum}`);
  return value;
}
