"""Philox4x32-10 for compiled code, with the same addresses as sim.draws."""

import numpy as np

from sim.kernel.registered import inner
from sim.rules.numbers import standard_normal

M0, M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
W0, W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
LOW, SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)
HALF, SCALE = 0.5, 2.0**-32


@inner
def uniforms(person, week, number, stream, k0, k1):
    """Four uniforms in (0, 1) of one address under one key."""
    c0, c1, c2, c3 = np.uint64(person), np.uint64(week), np.uint64(number), np.uint64(stream)
    for _ in range(10):
        p0, p1 = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (p1 >> SHIFT) ^ c1 ^ k0, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ k1, p0 & LOW
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return (c0 + HALF) * SCALE, (c1 + HALF) * SCALE, (c2 + HALF) * SCALE, (c3 + HALF) * SCALE


@inner
def block(person, week, number, stream, run):
    """Four uniforms in (0, 1) of one address; run holds the key."""
    return uniforms(person, week, number, stream, run.seed, run.replication)


@inner
def normal(person, week, number, stream, run):
    """One normal number of one address."""
    u1, u2, u3, u4 = block(person, week, number, stream, run)
    return standard_normal(u1, u2, u3, u4)


@inner
def fill_block(first, week, number, stream, run, out):
    """Uniforms of persons first, first + 1, ... into out of shape (4, persons)."""
    k0, k1 = run.seed, run.replication
    a, b, c, d = out[0], out[1], out[2], out[3]
    for i in range(out.shape[1]):
        a[i], b[i], c[i], d[i] = uniforms(first + i, week, number, stream, k0, k1)
