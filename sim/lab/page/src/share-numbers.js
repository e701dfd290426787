// Numbers and commands that leave the page: CSV, and the command that gives the same in Python.

/** Rows as CSV in UTF-8 with a mark that spreadsheets know; numbers are written with every digit, with a point. */
export const csv = (columns, rows) => `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

/** A text that a spreadsheet would take for a formula is kept a text: titles come from whoever sent the link. */
function cell(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A name that every file system takes. */
export const fileName = (text) => text.toLowerCase().replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa").normalize("NFKD").replace(/\p{M}/gu, "")
  .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "takehold";

export const workplaceFile = (place) => `${fileName(place.name)}.toml`;

/** What a terminal takes; it writes a row for each run and unit, the same digits as the page. */
export function command(setting, place, runs = 100) {
  const { workplace, levers, parameters, without, seed, follow_up: followUp } = setting;
  const each = (option, values) => Object.entries(values).filter(([, value]) => value !== null).map(([name, value]) => `--${option} ${name}=${value}`);
  return ["takehold run", typeof workplace === "string" ? workplace : workplaceFile(place), ...each("lever", levers), ...each("set", parameters),
    ...without.map((name) => `--without ${name}`), `--seed ${seed} --follow-up ${followUp} --runs ${runs} --sets 0 --csv runs.csv`].join(" ");
}
