"""Objects to configurations, and what every `get`, `serialize` and `deserialize` stands on."""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from tahr.core import registry
from tahr.core.deserialization import READ, Table, closest, deserialize, made_of, safe_mode
from tahr.core.errors import ArgumentError, SavingError, told
from tahr.core.forms import PLAIN, form_of, is_array, is_lambda
from tahr.core.names import snake_case
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict, is_sequence

__all__ = [
    "Table", "deserialize", "find", "made_of", "safe_mode", "serialize", "serialize_function",
    "serialize_shared", "sharing", "table_of",
]  # fmt: skip

_written: ContextVar[dict[int, tuple[int, Any]] | None] = ContextVar("written", default=None)


@contextmanager
def sharing() -> Generator[None]:
    """Keeps an object that occurs twice in what is written or read inside the block one object."""
    written, read = _written.set({}), READ.set({})
    try:
        yield
    finally:
        _written.reset(written)
        READ.reset(read)


@ends_at_user
def serialize(obj: Any) -> Any:
    """Writes an object as what JSON can hold.

    Args:
        obj: an object with a `get_config` method, a function, an array or tensor, a slice,
            bytes, a plain value, or dicts, lists and tuples of these.

    Returns:
        The plain value itself, or a dict with `class_name` and `config`, in Keras 3's form.

    Raises:
        SavingError: the object has no configuration.

    Example:
        >>> serialize({"rows": slice(2), "n": (1, None)})["rows"]["class_name"]
        '__slice__'

    Source: Keras 3, "Serialization and saving".
    """
    if isinstance(obj, PLAIN):
        return obj
    if is_sequence(obj):
        items = [serialize(item) for item in obj]
        return tuple(items) if isinstance(obj, tuple) else items
    if is_dict(obj):
        return {key: serialize(item) for key, item in obj.items()}
    if hasattr(obj, "get_config") and not isinstance(obj, type):
        return _serialize_object(obj)
    return _serialize_other(obj)


def serialize_shared(value: Any) -> dict[str, Any]:
    """Writes an object such that what occurs in it twice will be one object when it is read.

    Only objects that do occur twice are marked, by numbers that start from one each time.
    """
    with sharing():
        config = serialize(value)
    counts = Counter(_shared_ids(config))
    return _marked(config, {number for number, times in counts.items() if times > 1})


def _shared_ids(config: Any) -> Iterator[int]:
    if is_dict(config):
        if "shared_object_id" in config:
            yield config["shared_object_id"]
        config = [*config.values()]
    if is_sequence(config):
        for item in config:
            yield from _shared_ids(item)


def _marked(config: Any, numbers: set[int]) -> Any:
    if is_dict(config):
        return {
            key: _marked(item, numbers)
            for key, item in config.items()
            if key != "shared_object_id" or item in numbers
        }
    if is_sequence(config):
        return [_marked(item, numbers) for item in config]
    return config


def _serialize_other(value: Any) -> Any:
    if is_array(value) and type(value).__name__ != "ndarray":
        return value.item()
    if isinstance(value, FunctionType | BuiltinFunctionType | MethodType) and not is_lambda(value):
        return _builtin("function", registry.registered_name(value))
    if isinstance(value, type) and value.__module__ in ("builtins", "numpy"):
        return _builtin("type", value.__name__)
    form = form_of(value)
    if form is not None:
        return {"class_name": form.name, "config": form.write(value)}
    raise SavingError(
        "this object cannot be saved: it has no configuration",
        got=f"{value!r} of {type(value)}",
        todo="give its class a get_config method",
    )


def _builtin(kind: str, name: str) -> dict[str, Any]:
    return {"module": "builtins", "class_name": kind, "config": name, "registered_name": kind}


def _serialize_object(value: Any) -> dict[str, Any]:
    config = {**_identity(value.__class__), **_built(value)}
    written = _written.get()
    if written is not None:
        number, _ = written.setdefault(id(value), (len(written) + 1, value))
        config["shared_object_id"] = number
    return config


def _identity(cls: type) -> dict[str, Any]:
    """Returns how files name a class, with the place of its configuration."""
    module = vars(cls).get("_module_in_files", "")
    name = vars(cls).get("_name_in_files", cls.__name__)
    own = registry.CLASSES.get((module, name)) is cls
    outside = None if cls.__module__ == "__main__" else cls.__module__
    return {
        "module": module if own else outside,
        "class_name": name,
        "config": None,
        "registered_name": registry.registered_name(cls) if _says_name(module, own) else None,
    }


def _says_name(module: str, own: bool) -> bool:
    """Returns whether Keras writes a registered name: for what is not in its public modules."""
    return not own or module.startswith("keras.src.")


def _built(value: Any) -> dict[str, Any]:
    methods = {"build_config": "get_build_config", "compile_config": "get_compile_config"}
    config = value.get_config()
    if not isinstance(config, Mapping):
        raise SavingError(
            f"{type(value).__name__}.get_config returns {told(config)}, and not a dict",
            todo="return {**super().get_config(), ...} with what __init__ takes",
        )
    found = {"config": serialize(config)}
    for key, method in methods.items():
        config = getattr(value, method)() if hasattr(value, method) else None
        if config is not None:
            found[key] = serialize(config)
    return found


def table_of(*items: Any, **aliases: Any) -> dict[str, Any]:
    """Makes a table for `find`: each class by its name and by that in snake case.

    Args:
        *items: classes and functions.
        **aliases: further names.
    """
    table: dict[str, Any] = {}
    for item in items:
        table[item.__name__] = table[snake_case(item.__name__)] = item
    return {**table, **aliases}


def find(identifier: Any, table: Table, kind: str) -> Any:
    """Returns what an argument such as `initializer="zeros"` stands for.

    Args:
        identifier: a name, a configuration, a class, an instance, a function, or None.
        table: what can be named, as `table_of` makes it.
        kind: what is looked for, for the error.

    Returns:
        An instance of a class that was named, a function as it is; None for None.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> find("abs", {"abs": abs}, "function")(-2)
        2
    """
    if identifier is None:
        return None
    found = deserialize(identifier, table=table) if is_dict(identifier) else identifier
    if is_dict(identifier) and not is_dict(found):
        return found
    if isinstance(identifier, str):
        found = registry.registered_object(identifier) or table.get(identifier)
    made = _instance(found, kind) if isinstance(found, type) else found
    if callable(made) or (made is not found and hasattr(made, "get_config")):
        return made
    if not isinstance(identifier, str) and not is_dict(identifier):
        raise ArgumentError(
            f"this is no {kind}",
            expected="a name, a configuration, an instance or a function",
            got=told(identifier),
            todo=MADE_OF_NUMBERS.get(kind) if isinstance(identifier, int | float) else None,
        )
    raise ArgumentError(
        f"no {kind} is called {identifier!r}" + closest(identifier, table),
        expected="a name, a configuration, an instance or a function",
        todo="register your own with saving.register_keras_serializable",
    )


def _instance(found: type, kind: str) -> Any:
    try:
        return found()
    except TypeError:
        raise ArgumentError(
            f"the class {found.__name__} of {found.__module__} makes no {kind} by itself",
            todo=f"give an instance: {found.__name__}(...)",
        ) from None


MADE_OF_NUMBERS = {
    "optimizer": "a learning rate goes into one: optimizers.Adam(learning_rate=0.001)",
    "regularizer": "a factor goes into one: regularizers.L2(0.01)",
    "initializer": "a number goes into one: initializers.Constant(0.5)",
    "constraint": "a limit goes into one: constraints.MaxNorm(2.0)",
}
"""By kind, what to do with a number that stands in its place."""


def serialize_function(value: Any, table: Table) -> Any:
    """Writes a function that a table knows by its name alone, anything else as `serialize` does."""
    name = getattr(value, "__name__", None)
    if name is not None and name in table and not registry.is_registered(value):
        return name
    return serialize(value)
