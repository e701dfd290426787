// What takehold.mjs makes of the cases on standard input, as JSON lines: what test_webassembly_in_node.py asks for.
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Pool } from "../sim/webassembly/pool.mjs";
import { InputError, load } from "../sim/webassembly/takehold.mjs";

const room = new URL("../sim/webassembly/", import.meta.url), text = (name) => readFileSync(new URL(name, room));
const takehold = await load({ kernel: text("kernel.wasm"), description: text("takehold.json").toString() });
const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
const plain = (table) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, Array.from(column)]));
async function pooled(setting, { last }) {
  const pool = new Pool(takehold, () => new Worker(new URL("worker_in_node.mjs", import.meta.url)), 2), heard = [];
  try { return { table: plain(await pool.table(setting, 0, last, (done) => heard.push(done))), heard }; } finally { pool.close(); }
}
const asks = {
  facts: (world, { last }) => base64(world.facts(0, last).values),
  from: (world, { first, last }) => world.facts(first, last).rows,
  measures: (world, { last }) => base64(world.measures(0, last).values),
  table: (world, { last }) => plain(world.table(0, last)),
  packed: (world) => {
    const rows = { parameters: 1, run: 1, contexts: world.place.units.length, plans: world.plans.length };
    const named = world.knownPeople.flat().reduce((sum, one) => sum + (one?.colleagues?.length ?? 0), 0), size = (block) => (block === "named" ? 8 : world.description.rows[block].size);
    return Object.fromEntries(Object.entries({ ...rows, known: world.knownPeople.filter(Boolean).flat().length, named })
      .map(([block, count]) => [block, base64(new Uint8Array(world.kernel.memory.buffer, world.at(block), count * size(block)))]));
  },
  weeks: (world, { run }) => world.weeks(run), series: (world, { name, last }) => world.series(name, 0, last), people: (world, { run, week }) => world.people(run, week),
};
for (const one of JSON.parse(readFileSync(0))) {
  let told;
  try { told = one.ask === "pooled" ? await pooled(one.setting, one) : asks[one.ask](takehold.world(one.setting), one); } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told = { refused: error.message };
  }
  console.log(JSON.stringify(told, (_, value) => (value instanceof Float64Array ? Array.from(value) : value)));
}
