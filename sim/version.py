"""The version of the model; results of different versions are not mixed."""

VERSION = "0.1.0"
