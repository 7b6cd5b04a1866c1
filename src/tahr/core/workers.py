"""What a worker process needs to know of the program that starts it."""

FIRST: list[str] = []
"""Modules whose `install` a worker calls before it imports anything of the program."""
