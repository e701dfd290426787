"""What a survey says, in tables and words."""

from math import isnan
from typing import TYPE_CHECKING

from sim.inputs.person import FEWEST
from sim.survey.states import STATES

if TYPE_CHECKING:
    from sim.survey.result import Group, Level, SurveyResult

GOOD_ALPHA = 0.7
IN_WORDS = {"trust_in_leader": "trust in the leader", "trust_in_organisation": "trust in the organisation",
            "expectation": "expectation of the project", "need_planning": "need of planning", "need_coordination": "need of coordination",
            "need_wellbeing": "need of wellbeing", "workload": "workload"}
NOT_ASKED = ("Not measured, so as in the template: everything whose source says so in the file, above all the practices. "
             "Put in what you know: a survey does not say it.")
CARE = ("The people file holds a row for each person, without names. Keep it as you keep the survey itself; no result, picture or report "
        "shows a row of it.")


def in_words(found: "SurveyResult") -> str:
    """Response, scales, states of units, what silence may hide, what was left out, and what to bear in mind."""
    from sim.text.tables import LIMITS, columns, paragraph
    parts = [paragraph(response(found)), columns(scale_rows(found), SCALES), columns(state_rows(found), STATE_COLUMNS, 30),
             paragraph(meaning(found))]
    told = [*left_out(found), *found.notes, NOT_ASKED, CARE, LIMITS]
    return "\n\n".join([*parts, "\n".join(paragraph(f"- {one}") for one in told)])


def response(found: "SurveyResult") -> str:
    """How many answered."""
    units = len(found.units)
    where = "one unit" if units == 1 else f"{units} units"
    if not found.with_roster:
        return (f"{found.answered} people answered, in {where}. How many were asked is not known: without a roster the workplace is as "
                "small as its answers, and half are taken to have kept silent.")
    return f"{found.answered} of {found.asked} answered ({100 * found.answered / found.asked:.0f} %), in {where}."


SCALES = ("Scale", "Measures", "Items", "Answered", "Cronbach's alpha")


def scale_rows(found: "SurveyResult") -> list[list[str]]:
    """A row for each scale."""
    return [[scale.title, scale.measures, str(scale.items), str(scale.answered),
             "one item" if scale.items == 1 else "not known" if isnan(scale.alpha) else
             f"{scale.alpha:.2f}{'' if scale.alpha >= GOOD_ALPHA else ', low'}"] for scale in found.scales]


STATE_COLUMNS = ("Unit", "Answered", "State, from 0 to 1", "Mean of all [95 %]", "As answered", "Own share", "If silence differs by one SD")


def state_rows(found: "SurveyResult") -> list[list[str]]:
    """A row for each state of each unit, and of teams that can be shown."""
    rows = []
    for unit in found.units:
        for label, group in [(unit.whole.label, unit.whole), *((f"- {team.label}", team) for team in unit.teams)]:
            for k, state in enumerate(state for state in STATES if state in group.levels):
                first = [label, _of(found, group)] if k == 0 else ["", ""]
                rows.append([*first, *_cells(state, group.levels[state], found.with_roster)])
    return rows


def _of(found: "SurveyResult", group: "Group") -> str:
    if group.answered < FEWEST:
        return f"fewer than {FEWEST}"
    return f"{group.answered} of {group.asked}" if found.with_roster else str(group.answered)


def _cells(state: str, level: "Level", with_roster: bool) -> list[str]:
    value = level.interval
    told = [IN_WORDS[state], str(value)]
    if not level.own:
        return [*told, "not shown", "0 %", ""]
    moved = f"{max(0.0, level.mean - level.silent):.2f} to {min(1.0, level.mean + level.silent):.2f}" if level.silent else "all answered"
    return [*told, f"{level.raw:.2f}", f"{100 * level.own:.0f} %", moved if with_roster else "not known"]


def meaning(found: "SurveyResult") -> str:
    """How the table is to be read."""
    several = [f"{IN_WORDS[state]} {max(0.0, icc):.2f}" for state, icc in found.icc.items() if not isnan(icc)]
    between = (f" Small units are drawn towards the mean of all, since few answers tell little; 'own share' is what is left of their own. "
               f"Share of the differences between people that lies between units, ICC(1): {', '.join(several)}.") if several else ""
    return ("The mean is that of everybody in the unit, also of those who kept silent; its interval allows for few answers, for questions "
            f"that measure badly, and for silence that differs by {found.book.nonresponse:g} standard deviations (SD) between people. The "
            f"last column shows how far the mean would lie if those who kept silent differed by a whole one.{between} Groups under "
            f"{FEWEST} are not shown.")


def left_out(found: "SurveyResult") -> list[str]:
    """Columns that were left out, those with persons by their kind."""
    kinds: dict[str, list[str]] = {}
    for name, why in found.left_out.items():
        kinds.setdefault(why, []).append(name)
    return [f"Left out, {'' if why == 'not in the codebook' else 'looks like '}{why}: {', '.join(names[:12])}"
            f"{f' and {len(names) - 12} more' if len(names) > 12 else ''}." for why, names in kinds.items()]
