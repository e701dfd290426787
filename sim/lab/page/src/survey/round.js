// Numbers rounded and written as Python does it: half to even, and 1.0 for a whole one.

/** A number with so many digits behind the point; exact halves go to the even digit. */
export function rounded(value, digits = 0) {
  const half = value * 2 ** (digits + 1); // a half can only be one where this is an odd whole number
  if (Number.isInteger(half) && Math.abs(half % 2) === 1) {
    const below = Math.floor(value * 10 ** digits);
    return (below % 2 === 0 ? below : below + 1) / 10 ** digits;
  }
  return Number(value.toFixed(digits));
}

export const fixed = (value, digits) => rounded(value, digits).toFixed(digits);
/** A cell as Python writes it; nothing for what is not known. */
export const float = (value) => (value === null ? "" : Number.isInteger(value) ? `${value}.0` : String(value));
