"""Configurations to objects, through closed tables only.

A configuration can name what `core.registry` knows, and nothing else: no module is imported,
no code is run that the program has not brought itself.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import FunctionType
from typing import Any, TypeAlias

from tahr.core import registry
from tahr.core.dtypes import NAMES
from tahr.core.errors import SavingError
from tahr.core.forms import FORMS, TYPES
from tahr.core.in_packages import defined_beside_registered
from tahr.core.notices import silence
from tahr.core.operators import OPS
from tahr.core.spending import limited_by, spend
from tahr.core.suggesting import closest
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict, is_sequence

Table: TypeAlias = Mapping[str, Any]
NOTHING: Table = {}
READ: ContextVar[dict[int, Any] | None] = ContextVar("read", default=None)
_safe: ContextVar[bool | None] = ContextVar("safe_mode", default=None)


def safe_mode() -> bool:
    """Returns whether what is being read must not be trusted."""
    return _safe.get() is not False


def in_safe_mode() -> bool:
    """Returns whether something is being read at all, and must not be trusted."""
    return bool(_safe.get())


@ends_at_user
def deserialize(
    config: Any,
    custom_objects: Table | None = None,
    safe_mode: bool | None = None,
    *,
    table: Table = NOTHING,
    module_objects: Table | None = None,
    printable_module_name: str = "object",
) -> Any:
    """Makes an object from what `serialize` wrote.

    Args:
        config: a configuration, or dicts and lists with configurations in them.
        custom_objects: classes and functions by the names the configuration gives them.
        safe_mode: whether the configuration is not trusted; layers can ask for it. By default
            as it is around the call, and True outside of any.
        table: names to try before all of Tahr's, for configurations that tell no module.
        module_objects: what earlier Keras versions called this table, which they read bare names
            by as well.
        printable_module_name: what they called such an object in messages.

    Returns:
        The object.

    Raises:
        SavingError: the configuration names what is neither Tahr's own nor registered.

    Example:
        >>> deserialize({"class_name": "__bytes__", "config": {"value": "abc"}})
        b'abc'
    """
    table = table if module_objects is None else module_objects
    if isinstance(config, str) and custom_objects and config in custom_objects:
        return custom_objects[config]
    if isinstance(config, str) and module_objects and config in module_objects:
        found = module_objects[config]
        return found() if isinstance(found, type) else found
    if is_sequence(config):
        return [deserialize(item, custom_objects, safe_mode, table=table) for item in config]
    if not is_dict(config):
        return config
    if "class_name" not in config or "config" not in config:
        return {
            key: deserialize(item, custom_objects, safe_mode, table=table)
            for key, item in config.items()
        }
    scope = registry.custom_object_scope(custom_objects or {})
    with scope, _trust(safe_mode), silence(), limited_by(config):
        return _deserialize_one(config, table)


def made_of(
    config: Any,
    custom_objects: Table | None = None,
    safe_mode: bool | None = None,
    where: str | None = None,
) -> Any:
    """Makes an object from a configuration that stood in a file, as `deserialize` does.

    Raises:
        SavingError: for whatever reason none can be made of it.
        ArgumentError: the custom objects are not by name.
    """
    registry.check_custom_objects(custom_objects)
    try:
        return deserialize(config, custom_objects, safe_mode)
    except RecursionError:
        raise SavingError("the configuration is nested too deeply", where=where) from None
    except SavingError as error:
        raise (error.at(where) if where else error)  # noqa: B904
    except Exception as error:
        raise SavingError(
            "no model can be made of the configuration in the file",
            where=where,
            got=f"{type(error).__name__}: {error}",
            todo="check that custom layers accept in __init__ what get_config returns",
        ) from error


@contextmanager
def _trust(safe: bool | None) -> Generator[None]:
    token = _safe.set(safe_mode() if safe is None else safe)
    try:
        yield
    finally:
        _safe.reset(token)


def _deserialize_one(config: dict[str, Any], table: Table) -> Any:
    name, inner = config["class_name"], config["config"]
    if not isinstance(name, str):
        raise SavingError("a class_name must be text", got=repr(name))
    form = FORMS.get(name)
    if form is not None:
        return form.read(inner)
    if name == "function":
        return _function(inner, table)
    if name == "type":
        return _type(inner)
    shared, read = config.get("shared_object_id"), READ.get()
    if read is not None and shared in read:
        return read[shared]
    spend(1)
    made = _make(_class(config, table), config)
    if read is not None and shared is not None:
        read[shared] = made
    return made


def _make(cls: Any, config: dict[str, Any]) -> Any:
    if isinstance(cls, FunctionType):
        return cls
    if not hasattr(cls, "from_config"):
        raise SavingError("this class has no from_config method", where=config["class_name"])
    if not isinstance(config["config"], dict):
        raise SavingError(
            "the configuration is not a dict", where=config["class_name"], got=config["config"]
        )
    made = cls.from_config(config["config"])
    if config.get("build_config") and not getattr(made, "built", True):
        made.build_from_config(config["build_config"])
        made.built = True
    if config.get("compile_config"):
        made.compile_from_config(config["compile_config"])
    return made


def _class(config: dict[str, Any], table: Table) -> Any:
    name, module = config["class_name"], config.get("module")
    registered = config.get("registered_name") or name
    found = registry.registered_object(registered) or registry.registered_object(name)
    if found is None:
        found = _own(module, name, table)
    if found is None:
        registry.complete()
        found = _own(module, name, table) or defined_beside_registered(module, name)
    if found is None:
        raise _unknown("class", name)
    return found


def _own(module: Any, name: str, table: Table) -> Any | None:
    found = registry.CLASSES.get((module, name)) if module else table.get(name)
    return _only(name) if found is None and not module else found


def _only(name: str) -> Any | None:
    """Finds Tahr's own class of a name, where no second one has it."""
    named = {id(item): item for (_, own), item in registry.CLASSES.items() if own == name}
    return next(iter(named.values())) if len(named) == 1 else None


def _function(name: Any, table: Table) -> Any:
    if not isinstance(name, str):
        raise SavingError("the name of a function must be text", got=repr(name))
    found = registry.registered_object(name) or table.get(name) or _own_function(name)
    if found is None:
        registry.complete()
        found = _own_function(name)
    if found is None:
        raise _unknown("function", name)
    return found


def _own_function(name: str) -> Any | None:
    own = (item for (_, known), item in registry.CLASSES.items() if known == name)
    return next((item for item in own if not isinstance(item, type)), OPS.get(name))


def _type(name: Any) -> Any:
    if name in TYPES:
        return TYPES[name]
    if name in NAMES:
        return name
    raise _unknown("type", name)


def _unknown(kind: str, name: object) -> SavingError:
    known = {*(own for _, own in registry.CLASSES), *registry.custom_objects()}
    return SavingError(
        f"no {kind} called {name!r} is known" + closest(name, known),
        todo="pass it in custom_objects, or register it with "
        "saving.register_keras_serializable before loading",
    )
