// Share: a link, the page with its setting inside, pictures, numbers, and the command that gives the same in Python.
import { h } from "./dom.js";
import { pageWith, save } from "./share-file.js";
import { command, csv, fileName, workplaceFile } from "./share-numbers.js";
import { toToml } from "./toml.js";
import { asFile, asPng, bare, framed } from "./share-picture.js";
import { printed, said } from "./share-report.js";

export class Share {
  constructor(app) {
    this.app = app;
    this.dialog = document.body.appendChild(h("dialog", { class: "share", "aria-labelledby": "share-title" }));
    this.sheet = document.body.appendChild(h("div", { id: "print" }));
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); }); // beside it
    addEventListener("beforeprint", () => this.prepare());
  }

  button() { return h("button", { class: "quiet small", "aria-haspopup": "dialog", onclick: () => this.open() }, this.t("share")); }

  t(key, ...given) { return this.app.t(`share.${key}`, ...given); }

  get room() { return this.app.rooms[this.app.setting.room]; }
  get box() { return document.getElementById(this.app.setting.room); }

  /** What a room tells of itself now; nothing while it is still at work. A room that tells nothing has its setting, at least. */
  get answer() { return this.room?.answer?.() ?? null; }
  get title() { return this.answer?.title ?? this.box.querySelector("h1")?.textContent ?? this.app.t(`room.${this.app.setting.room}`); }
  get command() { return this.answer?.command || command(this.app.setting, this.app.place); }

  /** A picture that a room gives, else what it draws. */
  get picture() { return this.room?.picture?.() ?? this.box.querySelector(".picture") ?? this.box.querySelector("canvas"); }

  framed() {
    return framed(this.picture, this.title, [...said(this.app, this.answer), this.command, this.app.t("limits")]);
  }

  open() {
    this.app.tell(); // the address may lag behind what was just changed
    const { app, answer } = this, own = typeof app.setting.workplace !== "string" && !answer?.about, name = fileName(this.title);
    const act = (key, done) => h("button", { class: "quiet", onclick: () => this.act(done) }, this.t(key));
    const part = (key, notes, ...buttons) => h("section", {}, h("h3", {}, this.t(`${key}.title`)), notes.map((note) => (typeof note === "string" ? h("p", { class: "note" }, note) : note)), h("div", { class: "row" }, buttons));
    const link = h("input", { type: "text", readonly: true, value: location.href, "aria-label": this.t("link.title"), onfocus: () => link.select() });
    const code = h("pre", { tabindex: 0, "aria-label": this.t("python.title") }, h("code", {}, this.command));
    this.told = h("p", { class: "done", role: "status" });
    this.dialog.replaceChildren(...[
      h("div", { class: "head" }, h("h2", { id: "share-title" }, this.t("title")), h("button", { class: "quiet small", onclick: () => this.dialog.close() }, app.t("close"))),
      h("p", { class: "strong" }, this.t("shares")),
      part("link", [link, this.t(location.protocol === "file:" ? "link.file" : "link.web")], act("link.copy", () => this.copy(link.value))),
      part("page", [this.t("page.note")], act("page.save", () => save(`takehold-${name}.html`, pageWith(app.setting), "text/html"))),
      this.picture && part("picture", [this.t("picture.note")],
        act("picture.svg", () => save(`${name}.svg`, asFile(this.framed()), "image/svg+xml")),
        act("picture.png", async () => save(`${name}.png`, await asPng(this.framed()), "image/png"))),
      answer?.rows && part("numbers", [this.t("numbers.note", answer.rows.length)], act("numbers.save", () => save(`${name}.csv`, csv(answer.columns, answer.rows), "text/csv"))),
      part("python", [answer?.note ?? this.t(answer?.command ? "python.answer" : "python.setting"), code, own && this.t("python.own", workplaceFile(app.place))].filter(Boolean),
        act("python.copy", () => this.copy(this.command)), own && act("python.file", () => save(workplaceFile(app.place), toToml(app.place), "application/toml"))),
      part("print", [this.t("print.note")], h("button", { class: "quiet", onclick: () => { this.dialog.close(); print(); } }, this.t("print.print"))), this.told].filter(Boolean));
    this.dialog.showModal();
  }

  /** Do something and say that it is done, or why it cannot be. */
  async act(done) {
    try { this.told.textContent = (await done()) ?? this.t("saved"); } catch (error) { this.told.textContent = this.t("failed", error.message); }
  }

  /** Browsers that keep the clipboard from pages leave the text to be copied by hand. */
  async copy(text) {
    try { await navigator.clipboard.writeText(text); return this.t("copied"); } catch { return this.t("byHand"); }
  }

  /** The report that a printer gets in place of the page, whoever asks for it. */
  prepare() {
    const { answer, title, command, picture, box } = this, sentences = [...box.querySelectorAll(".text p:not(.eyebrow), .say")].filter((line) => line.checkVisibility()).map((line) => line.textContent);
    this.sheet.replaceChildren(printed(this.app, { title, answer, command, sentences, picture: picture && bare(picture) }));
  }
}
