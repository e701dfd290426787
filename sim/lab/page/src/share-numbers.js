// Numbers and commands that leave the page: CSV, the command that gives the same in Python, and a workplace file for it.

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

/** A workplace as a TOML file: plain values first, then tables, as TOML wants them. */
export const toml = (place) => `${table(place, [])}\n`;

function table(entries, path) {
  const isTable = (value) => value !== null && typeof value === "object" && (!Array.isArray(value) || typeof value[0] === "object");
  const given = Object.entries(entries).filter(([, value]) => value !== null), plain = given.filter(([, value]) => !isTable(value));
  const inner = given.filter(([, value]) => isTable(value)).flatMap(([name, value]) => {
    const at = [...path, name].join(".");
    return Array.isArray(value) ? value.map((one) => `\n[[${at}]]\n${table(one, [...path, name])}`) : [`\n[${at}]\n${table(value, [...path, name])}`];
  });
  return [...plain.map(([name, value]) => `${name} = ${literal(value)}`), ...inner].join("\n");
}

/** Strings, numbers and lists of JSON are those of TOML, too, but for one sign that TOML wants escaped. */
const literal = (value) => JSON.stringify(value).replaceAll("\x7F", "\\u007F");
