// The order in which Python deals people of no known role to free places: numpy.random.default_rng(0).permutation(n), to the last place.
// PCG64 (O'Neill 2014) as NumPy begins it with the seed 0, and NumPy's shuffle, with bounded numbers by mask and rejection.
const STATE = 35399562948360463058890781895381311971n, STEP = 87136372517582989555478159403783844777n, TIMES = 47026247687942121848144207491837523525n;
const ALL = (1n << 128n) - 1n, HALF = (1n << 64n) - 1n, WORD = (1n << 32n) - 1n;

/** Whole numbers of 32 bits, one after another. */
function* words() {
  for (let state = STATE; ;) {
    state = (state * TIMES + STEP) & ALL;
    const mixed = (state >> 64n) ^ (state & HALF), turn = state >> 122n, value = ((mixed >> turn) | (mixed << (64n - turn))) & HALF;
    yield value & WORD;
    yield value >> 32n;
  }
}

/** The numbers 0 to n - 1, shuffled. */
export function shuffledPlaces(n) {
  const places = Array.from({ length: n }, (_, k) => k), drawn = words(), next = () => /** @type {bigint} */ (drawn.next().value);
  for (let k = n - 1; k > 0; k--) {
    const mask = (1n << BigInt(k.toString(2).length)) - 1n;
    let other = k + 1;
    while (other > k) other = Number(next() & mask);
    [places[k], places[other]] = [places[other], places[k]];
  }
  return places;
}
