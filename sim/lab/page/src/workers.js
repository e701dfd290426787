// Workers that start from a file opened by double-click, too. Where a host forbids them (as some notebooks do), the same work is done here.
import { serve } from "../../../webassembly/pool.mjs";

/** What a pool takes for a worker. */
export class Helper {
  /** url: where the text of worker.js lies. */
  constructor(url) {
    /** @type {any} a Worker, or a port of this thread */
    this.port = null;
    this.sent = []; // until the first answer: what would have to be said again
    this.heard = [];
    try {
      this.port = new Worker(url);
      this.port.onerror = (event) => { event.preventDefault(); if (this.sent) this.here(); };
    } catch { this.here(); }
    this.port.onmessage = (event) => this.answered(event);
  }

  here() {
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    port2.start();
    this.port = port1;
    this.port.onmessage = (event) => this.answered(event);
    for (const message of this.sent) this.port.postMessage(message);
  }

  answered(event) {
    this.sent = null;
    for (const heard of this.heard) heard(event);
  }

  postMessage(message) {
    this.sent?.push(message);
    this.port.postMessage(message);
  }

  addEventListener(_kind, heard) { this.heard.push(heard); }

  terminate() { (this.port.terminate ?? this.port.close).call(this.port); }
}
