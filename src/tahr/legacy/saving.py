"""Objects as the configurations of Keras 1 and 2, which tell no module."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core import registry
from tahr.core.deserialization import deserialize
from tahr.core.errors import ArgumentError, SavingError, told
from tahr.core.serialization import serialize
from tahr.core.suggesting import closest
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict

__all__ = ["deserialize_keras_object", "serialize_keras_object"]


@ends_at_user
def serialize_keras_object(instance: Any) -> Any:
    """Writes an object in the form of Keras 1 and 2.

    Args:
        instance: an object with a `get_config` method, a function, or None.

    Returns:
        A dict of `class_name` and `config`; the name of a function; None for None.

    Raises:
        SavingError: the object has neither a configuration nor a name.

    Example:
        >>> from tahr import regularizers
        >>> serialize_keras_object(regularizers.L2(0.5))
        {'class_name': 'L2', 'config': {'l2': 0.5}}
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config"):
        name = registry.registered_name(instance.__class__)
        return {"class_name": name, "config": serialize(instance.get_config())}
    if hasattr(instance, "__name__"):
        return registry.registered_name(instance)
    raise SavingError(
        "this object cannot be written: it has neither a configuration nor a name",
        got=told(instance),
        todo="give its class a get_config method",
    )


@ends_at_user
def deserialize_keras_object(
    identifier: Any,
    module_objects: Mapping[str, Any] | None = None,
    custom_objects: Mapping[str, Any] | None = None,
    printable_module_name: str = "object",
) -> Any:
    """Makes an object from what `serialize_keras_object` wrote.

    Args:
        identifier: a configuration, a name, a function, or None.
        module_objects: classes and functions by the names that may be meant.
        custom_objects: likewise; these are looked through first.
        printable_module_name: what such an object is called in errors.

    Returns:
        The object; of a name of a class an instance, of one of a function the function.

    Raises:
        ArgumentError: no object is called so, or this is neither a name nor a configuration.
        SavingError: the configuration cannot be used.

    Example:
        >>> from tahr import layers
        >>> config = {"class_name": "Dense", "config": {"units": 3}}
        >>> deserialize_keras_object(config, module_objects={"Dense": layers.Dense}).units
        3
    """
    if identifier is None:
        return None
    known = module_objects or {}
    if is_dict(identifier):
        return deserialize(identifier, custom_objects, table=known)
    if isinstance(identifier, str):
        found = registry.registered_object(identifier, custom_objects) or known.get(identifier)
        if found is None:
            raise ArgumentError(
                f"no {printable_module_name} is called {identifier!r}"
                + closest(identifier, [*known, *(custom_objects or {})]),
                todo="give it in custom_objects or module_objects",
            )
        return found() if isinstance(found, type) else found
    if callable(identifier):
        return identifier
    raise ArgumentError(
        f"this is no {printable_module_name}",
        expected="a name, a configuration or a function",
        got=told(identifier),
    )


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
