// A worker of Node that answers what a pool asks.
import { parentPort } from "node:worker_threads";
import { serve } from "../sim/webassembly/pool.mjs";

serve(parentPort);
