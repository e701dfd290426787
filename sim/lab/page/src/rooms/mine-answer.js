// What My workplace hands to Share and to paper: how its units end in the model, whose workplace that is, and how the same is run in Python.
import { headline } from "./mine-result.js";

/** about: lines on whose workplace it is, in place of the one of Play. Nothing of a file with people, and nothing before it is counted. */
export function answer({ words, app, file, found, places, runs }) {
  if (!found || file?.people) return null;
  const t = (...asked) => words.t(...asked), { seed, follow_up: weeks } = app.setting, name = file?.name.endsWith(".toml") ? file.name : file ? "workplace.toml" : "my-workplace.toml";
  return { title: headline(words, found), about: [file ? t("mine.fromFile", file.name) : t("mine.unitTitle"), places ? t(file ? "mine.howOpen" : "mine.how", places, runs) : t("mine.howFile", runs)],
    note: t(file ? "mine.paperFile" : "mine.paper"), command: `takehold run ${/\s/.test(name) ? `"${name}"` : name} --seed ${seed} --follow-up ${weeks}`,
    columns: [t("mine.observed.what"), t("mine.paperValue")],
    rows: [...t("outcomes").map((one, k) => [one, found.shares[k]]), [`${t("fit.trust")}`, found.start], [t("play.trust"), found.end]] };
}
