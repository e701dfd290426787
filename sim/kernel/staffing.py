"""Who is in a unit, compiled: the people of the first day, their network, newcomers, a new leader."""


from sim import draws as d
from sim.kernel import layout as at
from sim.kernel.columns import (
    chances_of,
    context_of,
    counts_of,
    edges_of,
    pairs_of,
    parameters_of,
    people_of,
    practice_of,
    run_of,
    state_of,
    tie_of,
)
from sim.kernel.layout import STOPPED
from sim.kernel.philox import block, fill_block, normal
from sim.kernel.registered import inner
from sim.rules import fit, leader, network, people, steering, trust, turnover
from sim.rules.numbers import clamp, standard_normal


@inner
def take_seat(world, u, i):
    """A steering member forms an expectation of how much say the group will have."""
    p, c, a = parameters_of(world), context_of(world, u), people_of(world, u)
    a[at.INFLUENCE_EXPECTED, i] = steering.expected_influence(p.influence_expected, c.alignment, p.alignment_damping, a[at.EXPECTATION, i])


@inner
def normals(world, u, person, week, number, first, last):
    """A normal number for each of some people, whose first has this number, into the first row of draws."""
    out = people_of(world, u)[at.DRAWN:at.DRAWN + 4, first:last]
    fill_block(person, week, number, d.PEOPLE, run_of(world), out)
    z = out[0]
    for i in range(last - first):
        z[i] = standard_normal(out[0, i], out[1, i], out[2, i], out[3, i])
    return z


@inner
def arrive(world, u, first, last, week):
    """Persons first to last - 1 of unit u start in this week as the draws of that week make them."""
    p, c, s, a, b = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u), counts_of(world, u)
    person, n = u * d.UNIT_STRIDE + 1 + first, last - first
    trusting(world, u, person, first, last, week)
    hoping, owned = a[at.EXPECTATION, first:last], a[at.OWNERSHIP, first:last]
    far = a[at.FAR, first:last]
    base, slope, alignment, damping, spread = p.expectation_base, p.expectation_slope, c.alignment, p.alignment_damping, p.expectation_spread
    z = normals(world, u, person, week, d.EXPECTATION, first, last)
    for i in range(n):
        hoping[i] = people.start_expectation(base, slope, far[i], alignment, damping, spread, z[i])
    start, spread = p.ownership_start, p.ownership_spread
    z = normals(world, u, person, week, d.OWNERSHIP, first, last)
    for i in range(n):
        owned[i] = clamp(start + spread * z[i])
    needing(world, u, person, first, last, week)
    contract, core = a[at.CONTRACT, first:last], a[at.CORE, first:last]
    hours, spread = c.contract_hours, p.hours_spread
    z = normals(world, u, person, week, d.HOURS, first, last)
    for i in range(n):
        contract[i] = people.contract_hours(hours, spread, z[i])
    share, spread = c.utilisation, p.workload_spread
    z = normals(world, u, person, week, d.CORE, first, last)
    for i in range(n):
        core[i] = people.core_share(share, spread, z[i])
    for i in range(first, last):
        a[at.BENEFIT, i] = s.mean_benefit
        a[at.CREDIT, i] = a[at.HURT, i] = a[at.GAIN, i] = a[at.LOSS, i] = a[at.TALK, i] = a[at.DEED, i] = a[at.LET_DOWN, i] = 0.0
        a[at.INFLUENCE_HAD, i] = a[at.INFLUENCE_GAP, i] = 0.0
        b[at.ATTENDED, i] = b[at.WEEKS_WITHDRAWN, i] = b[at.MEETINGS, i] = 0
        b[at.WITHDRAWN_WEEK, i] = -1
    for i in range(first, min(last, c.members)):
        take_seat(world, u, i)
    judge_practices(world, u, first, last)


@inner
def trusting(world, u, person, first, last, week):
    """The trust with which people start."""
    p, s, a, n = parameters_of(world), state_of(world, u), people_of(world, u), last - first
    lasting, mood, shown, far, before = (a[at.LASTING, first:last], a[at.MOOD, first:last], a[at.TRUST, first:last], a[at.FAR, first:last],
                                         a[at.BEFORE, first:last])
    between, spread, stable, correlation = p.between_units_share, p.person_spread, p.stable_share, p.near_far_correlation
    near_level, far_level = s.level_leader, s.level_organisation
    z = normals(world, u, person, week, d.LASTING_TRUST, first, last)
    for i in range(n):
        before[i] = z[i]
        lasting[i] = people.stable_trust(near_level, between, spread, stable, z[i])
    z = normals(world, u, person, week, d.TRUST_ORGANISATION, first, last)
    for i in range(n):
        far[i] = people.stable_trust(far_level, between, spread, 1.0, people.correlated(before[i], z[i], correlation))
    z = normals(world, u, person, week, d.MOOD, first, last)
    for i in range(n):
        mood[i] = people.passing_mood(between, spread, stable, z[i])
        shown[i] = trust.trust_shown(lasting[i], mood[i])


@inner
def needing(world, u, person, first, last, week):
    """The needs with which people start."""
    p, c, a = parameters_of(world), context_of(world, u), people_of(world, u)
    scatter, coherence = p.need_scatter, c.coherence
    x, y, w = a[at.NEED1, first:last], a[at.NEED2, first:last], a[at.NEED3, first:last]
    for theme in range(3):
        share = c.need1 if theme == 0 else (c.need2 if theme == 1 else c.need3)
        z, row = normals(world, u, person, week, d.NEEDS + theme, first, last), a[at.NEED1 + theme, first:last]
        for i in range(last - first):
            row[i] = people.need_weight(share, scatter, coherence, z[i])
    for i in range(last - first):
        total = x[i] + y[i] + w[i]
        x[i], y[i], w[i] = x[i] / total, y[i] / total, w[i] / total
    for i in range(first, last):
        a[at.VIEW1, i], a[at.VIEW2, i], a[at.VIEW3, i] = a[at.NEED1, i], a[at.NEED2, i], a[at.NEED3, i]


@inner
def judge_practices(world, u, first, last):
    """Persons first to last - 1 see how useful each practice would be for them."""
    c, a, reference = context_of(world, u), people_of(world, u), parameters_of(world).fit_reference
    for k in range(c.first_practice, c.last_practice):
        row, x = a[at.USEFUL + k - c.first_practice], practice_of(world, k)
        x1, x2, x3 = x.theme1, x.theme2, x.theme3
        for i in range(first, last):
            row[i] = fit.usefulness(fit.overlap(a[at.NEED1, i], a[at.NEED2, i], a[at.NEED3, i], x1, x2, x3), reference)


@inner
def staff(world, u):
    """Draw the unit's levels, its employees and steering members, and who turns to whom."""
    p, c, s, a, b, key = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u), counts_of(world, u), run_of(world)
    near, far = normal(u, 0, 1, d.UNIT, key), normal(u, 0, 2, d.UNIT, key)
    s.level_leader = people.unit_level(c.trust_in_leader, p.between_units_share, p.person_spread, near)
    s.level_organisation = people.unit_level(c.trust_in_organisation, p.between_units_share, p.person_spread,
                                             people.correlated(near, far, p.near_far_correlation))
    first, last, person = 0, c.employees, u * d.UNIT_STRIDE + 1
    arrive(world, u, first, last, 0)
    z, row, spread = normals(world, u, person, 0, d.ASKS, first, last), a[at.ASKS, first:last], p.tie_ego_spread
    for i in range(last - first):
        row[i] = spread * z[i]
    z, row, spread = normals(world, u, person, 0, d.ASKED, first, last), a[at.ASKED, first:last], p.tie_alter_spread
    for i in range(last - first):
        row[i] = spread * z[i]
    for i in range(first, last):
        b[at.TEAM, i] = (i - first) % c.teams
        a[at.SLACK, i] = a[at.WILLING, i] = a[at.TAKING_PART, i] = 0.0
    weave(world, u)


@inner
def weave(world, u):
    """The work network of the unit, as rows of ties in rising order without repeats."""
    c, key, pairs, chances = context_of(world, u), run_of(world), pairs_of(world), chances_of(world)
    n, teams, base, count = c.employees, c.teams, u * d.UNIT_STRIDE + 1, 0
    for i in range(n):
        for j in range(i + teams, n, teams):
            pairs[0, count], pairs[1, count] = i, j
            count += 1
    for e in range(count):
        chances[0, e], chances[1, e], chances[2, e], _ = block(base + pairs[0, e], base + pairs[1, e], 0, d.TIE, key)
    mates = count
    if teams > 1:
        for i in range(n):
            for k in range(d.ENCOUNTERS):
                meets, chances[0, count], chances[1, count], chances[2, count] = block(base + i, 0, k, d.ENCOUNTER, key)
                j = network.partner(i, n, meets)
                if (i - j) % teams != 0:
                    pairs[0, count], pairs[1, count] = i, j
                    count += 1
    into_rows(world, u, ties(world, u, mates, count), u * world.edge_room)


@inner
def ties(world, u, mates, count):
    """Who of the pairs turns to whom; the first ``mates`` pairs are of one team. Returns the number of edges."""
    p, c, a, pairs, chances, edges = parameters_of(world), context_of(world, u), people_of(world, u), pairs_of(world), chances_of(world), edges_of(world)
    together, one, other, there, back = chances[0], chances[1], chances[2], chances[3], chances[4]
    base, bonus, mutual = p.tie_base, p.tie_same_team, p.tie_reciprocity
    penalty, raised = network.distance_penalty(float(c.employees)), (c.employees - 1) / (2.0 * d.ENCOUNTERS)
    asks, asked = a[at.ASKS], a[at.ASKED]
    for e in range(mates):
        there[e] = network.chance_encounter(network.tie_probability(base, bonus, 1.0, 0.0, asks[pairs[0, e]], asked[pairs[1, e]]), 1.0)
        back[e] = network.chance_encounter(network.tie_probability(base, bonus, 1.0, 0.0, asks[pairs[1, e]], asked[pairs[0, e]]), 1.0)
    for e in range(mates, count):
        there[e] = network.chance_encounter(network.tie_probability(base, bonus, 0.0, penalty, asks[pairs[0, e]], asked[pairs[1, e]]), raised)
        back[e] = network.chance_encounter(network.tie_probability(base, bonus, 0.0, penalty, asks[pairs[1, e]], asked[pairs[0, e]]), raised)
    found = 0
    for e in range(count):
        if one[e] < there[e]:
            edges[0, found], edges[1, found] = pairs[0, e], pairs[1, e]
            found += 1
        if (one[e] if together[e] < mutual else other[e]) < back[e]:
            edges[0, found], edges[1, found] = pairs[1, e], pairs[0, e]
            found += 1
    return found


@inner
def into_rows(world, u, count, room):
    """Sort the edges into rows from place ``room`` on, a row per person, each in rising order and without repeats."""
    b = counts_of(world, u)
    for i in range(context_of(world, u).employees):
        b[at.TIES, i] = 0
    for e in range(count):
        b[at.TIES, edges_of(world)[0, e]] += 1
    for i in range(context_of(world, u).employees):
        b[at.FIRST_TIE, i] = room
        room += b[at.TIES, i]
        b[at.TIES, i] = 0
    for e in range(count):
        i, j = edges_of(world)[0, e], edges_of(world)[1, e]
        start = b[at.FIRST_TIE, i]
        spot = start + b[at.TIES, i]
        while spot > start and tie_of(world)[spot - 1] > j:
            spot -= 1
        if spot > start and tie_of(world)[spot - 1] == j:
            continue
        for move in range(start + b[at.TIES, i], spot, -1):
            tie_of(world)[move] = tie_of(world)[move - 1]
        tie_of(world)[spot] = j
        b[at.TIES, i] += 1


@inner
def new_leader(world, u):
    """The leader is succeeded; people carry half of what they thought over to the new one."""
    p, c, s, a = parameters_of(world), context_of(world, u), state_of(world, u), people_of(world, u)
    s.value = fit.blend(s.value, p.successor_value, p.succession)
    s.trust_in_employees = fit.blend(s.trust_in_employees, 0.5, p.succession)
    s.plasticity = fit.blend(s.plasticity, p.new_leader_plasticity, p.succession)
    s.freshness = fit.blend(s.freshness, 1.0, p.succession)
    for i in range(c.employees):
        start = turnover.trust_in_successor(a[at.LASTING, i], a[at.FAR, i])
        a[at.LASTING, i] = fit.blend(a[at.LASTING, i], start, p.succession)


@inner
def own_fit(world, u):
    """Mean fit of the practices that are not stopped with the leader's own needs."""
    p, c = parameters_of(world), context_of(world, u)
    total, count = 0.0, 0
    for k in range(c.first_practice, c.last_practice):
        x = practice_of(world, k)
        if x.status != STOPPED:
            total += leader.own_fit(fit.overlap(c.own1, c.own2, c.own3, x.theme1, x.theme2, x.theme3), p.leader_strategy)
            count += 1
    return total / count if count else 0.0
