// A workplace with another trust in the leader and another share of needs inside the project's scope. Imports nothing of the page, so that
// tests/fit_in_node.mjs holds it against Python.
import { refuse } from "../../../../webassembly/inputs.mjs";

// The axes of takehold map (RANGES in sim/priorities/map.py), in the steps of experiments/trust_by_fit.toml.
export const RANGES = { trust_in_leader: [0.15, 0.85], needs_inside_scope: [0.35, 0.95] };
const COLUMNS = 8, ROWS = 7;

/** Values of the two axes for a unit; null where no needs can lie more or less inside its scope. */
export function axesOf(unit) {
  const [least, most] = bounds(unit), [low, high] = RANGES.needs_inside_scope;
  if (least === most) return null;
  const inside = Math.max(least, low) < Math.min(most, high) ? [Math.max(least, low), Math.min(most, high)] : [least, most];
  return { trusts: spread(...RANGES.trust_in_leader, COLUMNS), fits: spread(...inside, ROWS) };
}

const bounds = ({ scope }) => [Math.min(...Object.values(scope)), Math.max(...Object.values(scope))];
const spread = (low, high, steps) => Array.from({ length: steps }, (_, k) => Math.round((low + ((high - low) * k) / (steps - 1)) * 1e6) / 1e6);

/** How far the scope of a unit lets in what its people need, 0 to 1. */
export const fitOf = ({ themes }, unit) => letIn(themes, unit);

/** The workplace with this trust and fit in one unit: as with_context of sim/inputs/settings.py does with UNIT.trust_in_leader and
 *  UNIT.needs_inside_scope, to the last bit. Raises InputError where no needs can have this share. */
export function onGround({ themes }, place, name, trust, inside) {
  const changed = structuredClone(place), unit = changed.units.find((one) => one.name === name);
  unit.trust_in_leader = trust;
  shiftNeeds(themes, unit, inside);
  return changed;
}

/** As _shift_needs there: needs move to or from the themes that are let in most (to raise the share) or least (to lower it). */
function shiftNeeds(themes, unit, inside) {
  const { scope, needs } = unit, [low, high] = bounds(unit);
  if (low === high) refuse(`needs_inside_scope needs a theme that the scope lets in less than another; unit ${unit.name} has all at ${low}`);
  if (!(inside >= low && inside <= high)) refuse(`needs_inside_scope = ${inside} cannot be in unit ${unit.name}; allowed is ${low} to ${high}`);
  const end = inside >= letIn(themes, unit) ? high : low;
  const moved = themes.filter((theme) => scope[theme] === end), others = themes.filter((theme) => scope[theme] !== end), rest = letIn(others, unit);
  for (const [some, goal] of [[moved, (inside - rest) / (end - rest)], [others, (end - inside) / (end - rest)]]) {
    const total = sum(some.map((theme) => needs[theme]));
    for (const theme of some) needs[theme] = total > 0 ? (goal * needs[theme]) / total : goal / some.length;
  }
}

/** As _let_in there: a mean, weighted by needs where there are any. */
function letIn(themes, { scope, needs }) {
  const total = sum(themes.map((theme) => needs[theme])), inside = sum(themes.map((theme) => needs[theme] * scope[theme]));
  return total > 0 ? inside / total : sum(themes.map((theme) => scope[theme])) / themes.length;
}

/** As sum() of Python, which since 3.12 keeps what rounding drops (Neumaier); a plain sum would differ in the last bit. */
function sum(values) {
  let total = 0, dropped = 0;
  for (const value of values) {
    const next = total + value;
    dropped += Math.abs(total) >= Math.abs(value) ? (total - next) + value : (value - next) + total;
    total = next;
  }
  return total + dropped;
}
