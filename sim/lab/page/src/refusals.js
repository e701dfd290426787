// Why something cannot be used, in the language of the page: a sentence is known again by its form, which is its key in the catalogue.
const HOLE = /\{(\w+)\}/g;
const asText = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** The form of a sentence as a pattern with a group for each hole. Braces that hold no name stand for themselves. */
const patternOf = (form) => new RegExp(`^${form.split(HOLE).map((part, k) => (k % 2 ? `(?<${part}>.+?)` : asText(part))).join("")}$`, "s");
const said = (form) => form.replaceAll(HOLE, "").length; // letters; of two forms that fit, the one that says more is meant
const MADE = new WeakMap();

function formsOf(sentences) {
  if (!MADE.has(sentences)) MADE.set(sentences, Object.keys(sentences).sort((a, b) => said(b) - said(a)).map((form) => ({ pattern: patternOf(form), text: sentences[form] })));
  return MADE.get(sentences);
}

/** A refusal in the words of a catalogue, or nothing where its form is not known. What stands before a colon says where: a file, a line, an entry. */
export function inWordsOf(words, refusal) {
  const { heads, named, sentences } = words;
  for (let at = refusal.indexOf(": "); at > 0; at = refusal.indexOf(": ", at + 1)) {
    const rest = inWordsOf(words, refusal.slice(at + 2)), head = refusal.slice(0, at);
    if (rest !== null) return `${heads[head] ?? head.replace(/ line (\d+)$/, " linje $1")}: ${rest}`;
  }
  for (const { pattern, text } of formsOf(sentences)) {
    const { groups } = pattern.exec(refusal) ?? {};
    if (groups || pattern.test(refusal)) return text.replaceAll(HOLE, (_, name) => (name === "rest" && inWordsOf(words, groups.rest)) || (named[name]?.[groups[name]] ?? groups[name]));
  }
  return null;
}
