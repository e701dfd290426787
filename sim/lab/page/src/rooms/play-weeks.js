// The week that Play shows: a slider, a step either way, play and pause. A run goes to its end unless somebody steps.
import { h } from "../dom.js";
import { still } from "../draw/stage.js";

const PACE = 150; // ms a week
const PATHS = { play: "M7 4l13 8l-13 8z", pause: "M6 4h4v16h-4zM14 4h4v16h-4z", back: "M18 5l-9 7l9 7zM5 5h3v14h-3z", on: "M6 5l9 7l-9 7zM16 5h3v14h-3z" };

export class Weeks {
  /** moved: hears the week, or null for the end, which is another week in each world. */
  constructor(app, moved) {
    this.app = app;
    this.moved = moved;
    this.box = h("div", { class: "weeks", role: "group" });
    this.week = null;
    this.last = 1;
    this.playing = 0;
  }

  write() {
    const t = (...asked) => this.app.t(...asked), button = (kind, pressed) => h("button", { class: "step", "aria-label": t(`play.${kind}`), title: t(`play.${kind}`), onclick: pressed }, icon(kind));
    this.button = button("play", () => (this.playing ? this.stop() : this.play()));
    this.slider = h("input", { type: "range", min: 0, step: 1, "aria-label": t("play.week"), oninput: () => { this.stop(); this.go(Number(this.slider.value)); } });
    this.told = h("output");
    this.end = h("button", { class: "quiet end", onclick: () => { this.stop(); this.go(null); } }, t("play.end"));
    this.box.setAttribute("aria-label", t("play.week"));
    this.box.replaceChildren(this.button, button("back", () => this.step(-1)), button("on", () => this.step(1)), this.slider, this.told, this.end);
    this.show();
  }

  /** How many weeks there are now. */
  reach(last) {
    this.last = last;
    if (this.week !== null && this.week >= last) this.week = null;
    this.show();
  }

  show() {
    const week = Math.round(this.week ?? this.last), told = this.app.t("play.weekOf", week, this.last);
    this.slider.max = `${this.last}`;
    this.slider.value = `${week}`;
    this.slider.setAttribute("aria-valuetext", told);
    this.told.textContent = told;
    this.end.disabled = this.week === null;
  }

  go(week) {
    this.week = week === null || week >= this.last ? null : Math.max(0, week);
    this.show();
    this.moved(this.week);
  }

  step(by) {
    this.stop();
    this.go(Math.round(this.week ?? this.last) + by);
  }

  play() {
    if (still()) { this.go(null); return; }
    const from = this.week ?? 0, began = performance.now();
    const frame = (now) => {
      this.go(from + Math.max(0, now - began) / PACE);
      if (this.week === null) this.stop(); else this.playing = requestAnimationFrame(frame);
    };
    this.playing = requestAnimationFrame(frame);
    this.face("pause");
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.face("play");
  }

  face(kind) {
    this.button.replaceChildren(icon(kind));
    for (const name of ["aria-label", "title"]) this.button.setAttribute(name, this.app.t(`play.${kind}`));
  }
}

function icon(kind) {
  const span = document.createElement("span");
  span.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[kind]}" fill="currentColor"/></svg>`;
  return span.firstChild;
}
