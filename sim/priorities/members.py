"""Parameter sets that stand for what is not known of people."""

from sim.draws import Draws
from sim.parameters import PARAMETERS, Parameters, make_parameters


def members(count: int, seed: int = 0) -> tuple[Parameters, ...]:
    """``count`` parameter sets around the defaults."""
    drawn = Draws(seed, 0).uniforms(9, [77], list(range(count)), 128)[:, 0]
    return tuple(make_parameters({name: min(p.high, max(p.low, p.default + 0.25 * (p.high - p.low) * (u - 0.5)))
                                  for (name, p), u in zip(PARAMETERS.items(), row, strict=False)}) for row in drawn.tolist())
