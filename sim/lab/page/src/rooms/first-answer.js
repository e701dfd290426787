// What the room hands to Share: title, the command that gives the same numbers in Python, a table, and a picture.
import { USUAL } from "../setting.js";
import { workplaceFile } from "../share-numbers.js";
import { AIMS } from "./first-bench.js";
import { picture } from "./first-chart.js";
import { changed, hours, sentence, verdict } from "./first-wording.js";

const SAME_SETS = 2; // looks over the sets that Python takes first; from there on it takes others, and the page runs these again

/** The command of a search, or nothing where Python's takes other sets or no such setting. */
export function command(setting, search) {
  const look = search.looks[Math.max(0, search.looked - 1)], { workplace, unit, follow_up: weeks } = setting;
  const plain = JSON.stringify([setting.parameters, setting.without]) === JSON.stringify([USUAL.parameters, USUAL.without]);
  if (!search.looked || search.looked > SAME_SETS || search.budget !== Infinity || setting.seed !== USUAL.seed || !plain) return "";
  const name = typeof workplace === "string" ? workplace : workplaceFile(workplace), aim = search.aim === "hours" ? AIMS.hours : search.aim;
  return ["takehold priorities", name, unit ? `--unit ${unit}` : "", `--measure ${aim}`, weeks === USUAL.follow_up ? "" : `--horizon ${weeks}`, `--runs ${look.members * look.runs}`].filter(Boolean).join(" ");
}

export function answer(app, search) {
  const { words, setting } = app, rows = (search.found?.entries ?? []).map((one) => [sentence(words, one.chosen), one.gain.value, one.gain.low, one.gain.high, one.hours, one.leader, one.consultant,
    one.helps, one.members, one.runs, words.t(`first.state.${one.state}`)]);
  return { title: verdict(words, search.found), command: command(setting, search), columns: words.t("first.table"), rows };
}

/** The rows that are shown, as a picture of its own. */
export function drawn(app, search, shown) {
  const { words } = app, { measure } = search;
  const rows = shown.map((entry) => ({ entry, sentence: sentence(words, entry.chosen), change: changed(words, measure, entry.gain.value), hours: words.t("first.hours", hours(words, entry.hours)) }));
  return picture(rows, verdict(words, search.found), `${words.t(`first.changed.${search.aim}`)}. ${words.t("limits")}`);
}
