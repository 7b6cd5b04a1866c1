"""Attributes of objects as Keras 1 and 2 called them."""

ATTRIBUTES = {"Rated": {"lr": "learning_rate"}}
"""By the name of the class that has it, what an attribute is called today."""
