// Many runs on several cores: a Pool hands chunks of them to workers, each of which answers by serve().
//
//     const pool = new Pool(takehold, () => new Worker("worker.mjs", { type: "module" })); // whose one line is: serve();
//     await pool.table(setting, 0, 1000)                   // as World.table
//     await pool.ask(setting, "people", 3, 20)             // any method of World, in a worker
//
// A message to a worker is {start: {module, description}} once, and then {id, setting, ask, given}; its answer is {id, told}, or
// {id, refused} with the sentence of an InputError.

import { InputError, Takehold } from "./takehold.mjs";

const CHUNK = 50; // runs a worker takes at a time

const listen = (port, heard) => (port.on ? port.on("message", heard) : port.addEventListener("message", ({ data }) => heard(data)));

/** In a worker: answer what a pool asks. port: the worker itself, or in Node its parentPort. */
export function serve(port = globalThis) {
  let takehold, world, place;
  listen(port, ({ id, start, setting, ask, given }) => {
    if (start) {
      takehold = new Takehold(start.module, start.description);
      return;
    }
    try {
      const asked = JSON.stringify([setting.workplace, setting.followUp, setting.people]);
      world = asked === place ? world.set(setting) : takehold.world(setting);
      place = asked;
      port.postMessage({ id, told: world[ask](...given) });
    } catch (error) {
      port.postMessage({ id, [error instanceof InputError ? "refused" : "failed"]: error.message });
    }
  });
}

export class Pool {
  /** make: gives a new worker that serves. */
  constructor({ module, description }, make, size = globalThis.navigator?.hardwareConcurrency ?? 2) {
    Object.assign(this, { waiting: [], asked: new Map(), next: 1, workers: Array.from({ length: size }, make) });
    this.idle = [...this.workers];
    for (const worker of this.workers) {
      worker.postMessage({ start: { module, description } });
      listen(worker, (answer) => this.answered(worker, answer));
    }
  }

  /** What a method of World tells of a setting, told by a worker. */
  ask(setting, ask, ...given) {
    return new Promise((done, failed) => {
      this.waiting.push({ done, failed, message: { id: this.next++, setting, ask, given } });
      this.serveNext();
    });
  }

  /** As World.table, a chunk of runs to a worker; each: hears how many runs are done. */
  async table(setting, first, last, each = () => {}) {
    let done = 0;
    const starts = Array.from({ length: Math.ceil((last - first) / CHUNK) }, (_, k) => first + k * CHUNK);
    const parts = await Promise.all(starts.map(async (start) => {
      const end = Math.min(last, start + CHUNK), part = await this.ask(setting, "table", start, end);
      each(done += end - start);
      return part;
    }));
    const joined = (columns) => (columns[0] instanceof Float64Array ? Float64Array.from(columns.flatMap((column) => Array.from(column))) : columns.flat());
    return Object.fromEntries(Object.keys(parts[0]).map((name) => [name, joined(parts.map((part) => part[name]))]));
  }

  /** Drop what no worker has begun; who waits for it is told. */
  forget() { for (const { failed } of this.waiting.splice(0)) failed(new Error("forgotten")); }

  /** End the workers. */
  close() {
    this.forget();
    for (const worker of this.workers) worker.terminate();
  }

  serveNext() {
    while (this.idle.length && this.waiting.length) {
      const task = this.waiting.shift();
      this.asked.set(task.message.id, task);
      this.idle.pop().postMessage(task.message);
    }
  }

  answered(worker, { id, told, refused, failed }) {
    const task = this.asked.get(id);
    this.asked.delete(id);
    this.idle.push(worker);
    this.serveNext();
    if (refused !== undefined) task.failed(new InputError(refused));
    else if (failed !== undefined) task.failed(new Error(failed));
    else task.done(told);
  }
}
