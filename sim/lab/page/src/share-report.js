// The room on paper: title, setting in words, picture, numbers, the command and the limits.
import { h } from "./dom.js";

const ROWS = 40; // of a table on paper; a file holds all

/** The setting in sentences, and how many runs an answer rests on, for whoever gets only the picture. */
export function said({ setting, place, description, words }, answer) {
  const t = (key, ...given) => words.t(`share.setting.${key}`, ...given), list = (names) => names.join("; ");
  const levers = Object.entries(setting.levers).filter(([name, value]) => value !== description.levers[name].default), sentences = words.t("play.levers"), kinds = words.t("play.answers");
  const dose = ([name, value]) => {
    if (kinds[name]) return `${words.t("play.answer")} ${kinds[name]}`;
    const { say: [before, after], dose: told } = sentences[name] ?? { say: [`${description.levers[name].meaning}: `, ""], dose: (v) => plain(words, v) };
    return `${before}${told(value, words, description.levers[name])}${after}`.replace(/\.$/, "");
  };
  const parameters = Object.keys(setting.parameters).filter((name) => setting.parameters[name] !== description.parameters[name].default);
  const runs = answer?.command?.match(/--runs (\d+)/)?.[1];
  if (answer?.about) return [...answer.about, t("followUp", setting.follow_up, setting.seed)];
  return [
    `${words.called("workplaces", place.name, place.title)}. ${levers.length ? t("levers", list(levers.map(dose))) : t("asItIs")}`,
    parameters.length ? t("parameters", parameters.length, list(parameters)) : "",
    setting.without.length ? t("without", list(setting.without.map((name) => words.called("mechanisms", name, description.mechanisms[name].called)))) : "",
    t("followUp", setting.follow_up, setting.seed),
    runs ? words.t("share.runs", words.whole(Number(runs))) : "",
  ].filter(Boolean);
}

/** A number as its language writes it, with no more digits than it has, and at most two. */
const plain = (words, value) => (Number.isInteger(value) ? words.whole(value) : words.number(value));

/** picture: an SVG, or nothing. */
export function printed(app, { title, answer, command, picture, sentences }) {
  const { words } = app, t = (key, ...given) => words.t(`share.${key}`, ...given);
  return h("article", {},
    h("p", { class: "eyebrow" }, `${words.t("title")} · ${words.t(`room.${app.setting.room}`)}`), h("h1", {}, title),
    h("ul", {}, said(app, answer).map((line) => h("li", {}, line))),
    picture && h("div", { class: "drawn" }, picture), sentences.map((line) => h("p", {}, line)),
    answer?.rows && numbers(words, answer), answer?.rows.length > ROWS && h("p", { class: "note" }, t("print.more", ROWS, answer.rows.length)),
    h("section", { class: "foot" }, h("p", {}, answer?.note ?? t(answer?.command ? "python.answer" : "python.setting")), h("pre", {}, command), h("p", {}, words.t("limits")), h("p", {}, words.t("terms"))));
}

const numbers = (words, { columns, rows }) => h("table", {}, h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
  h("tbody", {}, rows.slice(0, ROWS).map((row) => h("tr", {}, row.map((value) => h("td", { class: typeof value === "number" ? "number" : "" }, typeof value === "number" ? plain(words, value) : String(value ?? "")))))));
