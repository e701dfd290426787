// What is ranked: every lever at its dose, every pair that goes together, and doing nothing; as sim/priorities/packages.py.

/** @typedef {[string, number][]} Package levers with their doses, in the order of the registry */

export const NOTHING = [];

/** What tells one package from another. */
export const keyOf = (chosen) => chosen.map(([name, dose]) => `${name} ${dose}`).join(" + ");

/** Each lever's dose in a workplace: never below the level that a unit of it has already. @returns {Package} */
export function dosesFor({ levers }, place) {
  return Object.entries(levers).map(([name, { dose, level, level_at: at }]) => {
    if (!level) return [name, dose.amount];
    const levels = place.units.map((unit) => { const entry = level.split(".").reduce((part, key) => part[key], unit); return at[0] + (at[1] - at[0]) * entry; });
    return [name, Math.max(dose.amount, ...levels)];
  });
}

/** Doing nothing, every lever, and every pair that goes together, in that order. @returns {Package[]} */
export function candidates(description, place) {
  const doses = dosesFor(description, place), { levers } = description;
  const apart = (one, other) => levers[one[0]].not_with.includes(other[0]) || levers[other[0]].not_with.includes(one[0]);
  const pairs = doses.flatMap((one, k) => doses.slice(k + 1).filter((other) => !apart(one, other)).map((other) => [one, other]));
  return [NOTHING, ...doses.map((one) => [one]), ...pairs];
}

/** Whether one package has all of another, and more. */
export const holds = (larger, smaller) => smaller.length < larger.length && smaller.every(([name]) => larger.some(([other]) => other === name));
