// What the page's rule of a first place makes of the cases on standard input, as JSON lines: what test_lab_first.py asks for.
import { readFileSync } from "node:fs";

const [decision, intervals, packages, race, words] = await Promise.all(
  ["rooms/first-decision.js", "intervals.js", "rooms/first-packages.js", "rooms/first-race.js", "words/first.js"].map((name) => import(new URL(`../sim/lab/page/src/${name}`, import.meta.url).href)));
const description = JSON.parse(readFileSync(new URL("../sim/webassembly/takehold.json", import.meta.url)).toString());
const asks = {
  above: ({ first, second, chance, reach }) => decision.isAbove(first, second, chance, reach),
  looks: ({ runs, members }) => decision.looksOf(runs, members).map(({ members: some, runs: each, stage }) => [some, each, stage]),
  interval: ({ values, low, high, scale, confidence }) => intervals.estimate(values, low ?? -Infinity, high ?? Infinity, scale, confidence),
  packages: ({ workplace }) => packages.candidates(description, workplace),
  more: ({ first, second, left }) => decision.moreRunsDecide(first, second, left),
  words: () => Object.fromEntries(["en", "da"].map((language) => [language, Object.keys(words[language].first.levers)])),
  race({ values, costs, reach }) {
    const looks = decision.looksOf(1536, values[0].length), blocks = race.blocksOf(looks), one = new race.Race(costs, costs.length - 1, reach);
    looks.forEach((look, k) => one.step(look, blocks[k], one.running.map((arm) => values[arm].slice(...blocks[k].members).map((runs) => runs.slice(...blocks[k].runs)))));
    const { order, rivals, same } = one.standing;
    return { order, rivals, same, sizes: one.values.map((drawn) => drawn.flat().length) };
  },
};
for (const one of JSON.parse(readFileSync(0).toString())) console.log(JSON.stringify(asks[one.ask](one)));
