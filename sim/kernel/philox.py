"""Philox4x32-10 for compiled code, with the same addresses as sim.model.draws: one block, or eight side by side in vectors.

A compiler does not make vectors of these multiplications by itself, and a third of a run would go into them. Where a processor's
vectors are narrower than eight words, the compiler takes several; the numbers are the same.
"""

import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing import signature
from numba.extending import intrinsic

from sim.kernel.layout import LANES
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


# ----- eight blocks side by side
WORD, WORDS = ir.IntType(64), ir.VectorType(ir.IntType(64), LANES)
HALVES = ir.VectorType(ir.IntType(32), LANES)
NARROW = {"on": False}  # on while kernel.wasm is made: WebAssembly multiplies words of 32 bits, unless it sees that a factor is constant
FACTOR = "philox_factor_"
REAL, REALS = ir.DoubleType(), ir.VectorType(ir.DoubleType(), LANES)


def _all(value):
    """A constant in every lane."""
    return ir.Constant(REALS if isinstance(value, float) else WORDS, [value] * LANES)


def _spread(builder, value):
    """A number of the run in every lane."""
    nothing = ir.Constant(WORDS, ir.Undefined)
    one = builder.insert_element(nothing, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(one, nothing, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _steps(builder, start, step):
    """start, start + step, ... as 32-bit words, a lane each."""
    lanes = ir.Constant(WORDS, list(range(LANES)))
    return builder.and_(builder.add(_spread(builder, start), builder.mul(lanes, _spread(builder, step))), _all(0xFFFFFFFF))


def _narrowed(builder, words):
    """Words as they are kept through the rounds."""
    return builder.trunc(words, HALVES) if NARROW["on"] else words


def _product(builder, words, factor):
    """The high and the low words of what a factor makes of words."""
    if not NARROW["on"]:
        product = builder.mul(words, _all(factor))
        return builder.lshr(product, _all(32)), builder.and_(product, _all(0xFFFFFFFF))
    name = f"{FACTOR}{factor}"
    hidden = builder.module.globals.get(name) or ir.GlobalVariable(builder.module, HALVES, name)
    product = builder.mul(builder.zext(words, WORDS), builder.zext(builder.load(hidden), WORDS))
    return builder.trunc(builder.lshr(product, _all(32)), HALVES), builder.trunc(product, HALVES)


def _rounds(builder, c0, c1, c2, c3, k0, k1):
    """The ten rounds on vectors of words; k0 and k1 are the key."""
    c0, c1, c2, c3 = (_narrowed(builder, c) for c in (c0, c1, c2, c3))
    for number in range(10):
        key0, key1 = (_narrowed(builder, _spread(builder, builder.and_(builder.add(k, WORD(number * int(w))), WORD(0xFFFFFFFF))))
                      for k, w in ((k0, W0), (k1, W1)))
        (high0, low0), (high1, low1) = _product(builder, c0, int(M0)), _product(builder, c2, int(M1))
        c0, c1, c2, c3 = builder.xor(builder.xor(high1, c1), key0), low1, builder.xor(builder.xor(high0, c3), key1), low0
    return [builder.zext(c, WORDS) if NARROW["on"] else c for c in (c0, c1, c2, c3)]


def _uniform(builder, words):
    """(word + 0.5) / 2**32; a word below 2**52 set into the digits of 2**52 becomes a float64 without rounding."""
    real = builder.fsub(builder.bitcast(builder.or_(words, _all(0x4330000000000000)), REALS), _all(2.0**52))
    return builder.fmul(builder.fadd(real, _all(HALF)), _all(SCALE))


def _eight(kept):
    """A function that draws eight blocks, and stores the first ``kept`` uniforms of each from an address on, eight to a row.

    stride: bytes from row to row. A person, week and number of the first block, each with its step from lane to lane.
    """
    @intrinsic
    def draw(typingctx, address, stride, person, person_step, week, week_step, number, number_step, stream, k0, k1):
        def generate(context, builder, sig, args):
            address, stride, person, person_step, week, week_step, number, number_step, stream, k0, k1 = args
            words = _rounds(builder, _steps(builder, person, person_step), _steps(builder, week, week_step),
                            _steps(builder, number, number_step), _steps(builder, stream, WORD(0)), k0, k1)
            for row in range(kept):
                place = builder.add(address, builder.mul(stride, WORD(row)))
                stored = builder.store(_uniform(builder, words[row]), builder.inttoptr(place, REALS.as_pointer()))
                stored.align = 8
            return context.get_dummy_value()
        whole, key = types.int64, types.uint64
        return signature(types.none, whole, whole, whole, whole, whole, whole, whole, whole, whole, key, key), generate
    return draw


eight_blocks, eight_firsts = _eight(4), _eight(1)


@inner
def fill_blocks(address, stride, person, week, number, stream, run, people):
    """The four uniforms of one block for each of some people one after another, into four rows; whole eights are written."""
    for i in range(0, people, LANES):
        eight_blocks(address + 8 * i, stride, person + i, 1, week, 0, number, 0, stream, run.seed, run.replication)


@inner
def fill_firsts(address, person, week, number, stream, run, people):
    """The first uniform of one block for each of some people one after another; whole eights are written."""
    for i in range(0, people, LANES):
        eight_firsts(address + 8 * i, 0, person + i, 1, week, 0, number, 0, stream, run.seed, run.replication)
