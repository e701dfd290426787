"""How trust in a leader or an organisation is won, lost, repaired and shared."""

from math import sqrt

from sim.rules.numbers import clamp


def trust_gain(trust, signal, rate, confirmation, plasticity):
    """A good experience moves trust part of the way up, more so in those who already believe.

    Equation: g = p a s+ (1 - T)(1 - c + 2 c T)
    Symbols: T trust [0,1]; s+ signal in weeks of being treated well; a rate 0.01-0.15 a week; c confirmation bias [0,1], 0 is neutral; p plasticity, 1.5 for a new leader
    Source: confirmation: Robinson 1996 (abstract, direction); rate assumed
    Grade: theory

    >>> round(trust_gain(0.5, 1.0, 0.06, 0.5, 1.0), 4)
    0.03
    """
    return clamp(plasticity * rate * signal) * (1.0 - trust) * (1.0 - confirmation + 2.0 * confirmation * trust)


def trust_loss(trust, signal, rate, asymmetry, confirmation, plasticity, evenness):
    """A bad experience takes trust away, by more than a good one of the same size gives.

    Equation: l = p a A s- x (1 - c + 2 c (1 - T)), x = min((1 - k) T + k / 2, 2 T)
    Symbols: T trust [0,1]; s- signal in weeks of being let down; A asymmetry 1-3, 1 is neutral; k evenness 0-1: how far all lose alike and not in proportion to what they have, 0 is neutral; a, c, p as for the gain
    Source: asymmetry: Slovic 1993 (recalled), Zhu et al. 2023 (abstract); contested: organisations' data are symmetric
    Grade: theory

    >>> round(trust_loss(0.5, 1.0, 0.06, 1.5, 0.0, 1.0, 0.0), 4), round(trust_loss(0.8, 1.0, 0.06, 1.5, 0.0, 1.0, 1.0), 4)
    (0.045, 0.045)
    """
    alike = (1.0 - evenness) * trust + 0.5 * evenness
    at_stake = alike if alike < 2.0 * trust else 2.0 * trust  # nobody loses much of what they hardly have
    return clamp(plasticity * rate * asymmetry * signal) * at_stake * (
        1.0 - confirmation + 2.0 * confirmation * (1.0 - trust))


def trust_repaired(hurt, rate, responsiveness):
    """Lost trust comes back slowly where the leader answers.

    Equation: h = k r H
    Symbols: H trust lost and not yet repaired [0,1]; k repair a week 0-0.02, 0 is neutral; r responsiveness [0,1]
    Source: large falls recover 20 % in a year (UK Civil Service People Survey, organisations); apology helps (Kim et al. 2004, abstract)
    Grade: measured

    >>> round(trust_repaired(0.2, 0.004, 0.75), 5)
    0.0006
    """
    return rate * responsiveness * hurt


def spillover(trust_leader, trust_organisation, rate):
    """Confidence in the top slowly colours trust in the nearest leader, not the other way round.

    Equation: d = k (G - T)
    Symbols: T trust in the leader, G in the organisation [0,1]; k a week, 0-0.003
    Source: .057 a year from change leadership to own manager, reverse not significant (UK Civil Service People Survey)
    Grade: measured

    >>> round(spillover(0.5, 0.7, 0.0011), 5)
    0.00022
    """
    return rate * (trust_organisation - trust_leader)


def drifted(mood, persistence, spread, z):
    """A person's passing mood wanders from week to week and returns to nothing.

    Equation: d' = p d + s sqrt(1 - p^2) z
    Symbols: d mood added to trust; p persistence a week 0.98-0.998; s its spread; z standard normal
    Source: weekly persistence .985-.996 from three waves at assumed 26 weeks (univbct); private, no unit part
    Grade: measured

    >>> round(drifted(0.1, 0.99, 0.13, 0.0), 3)
    0.099
    """
    return persistence * mood + spread * sqrt(1.0 - persistence * persistence) * z


def trust_shown(lasting, mood):
    """The trust a person acts on is the lasting part and this week's mood together.

    Equation: T = clamp(c + d)
    Symbols: c lasting part [0,1]; d mood
    Source: definition
    Grade: assumed

    >>> trust_shown(0.9, 0.2), round(trust_shown(0.5, -0.1), 2)
    (1.0, 0.4)
    """
    return clamp(lasting + mood)
