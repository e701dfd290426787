"""Ways of asking: the hours that each takes, and how far its answers err. All numbers are assumptions, with their reasons.

The hours are people's working time at the workplace: of those who answer, and of whoever prepares, asks, collects and sums up.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

GRADE = "assumed"  # of every number here: no source measured them in such workplaces


class Way(NamedTuple):
    """A way of asking. once: hours to prepare and sum up; minutes: of everybody's time for each answer.

    spread: standard deviation between people, where a run does not say it. error: of a single answer, as people answer a little
    differently from day to day. bias: what all answers have in common and no number of them takes away. All three in
    units of what is asked. why: for the numbers.
    """

    name: str
    once: float
    minutes: float
    spread: float
    error: float
    bias: float
    why: str

    def hours(self, answers: float) -> float:
        """Hours that so many answers take."""
        return self.once + self.minutes / 60 * answers

    def deviation(self, answers: float, people: int, spread: ArrayLike) -> np.ndarray:
        """Standard deviation of the mean of so many answers, of so many people drawn without putting back; of the shape of spread."""
        left_out = (people - answers) / (people - 1) if people > 1 else 0.0
        between = np.square(np.asarray(spread, float)) * left_out
        return np.asarray(np.sqrt((between + self.error * self.error) / answers + self.bias * self.bias))


SURVEY = Way("survey", 3.0, 5.0, 0.2, 0.15, 0.03,
             "a scale of four or five questions on paper; three hours to hand out, collect and sum up; single scales repeat to about .15")
DIARY = Way("diary", 3.0, 30.0, 1.0, 0.5, 0.1, "free time noted on five days, six minutes each; half an hour's error a person and week")
INTERVIEW = Way("interview", 1.0, 60.0, 0.2, 0.1, 0.03, "half an hour for each of two people; asking back halves part of the error")
COUNT = Way("count", 2.0, 0.5, 0.0, 0.0, 0.0, "a tick for each planned session, held or not; errors of counting are small against chance")
RECORD = Way("record", 0.25, 0.0, 0.0, 0.0, 0.0, "it is in the minutes, or everybody saw it; a quarter of an hour to look it up")
KEY_FIGURE = Way("key figure", 1.0, 0.0, 0.0, 0.0, 0.02, "worked out from rosters or plans that are there; an hour")
