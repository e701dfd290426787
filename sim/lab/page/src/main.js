// Takehold, the page: unpack the kernel, read what the page was opened with, and open a room.
import description from "../../../webassembly/takehold.json";
import kernel from "../../../webassembly/kernel.wasm";
import sets from "../sets.json";
import worker from "worker-source";
import { load } from "../../../webassembly/takehold.mjs";
import { App } from "./app.js";
import { Runs } from "./runs.js";

let opened = JSON.parse(document.querySelector("#opened-with").textContent);

/** Whoever holds the page may say another setting before the kernel is unpacked. */
const early = ({ source, data }) => { if (source === parent && parent !== window) opened = data?.takehold?.setting ?? opened; };

addEventListener("message", early);
load({ kernel, description }).then((takehold) => {
  removeEventListener("message", early);
  globalThis.takehold = new App(new Runs(takehold, sets, worker), opened ?? {});
});
