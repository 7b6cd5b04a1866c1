"""A family of classes and functions that arguments and files name: losses, layers, optimizers."""

import inspect
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from tahr.compat import old_names
from tahr.compat.aliases import aliases_of
from tahr.core import registry
from tahr.core.names import snake_case
from tahr.core.serialization import find, serialize
from tahr.core.tracebacks import ends_at_user

Function = Callable[..., Any]


class Family:
    """Everything that is entered with `known_as` under one public module of Keras.

    Args:
        module: the public module, as files name it.
        kind: what one of them is called, in errors.
        spelled: what a name is written as besides.
        classes_first: whether a name that is both a function's and a class's, so written, is the
            class's.

    Example:
        >>> from tahr import regularizers
        >>> known = Family("keras.regularizers", "regularizer")
        >>> known.find("l2").get_config(), sorted(known.table)[1:3]
        ({'l2': 0.01}, ['L1', 'L1L2'])
    """

    def __init__(
        self,
        module: str,
        kind: str,
        spelled: Callable[[str], str] = snake_case,
        classes_first: bool = False,
    ) -> None:
        self.module = module
        self.kind = kind
        self._spelled = spelled
        self._classes_first = classes_first

    @cached_property
    def table(self) -> dict[str, Any]:
        """Every one by each of its names."""
        own = {n: item for (module, n), item in registry.CLASSES.items() if module == self.module}
        spelled = {self._spelled(name): item for name, item in own.items()}
        table = {**spelled, **own}
        if self._classes_first:
            table |= {name: item for name, item in spelled.items() if isinstance(item, type)}
        aliases = aliases_of(self.module.partition(".")[2], table)
        return {**{old: table[new] for old, new in aliases.items()}, **table}

    def find(self, identifier: Any) -> Any:
        """Finds one, as `serialization.find`.

        Args:
            identifier: a name, a configuration, a class, an instance, a function, or None.
        """
        if isinstance(identifier, str) and identifier not in self.table:
            former = old_names.find(self.module.partition(".")[2], identifier)
            if former is not None and not registry.registered_object(identifier):
                return former
        return find(identifier, self.table, self.kind)


def family(
    module: str,
    kind: str,
    spelled: Callable[[str], str] = snake_case,
    get: Function | None = None,
    write: Function = serialize,
    written: str | None = None,
    read: str = "config",
    classes_first: bool = False,
) -> tuple[Family, Function, Function, Function]:
    """Makes a family, and the `get`, `serialize` and `deserialize` of its public module.

    Args:
        module: as `Family` takes it.
        kind: as `Family` takes it.
        spelled: as `Family` takes it.
        get: finds one, where there is more to it than names.
        write: writes one, where it is not written as any object is.
        written: how the argument of `serialize` is called, if not as the kind.
        read: how the first argument of `deserialize` is called.
        classes_first: as `Family` takes it.
    """
    known = Family(module, kind, spelled, classes_first)
    one = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    found = get or known.find

    def make(given: Any, custom_objects: dict[str, Any] | None = None) -> Any:
        with registry.custom_object_scope(custom_objects):
            return found(given)

    return (
        known,
        _named(found, "get", "identifier", get.__doc__ if get else GET.format(one, kind)),
        _named(write, "serialize", written or kind, SERIALIZE.format(one, kind, written or kind)),
        _named(make, "deserialize", read, DESERIALIZE.format(one, read)),
    )


GET = """Finds {0}.

    Args:
        identifier: a name, a configuration, a class, an instance, a function, or None.

    Returns:
        An instance for the name of a class, the function for the name of one; None for None.

    Raises:
        ArgumentError: no {1} is called so.
    """
SERIALIZE = """Writes {0} as what JSON can hold.

    Args:
        {2}: the {1}.
    """
DESERIALIZE = """Makes {0} from what `serialize` wrote, or from a name.

    Args:
        {1}: a configuration or a name.
        custom_objects: classes and functions by the names the configuration gives them.

    Raises:
        SavingError: the configuration names what is neither Tahr's own nor registered.
    """


def _named(function: Function, name: str, first: str, documentation: str | None) -> Function:
    """Returns a function under another name, and with another one for its first parameter."""
    given = inspect.signature(function)
    parameters = list(given.parameters.values())
    parameters[0] = parameters[0].replace(name=first)
    signature = given.replace(parameters=parameters)

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        return function(*bound.args, **bound.kwargs)

    run.__name__ = run.__qualname__ = name
    run.__doc__ = documentation
    run.__signature__ = signature  # type: ignore[attr-defined]
    return ends_at_user(run)
