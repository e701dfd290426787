// Settings under a set of assumptions, as the page runs them: what test_lab_sets.py asks for.
import { readFileSync } from "node:fs";

const { underSet } = await import(new URL("../sim/lab/page/src/sets.js", import.meta.url).href);
const description = JSON.parse(readFileSync(new URL("../sim/webassembly/takehold.json", import.meta.url)).toString());
for (const { sets, setting, at } of JSON.parse(readFileSync(0).toString())) console.log(JSON.stringify(underSet(description, sets, setting, at)));
