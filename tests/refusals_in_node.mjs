// Sentences on standard input in Danish; without any, each with which the page's sources refuse something, made up from its text, and what it
// becomes in Danish: what test_lab_refusals.py reads.
import { readFileSync, readdirSync } from "node:fs";
import { inWordsOf } from "../sim/lab/page/src/refusals.js";
import { da } from "../sim/lab/page/src/words/refusals.js";

const page = new URL("../sim/lab/page/", import.meta.url), { default: ts } = await import(new URL("node_modules/typescript/lib/typescript.js", page));
const files = [...readdirSync(new URL("src/", page), { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => new URL(`src/${name}`, page)), new URL("../sim/webassembly/inputs.mjs", import.meta.url)];
const WHERE = { "people.js": "a.csv: unit ‹ward›", "scores.js": "a.csv line 3: ‹item› = 'x'" }; // what stands before, where it has no colon
const KNOWN = "scales holds no scale"; // stands for the sentence of another refusal

/** Texts that an expression may give: a mark for each value in it, and both branches of what depends on something. */
function texts(node) {
  if (node.getText() === "where") return [WHERE[node.getSourceFile().fileName.split("/").at(-1)] ?? "‹where›"];
  if (/^error.message/.test(node.getText())) return [KNOWN];
  if (/^between.join/.test(node.getText())) return ["‹one› and ‹other›"];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(texts);
  if (ts.isTemplateExpression(node)) return node.templateSpans.reduce((before, { expression, literal }) => before.flatMap((text) => texts(expression).map((one) => text + one + literal.text)), [node.head.text]);
  return [node.getText() === "one.unit" ? "share" : `‹${node.pos}›`];
}

/** A whole sentence from a text: of some, what stands before it is put there elsewhere. */
const whole = (text) => `${/^[.:]/.test(text) ? "entry" : ""}${text}`;
const says = (node) => (ts.isConditionalExpression(node) ? says(node.whenTrue) : ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && /[a-z]{2}/.test(node.getText().replaceAll(/\$\{[^}]*\}/g, ""));

const asked = JSON.parse(readFileSync(0, "utf8"));
for (const sentence of asked) console.log(JSON.stringify(inWordsOf(da.refusals, sentence)));
for (const file of asked.length ? [] : files) {
  const source = ts.createSourceFile(file.pathname, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const look = (node) => {
    const refuses = (ts.isCallExpression(node) && /(^|\.)refuse$/.test(node.expression.getText())) || (ts.isNewExpression(node) && node.expression.getText() === "InputError");
    if (refuses && node.arguments?.[0] && says(node.arguments[0])) for (const text of texts(node.arguments[0])) console.log(JSON.stringify({ file: file.pathname.split("/").at(-1), said: whole(text), danish: inWordsOf(da.refusals, whole(text)) }));
    ts.forEachChild(node, look);
  };
  look(source);
}
