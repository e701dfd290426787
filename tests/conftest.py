"""Hypothesis as this suite uses it: no time limit an example, and the same examples every time."""

from hypothesis import settings

settings.register_profile("takehold", deadline=None, derandomize=True)
settings.load_profile("takehold")
