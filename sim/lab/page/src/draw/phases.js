// Phases on the axis: how each looks, which ones a world went through, and which ones the design plans.
import { BIRCH, INK } from "./palette.js";

// Looks of phases by their name in the description; several share one. A phase that is not here is shown by its own name.
const KINDS = { "steering group formed": "form", "pre-study": "study", "steering workshop": "vote", "employee workshop": "workshop", "steering plan": "plan", introduction: "start",
  implementation: "use", "stop and listen": "listen", preparation: "listen", "at rest": "rest" };
export const ICONS = { form: "M-5 2a2 2 0 1 0 .1 0M0 -2a2 2 0 1 0 .1 0M5 2a2 2 0 1 0 .1 0", study: "M-1 -4a3.4 3.4 0 1 0 .1 0M1.6 2l3 3", vote: "M0 5v-9m-3.4 3.4l3.4 -3.4l3.4 3.4",
  workshop: "M-6 0a6 3.2 0 1 0 12 0a6 3.2 0 1 0 -12 0", plan: "M-4 -3.5h8M-4 0h8M-4 3.5h5", start: "M-2.5 -4.5l6 4.5l-6 4.5z" };
export const FILLS = { form: "#DDE3E2", study: "#CFD8D8", vote: INK, workshop: "#DDE3E2", plan: "#CFD8D8", start: "#DDE3E2", use: BIRCH, listen: "#CFE3E6", rest: "#ECEFED" };

const kindOf = (name) => KINDS[name] ?? name;

/** The vote takes a week; what follows it until the next phase is waiting, and stays empty. */
const untilWaiting = (kind, from, to) => [kind, from, kind === "vote" ? Math.min(to, from + 1) : to];

/** The phases of so many weeks, as [kind, first week, week after the last]. names: the phase of each week; a phase may come twice. */
export function lived(names) {
  const parts = [];
  let from = 0;
  for (let k = 1; k <= names.length; k++) if (k === names.length || kindOf(names[k]) !== kindOf(names[from])) {
    parts.push(untilWaiting(kindOf(names[from]), from, k));
    from = k;
  }
  return parts;
}

/** The phases that the design plans, in the same form, up to the usual follow-up. */
export function planned(description) {
  const phases = description.phases.filter(({ week }) => week >= 0), end = description.launch_week + description.follow_up.default;
  return phases.map(({ name, week }, k) => untilWaiting(kindOf(name), week, phases[k + 1]?.week ?? end));
}

/** What a kind is called. */
export const called = (words, kind) => words.t("phase")[kind] ?? kind;
