// The page around its rooms: header, language, the setting that all rooms share, and what is said to those who listen.
import { InputError } from "../../../webassembly/inputs.mjs";
import { h } from "./dom.js";
import { Fit } from "./rooms/fit.js";
import { First } from "./rooms/first.js";
import { Mine } from "./rooms/mine.js";
import { Play } from "./rooms/play.js";
import { Story } from "./rooms/story.js";
import { ROOMS, fromHash, placeOf, toHash, unitOf, whole } from "./setting.js";
import { Share } from "./share.js";
import { Words } from "./words.js";

const MADE = { story: Story, play: Play, mine: Mine, first: First, fit: Fit };

export class App {
  /** opened: parts of a setting that the file was opened with; its address goes before them. */
  constructor(runs, opened) {
    this.runs = runs;
    this.opened = opened;
    this.rooms = {};
    this.measured = {};
    this.telling = 0;
    this.words = new Words((navigator.language || "").slice(0, 2) === "da" ? "da" : "en");
    this.setting = this.begun(opened);
    if (this.setting.language) this.words.language = this.setting.language;
    document.querySelector("main").replaceChildren(...ROOMS.map((room) => h("div", { id: room, class: "room", hidden: true })));
    this.share = new Share(this);
    this.open(this.setting.room, { focus: false });
    addEventListener("hashchange", () => { if (location.hash !== toHash(this.setting, this.opened)) this.restore(() => fromHash(location.hash)); });
    addEventListener("message", ({ source, data }) => { if (source === parent && parent !== window && data?.takehold?.setting) this.restore(() => data.takehold.setting); });
    requestAnimationFrame(() => { this.measured.firstPicture = Math.round(performance.now()); });
  }

  get description() { return this.runs.description; }
  get place() { return placeOf(this.description, this.setting); }
  get unit() { return this.place.units[unitOf(this.description, this.setting)]; }
  t(...asked) { return this.words.t(...asked); }

  begun(opened) {
    try { return whole(this.description, { ...opened, ...fromHash(location.hash) }); } catch (error) {
      if (!(error instanceof InputError)) throw error;
      queueMicrotask(() => this.refuse(error));
      return whole(this.description, {});
    }
  }

  /** Another setting altogether, from a link or from outside. */
  restore(parts) {
    let asked;
    try { asked = whole(this.description, parts()); } catch (error) { this.refuse(error); return; }
    if (JSON.stringify(asked) === JSON.stringify(this.setting)) return;
    this.rooms[this.setting.room]?.leave?.();
    this.setting = asked;
    if (this.setting.language) this.words.language = this.setting.language;
    for (const room of Object.values(this.rooms)) room.stale = true;
    this.open(this.setting.room, { focus: false });
  }

  /** Something of the setting changes; the address follows, and whoever holds the page is told. */
  change(parts) {
    this.setting = whole(this.description, { ...this.setting, ...parts });
    this.told();
  }

  /** A moment later, since a slider says much in a second and some browsers count. Inside another page there is no address of one's own. */
  told() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), 120);
  }

  /** The address, now. */
  tell() {
    clearTimeout(this.telling);
    try { history.replaceState(null, "", toHash(this.setting, this.opened)); } catch { /* inside another page */ }
    if (parent !== window) parent.postMessage({ takehold: { setting: structuredClone(this.setting) } }, "*");
  }

  /** What cannot be used is said in a sentence, and stays until it is read. */
  refuse(error) {
    if (!(error instanceof InputError)) throw error;
    const close = () => box.remove(), box = h("div", { class: "refused", role: "alert" }, h("p", {}, this.words.refusal(error)), h("button", { class: "quiet", onclick: close }, this.t("close")));
    document.querySelector("header").after(box);
  }

  /** Told to those who listen to the page; one region that stays, so that screen readers follow it. */
  say(text) { document.querySelector("#told").textContent = text; }

  header() {
    document.documentElement.lang = this.words.language;
    document.title = `${this.t("title")}: ${this.t(`room.${this.setting.room}`)}`;
    const tab = (room) => h("button", { class: "tab", "aria-current": this.setting.room === room ? "page" : null, onclick: () => this.open(room) }, this.t(`room.${room}`));
    document.querySelector("header").replaceChildren(
      h("p", { class: "brand" }, h("span", { class: "mark", "aria-hidden": "true" }), h("b", {}, this.t("title")), h("span", { class: "tagline" }, this.t("tagline"))),
      h("nav", { "aria-label": this.t("views") }, ROOMS.map(tab)),
      this.share.button(),
      h("button", { class: "language", lang: this.words.language === "da" ? "en" : "da", title: this.t("languageName"), onclick: () => this.relanguage() },
        h("span", { class: "long" }, this.t("language")), h("span", { class: "short" }, this.t("languageShort"))));
    document.querySelector(".tab[aria-current]").scrollIntoView({ block: "nearest", inline: "center" }); // on a phone, tabs scroll sideways
  }

  /** Show a room. Each has open({focus}), and may have leave(); it reads app.setting when it opens. */
  open(room, { focus = true } = {}) {
    if (room !== this.setting.room) this.rooms[this.setting.room]?.leave?.();
    this.change({ room });
    for (const name of ROOMS) document.getElementById(name).hidden = name !== room;
    document.body.dataset.room = room;
    this.header();
    if (!this.rooms[room] || this.rooms[room].stale) this.rooms[room] = new MADE[room](this, document.getElementById(room));
    this.rooms[room].open({ focus });
  }

  relanguage() {
    this.words.language = this.words.language === "da" ? "en" : "da";
    this.change({ language: this.words.language });
    for (const room of Object.values(this.rooms)) room.relanguage();
    this.header();
    this.rooms[this.setting.room].open({ focus: false });
    /** @type {HTMLElement} */ (document.querySelector(".language")).focus();
  }
}
