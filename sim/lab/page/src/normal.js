// The normal distribution, and the root of a matrix of correlations: for entries that are known about a mean, and that go together.
const STEPS = 70; // halvings until a quantile stands still
const FAR = 9; // standard deviations, beyond which nothing is told apart

/** The share of the normal distribution below z: by the series of its density near the middle, by a continued fraction far out
 *  (Abramowitz & Stegun 1964, 26.2.11 and 26.2.14). */
export function normalBelow(z) {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI), far = Math.abs(z);
  if (far > 3) {
    let rest = far;
    for (let k = 60; k > 0; k--) rest = far + k / rest;
    return z < 0 ? density / rest : 1 - density / rest;
  }
  let sum = z, term = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) { term *= (z * z) / k; sum += term; }
  return 0.5 + sum * density;
}

/** Where a share of the normal distribution lies below. */
export function normalAt(share) {
  if (share > 0.5) return -normalAt(1 - share);
  let [low, high] = [-FAR, 0];
  for (let k = 0; k < STEPS; k++) { const at = (low + high) / 2; if (normalBelow(at) < share) low = at; else high = at; }
  return (low + high) / 2;
}

/** Eigenvalues and eigenvectors (a column each) of a symmetric matrix, by Jacobi's turns. */
export function eigen(matrix) {
  const n = matrix.length, a = matrix.map((row) => [...row]), v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) {
      off += a[p][q] ** 2;
      if (Math.abs(a[p][q]) < 1e-300) continue;
      const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]), t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1)), c = 1 / Math.sqrt(t * t + 1), s = t * c;
      for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
      for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      for (let k = 0; k < n; k++) [v[k][p], v[k][q]] = [c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]];
    }
    if (off < 1e-30) break;
  }
  return { values: a.map((row, k) => row[k]), vectors: v };
}

/** The symmetric root of a matrix of correlations. */
export function root(matrix) {
  const { values, vectors } = eigen(matrix), sizes = values.map((value) => Math.sqrt(Math.max(value, 0)));
  return matrix.map((_, i) => matrix.map((_, j) => sizes.reduce((sum, size, k) => sum + vectors[i][k] * size * vectors[j][k], 0)));
}
