// Means and their spread, for all rooms; intervals are in intervals.js.

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** With one value less in the divisor; 0 of a single value. */
export function variance(values) {
  const middle = mean(values);
  return values.length > 1 ? values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) : 0;
}

/** The rows of one unit of a table of World, as columns. */
export const ofUnit = (table, unit) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, Array.from(column).filter((_, row) => table.unit[row] === unit)]));
