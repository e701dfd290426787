"""Who works here on the first day: trust, expectation, needs and hours of one person."""

from math import sqrt

from sim.rules.numbers import clamp, exponential


def unit_level(recorded, between_units_share, person_spread, z):
    """A unit's start level lies around the level recorded for it, as far as units are known to differ.

    Equation: m = clamp(recorded + sqrt(I) s z)
    Symbols: recorded in [0,1]; I share of variance between units, 0.04-0.13; s person spread, 0.15-0.24; z standard normal
    Source: between-unit shares .089-.127 for leader scales (bh1996, lq2002; US VA nursing homes .093-.099); supports I
    Grade: measured

    >>> round(unit_level(0.5, 0.1, 0.2, 1.0), 4)
    0.5632
    """
    return clamp(recorded + sqrt(between_units_share) * person_spread * z)


def stable_trust(unit_mean, between_units_share, person_spread, stable_share, z):
    """The lasting part of a person's trust lies around the unit's level.

    Equation: c = clamp(m + s sqrt((1-I) q) z)
    Symbols: m unit level in [0,1]; I, s as for the unit level; q lasting share of personal variance, 0.3-1; z standard normal
    Source: half of the spread over three waves is stable person (univbct, R package multilevel); supports q
    Grade: measured

    >>> round(stable_trust(0.5, 0.1, 0.2, 0.5, 1.0), 4)
    0.6342
    """
    return clamp(unit_mean + person_spread * sqrt((1.0 - between_units_share) * stable_share) * z)


def passing_mood(between_units_share, person_spread, stable_share, z):
    """The passing part of a person's trust: this week's mood, private to the person.

    Equation: d = s sqrt((1-I)(1-q)) z
    Symbols: as for the lasting part; d added to trust
    Source: 97-100 % of change without an intervention is private (univbct); supports that d has no unit part
    Grade: measured

    >>> round(passing_mood(0.1, 0.2, 0.5, -1.0), 4)
    -0.1342
    """
    return person_spread * sqrt((1.0 - between_units_share) * (1.0 - stable_share)) * z


def correlated(z_first, z_second, correlation):
    """Trust in the organisation goes partly with trust in the own leader.

    Equation: z = r z1 + sqrt(1 - r^2) z2
    Symbols: r in [0, 0.95]; z1, z2 standard normal
    Source: near against far leader interest r .61 between persons (bh1996); supports r
    Grade: measured

    >>> round(correlated(1.0, 1.0, 0.6), 3)
    1.4
    """
    return correlation * z_first + sqrt(1.0 - correlation * correlation) * z_second


def start_expectation(base, slope, trust_organisation, alignment, damping, spread, z):
    """Before anything happens, people expect about as much as they trust the organisation to deliver.

    Equation: E = clamp((b + k G)(1 - d a) + s z)
    Symbols: b, k line fitted at organisation level; G trust in the organisation [0,1]; a alignment [0,1]; d damping by alignment 0-0.6; s spread; z standard normal
    Source: UK Civil Service People Survey, expectation of action against confidence in senior managers (R2 .79); supports b and k, not d
    Grade: measured

    >>> round(start_expectation(0.103, 0.763, 0.6, 0.5, 0.3, 0.15, 0.0), 5)
    0.47668
    """
    return clamp((base + slope * trust_organisation) * (1.0 - damping * alignment) + spread * z)


def need_weight(share, scatter, coherence, z):
    """What one person needs most differs from the unit's picture, the more the less coherent that picture is.

    Equation: w_j = m_j exp(S (1 - K) z_j)
    Symbols: m_j unit share of theme j; S scatter 0.4-1.4; K coherence [0,1]; z_j standard normal; who calls it divides by the sum over themes
    Source: stands for a Dirichlet with concentration 5 (scattered) to 20 (coherent); Table 2 of the study orders the units
    Grade: assumed

    >>> round(need_weight(0.5, 0.9, 0.5, 1.0), 4)
    0.7842
    """
    return share * exponential(scatter * (1.0 - coherence) * z)


def contract_hours(unit_hours, spread, z):
    """Contract hours differ between people; part time is common in care.

    Equation: c = min(max(h + s z, min(10, h)), max(37, h))
    Symbols: h mean hours a week 1-48, which is the least or full time where it lies beyond 10 or 37; s spread 0-8 h; z standard normal
    Source: Danish municipal care, mean 27.3-32.6 h and 71 % part time; supports h, the spread is assumed
    Grade: assumed

    >>> contract_hours(30.0, 4.0, 1.0), contract_hours(30.0, 4.0, 3.0)
    (34.0, 37.0)
    """
    hours = unit_hours + spread * z
    least = unit_hours if unit_hours < 10.0 else 10.0
    full = unit_hours if unit_hours > 37.0 else 37.0
    return least if hours < least else (full if hours > full else hours)


def core_share(utilisation, spread, z):
    """How much of the contract the care of residents already takes differs between people.

    Equation: b = min(max(U + s z, 0.5), 0.995)
    Symbols: U utilisation of the unit 0.7-0.99; s spread 0-0.05; z standard normal
    Source: no data; the study says only that time is short
    Grade: assumed

    >>> round(core_share(0.92, 0.02, -1.0), 2)
    0.9
    """
    share = utilisation + spread * z
    return 0.5 if share < 0.5 else (0.995 if share > 0.995 else share)
