"""What a worker process needs to know of the program that starts it, and of itself."""

FIRST: list[str] = []
"""Modules whose `install` a worker calls before it imports anything of the program."""

here: bool = False
"""Whether this process is a worker that prepares batches for another one."""
