// Where everybody stands on the work network: the same ties give the same picture.

const random = (seed) => () => { seed = (seed + 0x6d2b79f5) | 0; let t = Math.imul(seed ^ (seed >>> 15), 1 | seed); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };

/** Places in 0..1 x 0..1. Ties pull, everybody pushes, team mates start together. */
export function network(ties, team) {
  const n = ties.length, next = random(7), teams = Math.max(...team) + 1;
  const x = new Float64Array(n), y = new Float64Array(n), dx = new Float64Array(n), dy = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const turn = (2 * Math.PI * team[i]) / teams;
    x[i] = Math.cos(turn) + 0.6 * (next() - 0.5); y[i] = Math.sin(turn) + 0.6 * (next() - 0.5);
  }
  for (let step = 0; step < 220; step++) {
    const heat = 0.12 * (1 - step / 220);
    dx.fill(0); dy.fill(0);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) {
      const a = x[i] - x[j], b = y[i] - y[j], d2 = Math.max(0.002, a * a + b * b), push = 0.05 / d2;
      dx[i] += a * push; dy[i] += b * push; dx[j] -= a * push; dy[j] -= b * push;
    }
    ties.forEach((row, i) => row.forEach((j) => {
      const a = x[i] - x[j], b = y[i] - y[j], pull = 0.55 * Math.hypot(a, b);
      dx[i] -= a * pull; dy[i] -= b * pull; dx[j] += a * pull; dy[j] += b * pull;
    }));
    for (let i = 0; i < n; i++) { const d = Math.hypot(dx[i], dy[i]) || 1, go = Math.min(d, heat) / d; x[i] += dx[i] * go; y[i] += dy[i] * go; }
  }
  const spread = (v) => { // half by rank, so that nobody stands far off
    const order = Array.from(v.keys()).sort((a, b) => v[a] - v[b]), low = Math.min(...v), high = Math.max(...v), out = [];
    order.forEach((who, rank) => { out[who] = 0.65 * (rank / (n - 1)) + (0.35 * (v[who] - low)) / (high - low); });
    return out;
  };
  const [u, w] = [spread(x), spread(y)];
  return u.map((at, i) => [at, w[i]]);
}
