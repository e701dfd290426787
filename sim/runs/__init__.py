"""Runs of a workplace, on any engine, as tables."""
