// Types of takehold.mjs.

/** takehold.json: where each number lies, and all that can be set and read, in words. */
export interface Description {
  version: string;
  parameters: Record<string, { default: number; low: number; high: number; unit: string; meaning: string; source: string; grade: string; mechanism: string; neutral: number | null }>;
  mechanisms: Record<string, { called: string; does: string; supported_by: string; why: string; neutral: Record<string, number> }>;
  levers: Record<string, Lever>;
  measures: Measure[];
  outcomes: Measure[];
  phases: { name: string; week: number; who: string; employee_hours: number; member_hours: number; manager_hours: number; leads_to: string; gate: string }[];
  at_rest: string;
  themes: string[];
  /** What the numbers stand for that are the status of a unit, and of a practice. */
  statuses: { unit: string[]; practice: string[] };
  launch_week: number;
  review_every: number;
  early_weeks: number[];
  retained_weeks: number;
  retained_use: number;
  follow_up: { default: number; low: number; high: number; usual: number[] };
  /** The workplaces of the study. */
  workplaces: string[];
  /** Every shipped workplace, by name. */
  shipped: Record<string, Workplace>;
  /** JSON Schema of a workplace. */
  schema: object;
  facts: string[];
  [more: string]: unknown;
}

export interface Lever {
  name: string; default: number | null; low: number; high: number; unit: string; meaning: string; cost: object; cost_in_words: string;
  dose: { amount: number; phase: number; why: string; plainly: string }; letter: string; yes_or_no: boolean; whole: boolean;
  level: string | null; level_at: number[] | null; not_with: string[]; builds_trust: string;
}

export interface Measure {
  name: string; short: string; meaning: string; unit: string; formula: string; better: number; low: number; high: number | null; reach: number;
  /** Which its number is a place of, where it is told in words; -1 is the last. */
  words: string[];
}

/** A workplace as in its file; takehold.description.schema says what may stand in it. */
export interface Workplace { name: string; title: string; units: Unit[]; [more: string]: unknown }
export interface Unit { name: string; title: string; employees: number; practices: { name: string; [more: string]: unknown }[]; [more: string]: unknown }

/** What is known of a person; null is not known. numbers: trust in the leader and in the organisation, expectation, needs of planning,
 *  coordination and wellbeing, contract hours. team: its number. colleagues: places of those this person turns to, in rising order. */
export interface Person { numbers: (number | null)[]; team: number | null; colleagues: number[] | null }

export interface Behaviour {
  /** Parameters that are not as usual. */
  parameters?: Record<string, number>;
  /** Mechanisms that are switched off. */
  without?: string[];
  /** Levers that are moved; null is as recorded. */
  levers?: Record<string, number | null>;
  seed?: number;
}

export interface Setting extends Behaviour {
  /** The name of a shipped workplace, or one's own. */
  workplace?: string | Workplace;
  /** What is known of people: for each unit a list with somebody or null for each employee, or null. */
  people?: ((Person | null)[] | null)[];
  /** Weeks after launch, one or several. */
  followUp?: number | number[];
}

export interface Numbers { values: Float64Array; rows: number; columns: number; names: string[] }

/** A column for each measure, and run, follow_up and unit; words where a measure is told in words. */
export type Table = Record<string, Float64Array | (string | number)[]>;

type Several = number | number[];

export interface Weeks {
  run: number;
  weeks: number;
  facts: Float64Array;
  units: { name: string; phases: string[]; launch: number; start: Record<string, Several>; series: Record<string, Float64Array | number[][]> }[];
}

type State = Record<string, number | boolean | null | number[]>;

export interface UnitInAWeek {
  name: string;
  week: number;
  unit: State;
  manager: State;
  consultant: State;
  practices: (State & { name: string })[];
  /** Each state as an array over employees; states of several numbers as an array of such arrays. */
  employees: Record<string, (number | boolean | null)[] | number[][]>;
  /** For each employee, the places of those whom this person turns to. */
  colleagues: number[][];
}

/** An input that cannot be used; its message is one sentence. */
export class InputError extends Error {}

type Code = BufferSource | Response | WebAssembly.Module;

export function load(parts: { kernel: Code | Promise<Code>; description: Description | string | Response | Promise<Description | string | Response> }): Promise<Takehold>;

export class Takehold {
  constructor(module: WebAssembly.Module, description: Description);
  readonly module: WebAssembly.Module;
  readonly description: Description;
  /** A shipped workplace, as an object of one's own to change. */
  workplace(name: string): Workplace;
  world(setting?: Setting): World;
}

/** Room for the runs of one workplace. */
export class World {
  constructor(takehold: Takehold, setting?: Setting);
  /** Other parameters, levers or seed, in the same room. */
  set(behaviour?: Behaviour): this;
  /** Facts of runs first to last - 1, in the order of run, follow-up and unit. */
  facts(first: number, last: number): Numbers;
  /** Measures of these runs as numbers. */
  measures(first: number, last: number): Numbers;
  table(first: number, last: number): Table;
  /** One run week by week. */
  weeks(run: number): Weeks;
  /** One weekly line of several runs, for each run its units; it begins with the first day. */
  series(name: string, first: number, last: number): Float64Array[][];
  /** Everybody in a run after so many weeks; at its end without. */
  people(run: number, week?: number): UnitInAWeek[];
}
