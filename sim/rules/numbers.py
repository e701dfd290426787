"""Arithmetic that gives the same bits everywhere; no behaviour of people stands here."""

from math import sqrt


def clamp(x):
    """A number is kept inside [0, 1].

    Equation: clamp(x) = min(max(x, 0), 1)
    Symbols: x any finite number
    Source: definition
    Grade: assumed

    >>> clamp(1.2), clamp(-0.1), clamp(0.4)
    (1.0, 0.0, 0.4)
    """
    return 0.0 if x < 0.0 else (1.0 if x > 1.0 else x)


def moved(now, old, new):
    """What was once copied from a number goes with it: to the new number, or by the difference where it has moved since.

    Equation: new if now = old, else now + (new - old)
    Symbols: now what the copy has become; old, new the number before and after
    Source: definition
    Grade: assumed

    >>> moved(0.3, 0.3, 0.5), moved(0.5, 0.25, 0.5), moved(0.4, 0.3, 0.3)
    (0.5, 0.75, 0.4)
    """
    return now + (new - old) if now < old or now > old else new


def exponential(x):
    """The exponential function from additions and multiplications alone, the same on every machine.

    Equation: e^x = (Taylor series of degree 7 at x/1024)^1024, by ten squarings
    Symbols: x in [-30, 30]; relative error below 1e-12 there
    Source: Taylor's theorem; libraries' own exp differ between platforms
    Grade: assumed

    >>> round(exponential(1.0), 12)
    2.718281828459
    """
    y = x / 1024.0
    e = 1.0 + y * (1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (
        1.0 + y / 5.0 * (1.0 + y / 6.0 * (1.0 + y / 7.0))))))
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    e = e * e
    return e * e


def logistic(x):
    """A score becomes a probability along the S-shaped logistic curve.

    Equation: 1 / (1 + e^-x), x held inside [-30, 30]
    Symbols: x any finite number
    Source: standard choice model
    Grade: assumed

    >>> logistic(0.0), round(logistic(2.0), 4)
    (0.5, 0.8808)
    """
    held = -30.0 if x < -30.0 else (30.0 if x > 30.0 else x)
    return 1.0 / (1.0 + exponential(-held))


def standard_normal(u1, u2, u3, u4):
    """Four uniform numbers make one bell-shaped number with mean 0 and variance 1.

    Equation: z = sqrt(3) (u1 + u2 + u3 + u4 - 2)
    Symbols: u1..u4 in (0, 1); z in [-3.47, 3.47], so nobody is drawn absurdly far out
    Source: Irwin-Hall distribution; chosen because it needs neither log nor cosine
    Grade: assumed

    >>> standard_normal(0.5, 0.5, 0.5, 0.5), round(standard_normal(0.9, 0.5, 0.5, 0.5), 4)
    (0.0, 0.6928)
    """
    return sqrt(3.0) * (u1 + u2 + u3 + u4 - 2.0)
