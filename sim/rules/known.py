"""People of whom something is known: what is not known is drawn given what is.

On the first day a person is a point of standard normal numbers. What is known of the person holds in part of these points only, and
the drawn point is moved there the shortest way; that is a draw from all points where it holds (Hoffman and Ribak 1991, recalled).
"""

from math import sqrt


def is_known(x):
    """What is not known is no number, and every number is at most itself.

    Equation: x <= x
    Symbols: x any number, or no number
    Source: IEEE 754
    Grade: assumed

    >>> is_known(0.0), is_known(float("nan"))
    (True, False)
    """
    return x <= x  # noqa: PLR0124 - that is the question


def personal_spread(between_units_share, person_spread):
    """How far the trust of one person lies from that of the unit.

    Equation: w = s sqrt(1 - I)
    Symbols: I share of variance between units, 0.04-0.13; s person spread, 0.15-0.24
    Source: what the unit's level, the lasting part and the mood leave together
    Grade: measured

    >>> round(personal_spread(0.1, 0.2), 4)
    0.1897
    """
    return person_spread * sqrt(1.0 - between_units_share)


def shown(z_lasting, z_mood, stable_share):
    """What a person shows of trust is what lasts and the mood together; in standard deviations.

    Equation: z = sqrt(q) z1 + sqrt(1 - q) z2
    Symbols: q lasting share of personal variance, 0.3-1; z1, z2 standard normal
    Source: the rules of the lasting part and of the mood
    Grade: measured

    >>> round(shown(1.0, -1.0, 0.64), 4)
    0.2
    """
    return sqrt(stable_share) * z_lasting + sqrt(1.0 - stable_share) * z_mood


def way_lasting(correlation, stable_share, trust_known):
    """How far the lasting part of trust moves with what is learnt of trust in the organisation, not touching trust that is known.

    Equation: a1 = r (1 - k q)
    Symbols: r correlation of near and far, 0-0.95; q lasting share 0.3-1; k 1 where trust in the leader is known, else 0
    Source: shortest way, see the head of this file
    Grade: theory

    >>> round(way_lasting(0.6, 0.5, 0.0), 4), round(way_lasting(0.6, 0.5, 1.0), 4)
    (0.6, 0.3)
    """
    return correlation * (1.0 - trust_known * stable_share)


def way_mood(correlation, stable_share, trust_known):
    """How far the mood moves the other way, so that trust that is known stays as it is.

    Equation: a2 = -k r sqrt(q (1 - q))
    Symbols: as for the lasting part
    Source: shortest way, see the head of this file
    Grade: theory

    >>> way_mood(0.6, 0.5, 0.0) == 0.0, round(way_mood(0.6, 0.5, 1.0), 4)
    (True, -0.3)
    """
    return -trust_known * correlation * sqrt(stable_share * (1.0 - stable_share))


def still_open(correlation, stable_share, trust_known):
    """The share of the variance of trust in the organisation that trust in the leader leaves open.

    Equation: u = 1 - k r^2 q
    Symbols: as for the lasting part; u = a1^2 + a2^2 + 1 - r^2
    Source: conditional variance of two normal numbers
    Grade: theory

    >>> still_open(0.6, 0.5, 0.0), round(still_open(0.6, 0.5, 1.0), 4)
    (1.0, 0.82)
    """
    return 1.0 - trust_known * correlation * correlation * stable_share


def steps(gap, slope, open_share, noise):
    """How far to go the shortest way until an answer holds that hangs on trust in the organisation.

    Equation: d = k g / (k^2 u + n^2)
    Symbols: g answer minus what was drawn; k change of the answer a standard deviation, not 0; u share still open; n what else is in it, 0 for trust itself
    Source: shortest way, see the head of this file
    Grade: theory

    >>> round(steps(0.5, 1.0, 1.0, 0.0), 4), round(steps(0.1, 0.12, 1.0, 0.12), 4)
    (0.5, 0.4167)
    """
    return slope * gap / (slope * slope * open_share + noise * noise)


def rise_of_expectation(slope, alignment, damping):
    """How much more those expect who trust the organisation more.

    Equation: K = k (1 - d a)
    Symbols: k, d, a as for the expectation at the start
    Source: the rule of the expectation at the start, whose slope this is
    Grade: measured

    >>> round(rise_of_expectation(0.763, 0.5, 0.3), 5)
    0.64855
    """
    return slope * (1.0 - damping * alignment)


def answer_variance(a, b, variance_near, covariance, variance_far, own):
    """How far an answer may lie from what the unit's two levels let one await.

    Equation: S = a^2 v1 + 2 a b c + b^2 v2 + n
    Symbols: the answer is a L + b O and something of the person's own, L and O levels of trust in leader and organisation; v1, v2, c their variances and covariance; n variance of the person's own, above 0
    Source: linear estimation (Kalman 1960, recalled)
    Grade: theory

    >>> round(answer_variance(1.0, 0.0, 0.004, 0.0024, 0.004, 0.036), 4)
    0.04
    """
    return a * a * variance_near + 2.0 * a * b * covariance + b * b * variance_far + own


def answer_weight(a, b, variance_of_level, covariance, variance):
    """How far a unit's level follows an answer: the part of the surprise that it takes over.

    Equation: w = (a v + b c) / S
    Symbols: a, b as for S, for the level itself and the other; v variance of the level, c covariance with the other; S variance of the answer
    Source: linear estimation (Kalman 1960, recalled); one answer after the other gives the partial pooling of a unit's mean
    Grade: theory

    >>> round(answer_weight(1.0, 0.0, 0.004, 0.0024, 0.04), 4)
    0.1
    """
    return (a * variance_of_level + b * covariance) / variance


def level_spread(variance_near, covariance, variance_far):
    """What is open in the level of trust in the organisation, once that in the leader is drawn; as a standard deviation.

    Equation: t = sqrt(max(v2 - c^2 / v1, 0))
    Symbols: v1 above 0, v2 variances of the levels in leader and organisation, c their covariance
    Source: conditional variance of two normal numbers
    Grade: theory

    >>> round(level_spread(0.004, 0.0024, 0.004), 4)
    0.0506
    """
    rest = variance_far - covariance * covariance / variance_near
    return sqrt(rest) if rest > 0.0 else 0.0


def need_beside(known, drawn, told, open_):
    """A need that is known stays; the others share what is left in the proportions drawn.

    Equation: w = known, else (1 - t) x / y
    Symbols: x share drawn; t sum of the needs that are known; y sum of the shares drawn of the others; 1/3 where both leave nothing
    Source: definition: the three shares add up to 1
    Grade: assumed

    >>> need_beside(0.5, 0.2, 0.5, 0.8), round(need_beside(float("nan"), 0.2, 0.5, 0.8), 3)
    (0.5, 0.125)
    """
    if is_known(known):
        return known
    return (1.0 - told) * drawn / open_ if open_ > 0.0 else 1.0 / 3.0
