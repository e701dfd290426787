// The kind of each text of the page in both languages, by its path, as JSON: what test_lab_built.py compares.
import { CATALOGUE } from "../sim/lab/page/src/words.js";

const kinds = (at, path = "") => (at !== null && typeof at === "object" ? Object.assign({}, ...Object.keys(at).map((key) => kinds(at[key], `${path}.${key}`)))
  : { [path]: typeof at === "function" ? `sentence of ${at.length}` : typeof at });
console.log(JSON.stringify(Object.fromEntries(Object.entries(CATALOGUE).map(([language, words]) => [language, kinds(words)]))));
