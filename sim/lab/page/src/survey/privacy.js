// Columns that hold persons rather than answers: they are named, left out, and never written. As sim/survey/{privacy,hidden}.py.
export const FEWEST = 5; // people in a group that is shown
const NAMES = "names of persons", ADDRESSES = "e-mail addresses", NUMBERS = "numbers of persons", IDS = "ids", TEXT = "free text";
const HEADERS = { // words in the name of a column, in English and Danish
  [NAMES]: ["name", "names", "navn", "fornavn", "efternavn", "firstname", "lastname", "surname", "initialer", "initials"],
  [ADDRESSES]: ["mail", "email", "e-mail", "epost", "ip", "adresse", "address"],
  [NUMBERS]: ["cpr", "cprnr", "cprnummer", "ssn", "telefon", "tlf", "mobil", "phone", "født", "fødselsdato", "birthdate", "birthday"],
  [IDS]: ["id", "respondent", "respondentid", "løbenr", "medarbejdernr", "medarbejdernummer", "employee_id", "token", "guid"],
  [TEXT]: ["comment", "comments", "kommentar", "kommentarer", "bemærkning", "bemærkninger", "fritekst", "uddyb"] };
const MAIL = /[^\s@]+@[^\s@]+\.\w+/, CPR = /\b\d{6}[- ]?\d{4}\b/, PHONE = /^(\+\d{2} ?)?(\d{2} ?){4}$/;
const NAME_LIKE = /^\p{L}[\p{L}\p{N}_'’.-]*( \p{L}[\p{L}\p{N}_'’.-]*){1,3}$/u;

/** A cell as a complaint may show it: what could be a name, an address or a number of a person is only called a text. */
export const shown = (cell) => (cell.includes("@") || cell.trim().split(/\s+/).length > 1 || cell.replaceAll(/\D/g, "").length > 5 ? "a text" : `'${cell.slice(0, 60)}'`);

/** What a column seems to hold of persons; nothing where it does not. */
export function personal(header, cells) {
  const words = [...header.toLowerCase().replaceAll("_", " ").matchAll(/[\p{L}\p{N}-]+/gu)].map(([word]) => word).concat(header.toLowerCase());
  return byContents(cells) || (Object.entries(HEADERS).find(([, known]) => words.some((word) => known.includes(word)))?.[0] ?? "");
}

/** The same by the cells alone: what cannot be mistaken, and texts of which hardly any is there twice. */
export function byContents(cells) {
  const full = cells.filter(Boolean);
  if (full.some((cell) => MAIL.test(cell))) return ADDRESSES;
  if (full.some((cell) => CPR.test(cell)) || (full.length && full.every((cell) => PHONE.test(cell)))) return NUMBERS;
  const texts = full.filter((cell) => !/^[\d.,:/ -]+$/.test(cell));
  if (texts.length < Math.max(FEWEST, full.length / 2) || new Set(texts).size <= 0.6 * texts.length) return "";
  if (texts.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0) > 4 * texts.length) return TEXT;
  return texts.filter((text) => NAME_LIKE.test(text)).length > texts.length / 2 ? NAMES : IDS;
}

/** Whether what a column holds can be the name of a group, where each stands once. */
export const ofGroups = (kind) => kind !== ADDRESSES && kind !== NUMBERS;

/** Groups that cannot be shown: those under five, and the next smallest until together they are five or more. counts: by label. */
export function hidden(counts) {
  const taken = new Set();
  let total = 0;
  for (const [group, count] of [...counts].filter(([, count]) => count).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))) {
    if (count >= FEWEST && (total === 0 || total >= FEWEST)) break;
    taken.add(group);
    total += count;
  }
  return taken;
}
