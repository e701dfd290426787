// A set of assumptions that fits the study: how people behave, and what a shipped workplace is like. Imports nothing of the page, so
// that tests/sets_in_node.mjs holds it against Python.

/** A setting under one of the sets of sets.json. Parameters that the setting fixes hold, and so do entries of the workplace that are
 *  not as shipped: somebody set them. */
export function underSet(description, { names, sets, entries = {} }, setting, at) {
  const parameters = { ...Object.fromEntries(names.map((name, k) => [name, sets[at].values[k]])), ...setting.parameters };
  return { ...setting, parameters, workplace: placeUnder(description, entries, setting.workplace, at) };
}

function placeUnder({ shipped, themes }, entries, workplace, at) {
  const name = typeof workplace === "string" ? workplace : workplace.name, recorded = shipped[name];
  if (!recorded || !entries[name]) return workplace;
  const place = structuredClone(typeof workplace === "string" ? recorded : workplace);
  for (const { path, values } of entries[name]) {
    const way = path.slice(0, -1), last = path.at(-1), part = reach(place, way), own = part?.[last], usual = reach(recorded, way)[last];
    if (own === undefined || JSON.stringify(own) !== JSON.stringify(usual)) continue;
    part[last] = Array.isArray(values[at]) ? Object.fromEntries(themes.map((theme, k) => [theme, values[at][k]])) : values[at];
  }
  return place;
}

const reach = (place, way) => way.reduce((part, step) => part?.[step], place);
