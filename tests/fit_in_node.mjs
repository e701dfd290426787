// What the page makes of a workplace with another trust and fit, and of its runs, for the cases on standard input, as JSON lines.
import { readFileSync } from "node:fs";
import { axesOf, fitOf, onGround, RANGES } from "../sim/lab/page/src/rooms/fit-ground.js";
import { columnsOf, summary } from "../sim/lab/page/src/rooms/fit-map.js";
import { InputError, load } from "../sim/webassembly/takehold.mjs";

const text = (name) => readFileSync(new URL(`../sim/webassembly/${name}`, import.meta.url));
const takehold = await load({ kernel: text("kernel.wasm"), description: text("takehold.json").toString() }), { description } = takehold;
const unitOf = ({ place, unit }) => place.units.find((one) => one.name === unit);
const asks = {
  ranges: () => RANGES,
  axes: (one) => axesOf(unitOf(one)),
  fit: (one) => fitOf(description, unitOf(one)),
  ground: ({ place, unit, trust, fit }) => onGround(description, place, unit, trust, fit),
  cell: (one) => {
    const told = takehold.world({ workplace: asks.ground(one), seed: one.seed, followUp: 30 }).table(0, one.runs);
    return Object.fromEntries(Object.entries(columnsOf(description, told, one.unit)).map(([name, values]) => [name, summary(values)]));
  },
};
for (const one of JSON.parse(readFileSync(0).toString())) {
  let told;
  try { told = asks[one.ask](one); } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told = { refused: error.message };
  }
  console.log(JSON.stringify(told));
}
