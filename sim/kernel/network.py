"""Who turns to whom, compiled by hand: a fifth of a run went into it. The other form of sim.model.network, pair by pair in the same order.

Draws and chances of all pairs lie in rows, so that they are worked out in vectors; a bit for each who turns to whom puts the rows of
colleagues into rising order without sorting.
"""

import numpy as np
from numba import types
from numba.extending import intrinsic

from sim.kernel.columns import (
    chances_of,
    context_of,
    counts_of,
    known_of,
    named_at,
    pairs_of,
    parameters_of,
    people_of,
    run_of,
    tie_of,
    turns_of,
)
from sim.kernel.layout import COLUMNS, LANES
from sim.kernel.philox import block, eight_blocks
from sim.kernel.registered import inner
from sim.model import draws as d
from sim.rules import network

TIES, FIRST_TIE, BY_TIES = (COLUMNS[name].first for name in ("ties", "first_tie", "by_ties"))
GIVING, BEING = COLUMNS["before"].first, COLUMNS["before"].first + 1
ASKS, ASKED = COLUMNS["start_draws"].first + d.ASKS, COLUMNS["start_draws"].first + d.ASKED
BITS, PLACE = 6, 63  # a word of turns holds 2**BITS persons


@intrinsic
def lowest_bit(typingctx, bits):
    """The place of the lowest bit that is set."""
    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], context.get_constant(types.boolean, True))
    return types.int64(types.uint64), generate


@inner
def weave(world, u):
    """The work network of the unit, as rows of ties in rising order without repeats."""
    c = context_of(world, u)
    teams = c.named_teams if c.named_teams > 0 else -(-c.employees // c.team_size)
    mates = draw_mates(world, u, teams) if c.named_teams == 0 else draw_named_mates(world, u)
    count = draw_encounters(world, u, teams, mates)
    weigh_pairs(world, u, mates, count)
    turn_to_each_other(world, u, count)
    into_rows(world, u, c.first_room)
    order_by_ties(world, u)


@inner
def alone(world, u):
    """Nobody turns to anybody."""
    b = counts_of(world, u)
    for i in range(context_of(world, u).employees):
        b[TIES, i], b[FIRST_TIE, i], b[BY_TIES, i] = 0, 0, i


@inner
def draw_mates(world, u, teams):
    """The pairs of team mates and their draws; teams are dealt round. Returns how many there are."""
    n, key, pairs, base, count = context_of(world, u).employees, run_of(world), pairs_of(world), u * d.UNIT_STRIDE + 1, 0
    for i in range(n):
        for j in range(i + teams, n, teams * LANES):
            found = count + (j - i) // teams - 1
            eight_blocks(world.chances + 8 * found, 8 * world.edge_room, base + i, 0, base + j, teams, 0, 0, d.TIE, key.seed, key.replication)
        for j in range(i + teams, n, teams):
            pairs[0, count], pairs[1, count] = i, j
            count += 1
    return count


@inner
def draw_named_mates(world, u):
    """The same where a people file names the teams."""
    n, key, known, pairs, chances, count = context_of(world, u).employees, run_of(world), known_of(world, u), pairs_of(world), chances_of(world), 0
    base = u * d.UNIT_STRIDE + 1
    for i in range(n):
        j = known[i].next_mate
        while j >= 0:
            chances[0, count], chances[1, count], chances[2, count], _ = block(base + i, base + j, 0, d.TIE, key)
            pairs[0, count], pairs[1, count] = i, j
            count += 1
            j = known[j].next_mate
    return count


@inner
def draw_encounters(world, u, teams, count):
    """Append those of different teams who meet by chance, and their draws. Returns how many pairs there are."""
    if teams == 1:
        return count
    n, key, pairs, chances, base = context_of(world, u).employees, run_of(world), pairs_of(world), chances_of(world), u * d.UNIT_STRIDE + 1
    known, named = known_of(world, u), context_of(world, u).named_teams > 0
    for i in range(n):
        start = count  # of the draws of this person, over which the pairs that count are moved together
        eight_blocks(world.chances + 8 * start, 8 * world.edge_room, base + i, 0, 0, 0, 0, 1, d.ENCOUNTER, key.seed, key.replication)
        for k in range(d.ENCOUNTERS):
            meets, together, one, other = chances[0, start + k], chances[1, start + k], chances[2, start + k], chances[3, start + k]
            j = network.partner(i, n, meets)
            pairs[0, count], pairs[1, count] = i, j
            chances[0, count], chances[1, count], chances[2, count] = together, one, other
            mates = known[i].team == known[j].team if named else (i - j) % teams == 0
            count += 0 if mates else 1
    return count


@inner
def weigh_pairs(world, u, mates, count):
    """The chance of either to turn to the other; the first ``mates`` pairs are of one team."""
    p, c, a, pairs, chances = parameters_of(world), context_of(world, u), people_of(world, u), pairs_of(world), chances_of(world)
    giving, being = a[GIVING], a[BEING]
    for i in range(c.employees):
        giving[i], being[i] = p.tie_ego_spread * a[ASKS, i], p.tie_alter_spread * a[ASKED, i]
    there, back, first, second = chances[3], chances[4], chances[5], chances[6]
    for e in range(count):
        one, other = np.uint64(pairs[0, e]), np.uint64(pairs[1, e])
        there[e], first[e], back[e], second[e] = giving[one], being[other], giving[other], being[one]
    base, bonus = p.tie_base, p.tie_same_team
    penalty, raised = network.distance_penalty(float(c.employees)), (c.employees - 1) / (2.0 * d.ENCOUNTERS)
    for asking, asked in ((there, first), (back, second)):
        weigh(asking[:mates], asked[:mates], base, bonus, 1.0, 0.0, 1.0)
        weigh(asking[mates:count], asked[mates:count], base, bonus, 0.0, penalty, raised)


@inner
def weigh(asking, asked, base, bonus, same, penalty, raised):
    """The chance of some to turn to others, in place of how much they ask."""
    for e in range(len(asking)):
        asking[e] = network.chance_encounter(network.tie_probability(base, bonus, same, penalty, asking[e], asked[e]), raised)


@inner
def turn_to_each_other(world, u, count):
    """Set a bit for each who turns to whom."""
    n, pairs, chances, turns = context_of(world, u).employees, pairs_of(world), chances_of(world), turns_of(world)
    words, mutual = words_of(n), parameters_of(world).tie_reciprocity
    together, one, other, there, back = chances[0], chances[1], chances[2], chances[3], chances[4]
    for w in range(n * words):
        turns[w] = np.uint64(0)
    for e in range(count):
        i, j = pairs[0, e], pairs[1, e]
        decided = one[e] if together[e] < mutual else other[e]
        turns[np.uint64(i * words + (j >> BITS))] |= np.uint64(one[e] < there[e]) << np.uint64(j & PLACE)
        turns[np.uint64(j * words + (i >> BITS))] |= np.uint64(decided < back[e]) << np.uint64(i & PLACE)


@inner
def words_of(employees):
    """How many words hold a bit for each employee."""
    return (employees + PLACE) >> BITS


@inner
def into_rows(world, u, room):
    """Write the bits, or whom somebody names, as rows of ties from place ``room`` on, a row per person, each in rising order."""
    n, b, tie, turns = context_of(world, u).employees, counts_of(world, u), tie_of(world), turns_of(world)
    words, known, has_people = words_of(n), known_of(world, u), context_of(world, u).known != 0
    for i in range(n):
        b[FIRST_TIE, i] = room
        named = known[i].named if has_people else -1
        for k in range(named):
            tie[np.uint64(room)] = named_at(world, known[i].first_named + k)
            room += 1
        for w in range(words if named < 0 else 0):
            bits = turns[np.uint64(i * words + w)]
            while bits != np.uint64(0):
                tie[np.uint64(room)] = (w << BITS) + lowest_bit(bits)
                bits &= bits - np.uint64(1)
                room += 1
        b[TIES, i] = room - b[FIRST_TIE, i]


@inner
def order_by_ties(world, u):
    """Number the people by how many they turn to: who goes through them so, goes through rows of one length after another."""
    n, b, begins = context_of(world, u).employees, counts_of(world, u), pairs_of(world)[0]
    ties, order, place = b[TIES], b[BY_TIES], 0
    for t in range(n):
        begins[t] = 0
    for i in range(n):
        begins[ties[i]] += 1
    for t in range(n):
        place, begins[t] = place + begins[t], place
    for i in range(n):
        order[begins[ties[i]]] = i
        begins[ties[i]] += 1
