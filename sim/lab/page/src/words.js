// Every word of the page by its key, in both languages; a room brings its own. Sentences of at most 25 words, and "in the model" wherever
// a reader could take one for a finding about workplaces.
import * as shell from "./words/shell.js";
import * as story from "./words/story.js";
import * as play from "./words/play.js";
import * as mine from "./words/mine.js";
import * as first from "./words/first.js";
import * as fit from "./words/fit.js";
import * as names from "./words/names.js";
import * as refusals from "./words/refusals.js";
import * as share from "./words/share.js";
import { inWordsOf } from "./refusals.js";

const ROOMS = { shell, story, play, mine, first, fit, share, names, refusals };
const catalogue = (language) => Object.assign({}, ...Object.values(ROOMS).map((words) => words[language]));
export const CATALOGUE = { en: catalogue("en"), da: catalogue("da") };
export const LANGUAGES = Object.keys(CATALOGUE);

export class Words {
  constructor(language) { this.language = language; }

  get locale() { return this.language === "da" ? "da-DK" : "en-GB"; }

  /** What a workplace, unit or mechanism is called. */
  called(kind, name, otherwise) { return this.t(`names.${kind}`)[name] ?? otherwise; }

  /** A word or a sentence by its path; more arguments go to sentences that take numbers. */
  t(path, ...given) {
    const found = path.split(".").reduce((at, key) => at?.[key], CATALOGUE[this.language]);
    if (found === undefined) throw new Error(`no words for ${path}`);
    return typeof found === "function" ? found(...given) : found;
  }

  /** Why something cannot be used. In English it stands as it was said, and so it does where its form is not known. */
  refusal({ message }) { return this.language === "en" ? message : inWordsOf(CATALOGUE[this.language].refusals, message) ?? message; }

  number(value, digits = 2) { return shown(value, digits).toLocaleString(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−"); }

  /** A change, with its sign. */
  change(value, digits = 2) { return `${shown(value, digits) > 0 ? "+" : ""}${this.number(value, digits)}`; }

  whole(value) { return Math.round(value).toLocaleString(this.locale).replace("-", "−"); }

  percent(share) { return `${this.whole(100 * share)}\u00a0%`; } // which no line breaks
}

/** A number as it is shown; nothing has no sign. */
const shown = (value, digits) => (Math.abs(value) < 0.5 / 10 ** digits ? 0 : value);
