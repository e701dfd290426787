// A room of the page.
import { h } from "../dom.js";

export class First {
  constructor(app, box) {
    this.app = app;
    this.box = box;
  }

  open({ focus }) {
    this.box.replaceChildren(h("h1", { tabindex: "-1" }, this.app.t("room.first")));
    if (focus) this.box.querySelector("h1").focus({ preventScroll: true });
  }

  relanguage() {}
}
