// What Play hands on: the numbers of its 100 runs in both worlds, and what gives the same in Python.
import { command } from "../share-numbers.js";
import { RUNS } from "./play-many.js";

/** {title, command, columns, rows}: a command and RUNS rows for each world; null as long as the runs are not there.
 *  many: {a, b}, columns of runs; names: what the worlds are called. */
export function answer(app, many, names) {
  if (!many) return null;
  const { setting, place, unit, description } = app, measures = description.measures.map(({ name }) => name), moved = Object.keys(setting.levers).length > 0;
  const worlds = moved ? ["a", "b"] : ["a"], file = { a: "as-recorded.csv", b: "changed.csv" };
  const rows = (tone) => many[tone].run.map((run, row) => [names[tone], many[tone].unit[row], run, ...measures.map((name) => many[tone][name][row])]);
  return {
    title: `${app.t("play.title")} ${app.words.called("units", unit.name, unit.title || unit.name)}`,
    command: worlds.map((tone) => command(tone === "a" ? { ...setting, levers: {} } : setting, place, RUNS).replace("runs.csv", file[tone])).join("\n"),
    columns: ["world", "unit", "run", ...measures], rows: worlds.flatMap(rows),
  };
}
