// A room of the page.
import { h } from "../dom.js";

export class Mine {
  constructor(app, box) {
    this.app = app;
    this.box = box;
  }

  open({ focus }) {
    this.box.replaceChildren(h("h1", { tabindex: "-1" }, this.app.t("room.mine")));
    if (focus) this.box.querySelector("h1").focus({ preventScroll: true });
  }

  relanguage() {}
}
