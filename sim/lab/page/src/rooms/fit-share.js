// What leaves the room: the map as a picture, its numbers as a table, and the lines of Python that give the same.
import { INK, PAPER, SOFT } from "../draw/palette.js";
import { svg } from "../draw/axis.js";
import { workplaceFile } from "../share-numbers.js";
import { MEASURES } from "./fit-map.js";
import { along, colour, ends, textOn, written } from "./fit-scale.js";

/** The numbers of the map: trust, fit, runs, and each measure with its standard error. */
export function tableOf(app, map) {
  const t = (...asked) => app.t(...asked);
  const columns = [t("fit.columns.trust"), t("fit.columns.fit"), t("fit.columns.runs"), ...MEASURES.flatMap((name) => [t(`fit.measures.${name}.tab`), t("fit.error")])];
  const both = (cell, name) => { const told = map.told(cell, name); return [told?.value ?? null, told?.error ?? null]; };
  const rows = map.cells.map((cell) => [cell.trust, cell.fit, cell.runs, ...MEASURES.flatMap((name) => both(cell, name))]);
  return { columns, rows };
}

/** Numbers, texts, and lists and tables of them as Python writes them. */
function python(value) {
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  return typeof value === "object" ? `{${Object.entries(value).map(([name, one]) => `"${name}": ${python(one)}`).join(", ")}}` : JSON.stringify(value);
}

/** Lines of Python that print the same numbers. A workplace of one's own is read from its file. */
export function commandOf(map) {
  const { setting, unit, place, axes } = map, file = typeof setting.workplace === "string" ? setting.workplace : workplaceFile(place);
  const changed = ["parameters", "levers", "without"].filter((name) => Object.keys(setting[name]).length).map((name) => `${name}=${python(setting[name])}`);
  const given = [`runs=${map.least}`, `seed=${setting.seed}`, `follow_up=${setting.follow_up}`, ...changed];
  return `import sim

for fit in ${python(axes.fits)}:
    for trust in ${python(axes.trusts)}:
        place = sim.with_context("${file}", {"${unit.name}.trust_in_leader": trust, "${unit.name}.needs_inside_scope": fit})
        rows = sim.simulate(place, ${given.join(", ")}).query("unit == '${unit.name}'")
        rows = rows.assign(stopped=rows["outcome"] == "stopped")
        print(trust, fit, *rows[${python(MEASURES)}].mean())
`;
}

/** The map as a picture that stands alone. */
export function pictureOf(app, map, measure, title) {
  const { words } = app, { trusts, fits } = map.axes, left = 92, top = 92, w = 84, tall = 52, right = left + trusts.length * w, foot = top + fits.length * tall;
  const text = (x, y, told, more = {}) => svg("text", { x, y, "font-family": "Albert Sans Variable, system-ui, sans-serif", "font-size": 15, fill: INK, ...more }, told);
  const range = ends(measure, map.cells.flatMap((cell) => map.told(cell, measure)?.value ?? []));
  const size = { viewBox: `0 0 ${right + 24} ${foot + 108}`, width: right + 24, height: foot + 108 }, notes = [app.t("fit.now", words.number(map.unit.trust_in_leader), words.percent(map.fit)), app.t("fit.done", map.least, map.cells.length)];
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, role: "img", "aria-label": `${title}. ${app.t(`fit.measures.${measure}.means`)}` });
  root.append(svg("rect", { width: "100%", height: "100%", fill: PAPER }), text(24, 36, title, { "font-size": 21, "font-weight": 700 }), text(24, 64, app.t(`fit.measures.${measure}.means`), { fill: SOFT }));
  for (const cell of map.cells) {
    const x = left + cell.column * w, y = foot - (cell.row + 1) * tall, told = map.told(cell, measure);
    root.append(svg("rect", { x: x + 1, y: y + 1, width: w - 2, height: tall - 2, rx: 5, fill: told ? colour(range, told.value) : "none" }));
    if (told) root.append(text(x + w / 2, y + tall / 2 + 5, written(words, measure, told.value), { "text-anchor": "middle", fill: textOn(range, told.value) }));
  }
  trusts.forEach((trust, k) => root.append(text(left + (k + 0.5) * w, foot + 22, words.number(trust), { "text-anchor": "middle", fill: SOFT })));
  fits.forEach((fit, k) => root.append(text(left - 10, foot - (k + 0.5) * tall + 5, words.percent(fit), { "text-anchor": "end", fill: SOFT })));
  root.append(text((left + right) / 2, foot + 48, app.t("fit.trust"), { "text-anchor": "middle" }),
    text(0, 0, app.t("fit.fit"), { "text-anchor": "middle", transform: `translate(28 ${(top + foot) / 2}) rotate(-90)` }),
    svg("path", { d: `M${left + along(trusts, map.unit.trust_in_leader) * w} ${foot}l-6 9h12z M${left} ${foot - along(fits, map.fit) * tall}l-9 -6v12z`, fill: INK }),
    ...notes.map((note, k) => text(left, foot + 74 + 20 * k, note, { fill: SOFT, "font-size": 13 })));
  return root;
}
