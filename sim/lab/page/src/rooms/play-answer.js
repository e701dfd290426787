// What Play hands on: the numbers of its 100 runs in both worlds, and what asks for the same in Python.
import { runnable } from "../setting.js";
import { RUNS } from "./play-many.js";

/** {title, command, table}. command: the settings of both worlds, each for runs 0 to 99; table: {columns, rows}, a row for each run and world,
 *  null as long as the runs are not there. */
export function answer(app, many, result) {
  const worlds = ["a", "b"], { parameters, without, seed, follow_up: followUp } = app.setting, names = app.description.measures.map(({ name }) => name);
  const each = worlds.map((tone) => ({ called: result.name(tone), setting: runnable(app.setting, tone === "a" ? { levers: {} } : {}) }));
  const rows = (tone, k) => many[tone].run.map((run, row) => [each[k].called, many[tone].unit[row], run, ...names.map((name) => many[tone][name][row])]);
  return {
    title: app.t("play.table", app.unit.title || app.unit.name),
    command: { verb: "run", workplace: app.setting.workplace, unit: app.unit.name, runs: RUNS, seed, follow_up: followUp, parameters, without, levers: each.map(({ setting }) => setting.levers) },
    table: many && { columns: ["world", "unit", "run", ...names], rows: worlds.flatMap(rows) },
  };
}
