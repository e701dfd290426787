// Share: a link, the page with its setting inside, pictures, numbers, and the command that gives the same in Python.
import { h } from "./dom.js";

export class Share {
  constructor(app) { this.app = app; }

  button() { return h("button", { class: "quiet small" }, this.app.t("share.share")); }
}
