// What the page makes of surveys on standard input, as JSON lines: what test_lab_survey.py asks for.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { InputError } from "../sim/webassembly/inputs.mjs";

// As the bundler does: a TOML file is a module that holds its text.
register(`data:text/javascript,${encodeURIComponent(`import { readFile } from "node:fs/promises";
export const load = async (url, context, next) => (url.endsWith(".toml") ? { format: "module", shortCircuit: true, source: "export default " + JSON.stringify(await readFile(new URL(url), "utf8")) } : next(url, context));`)}`);
const page = (name) => import(`../sim/lab/page/src/${name}.js`), description = JSON.parse(readFileSync(new URL("../sim/webassembly/takehold.json", import.meta.url), "utf8"));
const { fromSurvey } = await page("survey/reading"), { copsoq3, readCodebook } = await page("survey/codebook"), { readSheet } = await page("survey/sheet"), { filesOf } = await page("survey/written");
const { confirmed, guessed } = await page("survey/guess").catch(() => ({}));

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const asks = {
  survey({ survey, roster, book }) {
    const sheet = readSheet("survey.csv", bytes(survey), "survey"), found = fromSurvey(sheet, book === null ? copsoq3() : readCodebook("codebook.toml", new TextDecoder("utf-8", { fatal: true }).decode(bytes(book))), roster === null ? null : readSheet("roster.csv", bytes(roster), "roster"));
    const { toml, people } = filesOf(description, found);
    return { toml, people, scales: found.scales.map(({ name, alpha }) => ({ name, alpha })), icc: found.icc, leftOut: found.leftOut, notes: found.notes, teams: found.units.map(({ teams }) => Object.fromEntries(teams.map(({ label, levels }) => [label, Object.keys(levels)]))) };
  },
  guess({ survey, roster }) {
    const sheet = readSheet("survey.csv", bytes(survey), "survey"), guess = guessed(sheet, roster === null ? null : readSheet("roster.csv", bytes(roster), "roster"));
    return { guess, book: confirmed(guess) };
  },
};
for (const one of JSON.parse(readFileSync(0, "utf8"))) {
  let told;
  try { told = asks[one.ask](one); } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told = { refused: error.message };
  }
  console.log(JSON.stringify(told));
}
