// Types of pool.mjs.

import type { Setting, Table, Takehold } from "./takehold.mjs";

/** Chunks of runs on several workers. */
export class Pool {
  /** make: gives a worker that serves, or what posts and hears messages as one. */
  constructor(takehold: Takehold, make: () => Pick<Worker, "postMessage" | "addEventListener" | "terminate">, size?: number);
  ask(setting: Setting, ask: "facts" | "measures" | "table" | "weeks" | "people", ...given: number[]): Promise<unknown>;
  table(setting: Setting, first: number, last: number, each?: (done: number) => void): Promise<Table>;
  /** Drop what no worker has begun. */
  forget(): void;
  close(): void;
}

/** In a worker: answer what a pool asks. */
export function serve(port?: unknown): void;
