// A worker of the page: answers what a pool asks.
import { serve } from "../../../webassembly/pool.mjs";

serve();
