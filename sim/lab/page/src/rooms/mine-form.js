// The ten questions as a form: words to choose from, or a number. What is not answered is "don't know".
import { h } from "../dom.js";
import { ANSWERS, QUESTIONS, allowed } from "./mine-questions.js";

const UNKNOWN = "";

/** answered: hears (name, value); undefined is "don't know". */
export function form(app, answered) {
  return QUESTIONS.map((parts, k) => h("fieldset", {}, h("legend", {}, h("span", { class: "count", "aria-hidden": "true" }, `${k + 1}`), app.t(`mine.question.${parts[0].name}.ask`)),
    parts.map((part, at) => (part.cuts ? choice(app, part, answered) : number(app, part, answered, at > 0)))));
}

/** What an answer is called here: a question may have words of its own. */
const called = (words, name) => ({ ...words.t("mine.answers"), ...words.t(`mine.question.${name}`).answers, [UNKNOWN]: words.t("mine.unknown") });

function choice({ words, setting }, { name }, answered) {
  const { hint } = words.t(`mine.question.${name}`), names = called(words, name), now = setting.answers[name] ?? UNKNOWN;
  const one = (word) => h("label", {}, h("input", { type: "radio", name: `mine-${name}`, value: word, checked: word === now,
    onchange: () => answered(name, word || undefined) }), h("span", {}, names[word]));
  return h("div", {}, hint && h("p", { class: "note" }, hint), h("div", { class: "options" }, [...ANSWERS, UNKNOWN].map(one)));
}

const written = ({ locale }, value) => value?.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 6 }) ?? "";

/** labelled: the legend asks for something else, so the field says what it is for. */
function number(app, part, answered, labelled) {
  const { words } = app, { ask, unit } = words.t(`mine.question.${part.name}`), { type, minimum, maximum } = allowed(app.description, part), whole = type === "integer";
  const wrong = h("p", { class: "wrong", role: "alert", id: `mine-${part.name}-wrong` });
  const input = h("input", { type: "text", inputmode: whole ? "numeric" : "decimal", autocomplete: "off", placeholder: words.t("mine.unknown"),
    "aria-label": `${ask} (${unit})`, "aria-describedby": wrong.id, value: written(words, app.setting.answers[part.name]) });
  input.addEventListener("change", () => {
    const text = input.value.trim(), value = Number(text.replace(",", "."));
    const fine = text === "" || (value >= minimum && value <= maximum && (!whole || Number.isInteger(value)));
    wrong.textContent = fine ? "" : words.t("mine.wrong", ask, text, words.whole(minimum), words.whole(maximum), whole);
    input.setAttribute("aria-invalid", `${!fine}`);
    if (fine) answered(part.name, text === "" ? undefined : value);
  });
  return h("div", {}, h("label", { class: "number" }, labelled && h("span", { class: "for" }, ask), input, h("span", {}, unit)), wrong);
}
