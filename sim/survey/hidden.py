"""Groups under five are never shown, and never left over when all others are."""

from collections.abc import Hashable, Mapping

from sim.inputs.person import FEWEST


def hidden[Group: Hashable](counts: Mapping[Group, int]) -> set[Group]:
    """Groups that cannot be shown: those under five, and the next smallest until together they are five or more.

    Otherwise somebody could take the groups that are shown from the whole, and have the small one.

    >>> sorted(hidden({"a": 15, "b": 12, "c": 4})), sorted(hidden({"a": 15, "b": 3, "c": 4}))
    (['b', 'c'], ['b', 'c'])
    """
    smallest = sorted((count, str(group), group) for group, count in counts.items() if count)
    taken, total = set(), 0
    for count, _, group in smallest:
        if count >= FEWEST and (total == 0 or total >= FEWEST):
            break
        taken.add(group)
        total += count
    return taken
