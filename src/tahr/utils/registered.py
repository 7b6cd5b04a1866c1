"""Finding what a program has registered."""

from collections.abc import Mapping
from typing import Any

from tahr.core.registry import registered_object
from tahr.core.tracebacks import ends_at_user


@ends_at_user
def get_registered_object(
    name: str,
    custom_objects: Mapping[str, Any] | None = None,
    module_objects: Mapping[str, Any] | None = None,
) -> Any | None:
    """Finds what a name stands for.

    Args:
        name: as it was registered.
        custom_objects: names to try first.
        module_objects: names to try last.

    Returns:
        The class or function, or None.

    Example:
        >>> get_registered_object("f", {"f": len}) is len
        True
    """
    found = registered_object(name, custom_objects)
    return (module_objects or {}).get(name) if found is None else found
