"""Starting anew within a process."""

import gc

from tahr.core import names


def clear_session(free_memory: bool = True) -> None:
    """Numbers the names of layers from the start again.

    There is no other global state: models that nothing refers to are freed as all objects are.

    Args:
        free_memory: whether to collect garbage at once.
    """
    names.reset()
    if free_memory:
        gc.collect()
