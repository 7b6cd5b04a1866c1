"""The state of a model as a file holds it: what is saved, under which path, in which order.

The layout is Keras 3's. An object stands under the name of the attribute that holds it; in a
list, tuple or dict under its class's name in snake case, numbered from the second on. What has
been met before is not met again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from tahr.core.errors import SavingError, TahrError
from tahr.core.names import snake_case
from tahr.core.notices import notice
from tahr.core.specs import show
from tahr.core.tracking import GeneratorBase, MetricBase, Stateful
from tahr.core.typing import is_dict
from tahr.core.variables import Variable


class Source(Protocol):
    """Where the arrays of a group come from."""

    def __len__(self) -> int: ...

    def __contains__(self, name: object) -> bool: ...

    def __getitem__(self, name: str) -> Any: ...

    def shape(self, name: str) -> tuple[int, ...]:
        """Returns the shape of an array without reading it."""
        ...


def saved_parts(root: Stateful, skip: Iterable[object] = ()) -> Iterator[tuple[str, Any]]:
    """Returns every object with a state, with its path, the outer ones first.

    Args:
        root: a model or layer; its path is empty.
        skip: objects to leave out, with all that only they hold.
    """
    yield from _visit(root, "", {id(item) for item in skip})


def _visit(item: Any, path: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    if id(item) in seen:
        return
    seen.add(id(item))
    if _has_state(item):
        yield path, item
    for name, child in item.named_parts():
        inner = f"{path}/{name}" if path else name
        if isinstance(child, Stateful):
            yield from _visit(child, inner, seen)
        elif isinstance(child, dict | list | tuple):
            yield from _within(child, inner, seen, set())


def _within(
    container: Any, path: str, seen: set[int], around: set[int]
) -> Iterator[tuple[str, Any]]:
    if id(container) in around:
        return
    around = around | {id(container)}
    used: Counter[str] = Counter()
    for item in list(container.values() if is_dict(container) else container):
        nested = isinstance(item, dict | list | tuple)
        if not nested and not isinstance(item, Stateful):
            continue
        name = "container" if nested else snake_case(type(item).__name__)
        number = used[name]
        used[name] += 1
        inner = f"{path}/{name}_{number}" if number else f"{path}/{name}"
        if nested:
            yield from _within(item, inner, seen, around)
        else:
            yield from _visit(item, inner, seen)


def _has_state(item: Any) -> bool:
    if isinstance(item, MetricBase):
        return False
    return isinstance(item, GeneratorBase) or hasattr(item, "save_own_variables")


def variables_of(item: Any) -> Sequence[Variable] | None:
    """Returns the variables that an object saves by number; None where it saves in its own way."""
    if isinstance(item, GeneratorBase):
        return item.variables  # type: ignore[attr-defined]
    if _standard(item):
        return item.saved_variables
    return None


def _standard(item: Any) -> bool:
    home: str = item.__class__.load_own_variables.__module__
    return hasattr(item, "saved_variables") and home.startswith("tahr.layers.base")


def write(item: Any, store: Any) -> None:
    """Writes what an object saves into a mapping of arrays."""
    if isinstance(item, GeneratorBase):
        for number, variable in enumerate(variables_of(item) or ()):
            store[str(number)] = variable.numpy()
    else:
        item.save_own_variables(store)


def misfit(item: Any, source: Source | None) -> str | None:
    """Returns in what an object does not fit what was saved of it; None where it fits.

    Only shapes are looked at; nothing is read.
    """
    variables = variables_of(item)
    if variables is None or isinstance(item, GeneratorBase):
        return None
    saved = 0 if source is None else len(source)
    if saved != len(variables):
        return f"{len(variables)} weights here, {saved} in the file" + _unbuilt(item, variables)
    for number, variable in enumerate(variables):
        if source is None or str(number) not in source:
            return f"no array {number} for {variable.path}"
        shape = source.shape(str(number))
        if shape != variable.shape:
            return f"{variable.path}: {show(variable.shape)} here, {show(shape)} in the file"
    return None


def _unbuilt(item: Any, variables: Sequence[Variable]) -> str:
    built = getattr(item, "built", True)
    return "" if built or variables else ", as it is not built yet"


def read(item: Any, source: Source | None) -> None:
    """Restores the state that was saved of an object.

    Args:
        item: an object that fits, as `misfit` says.
        source: the arrays; None where there are none.
    """
    if isinstance(item, GeneratorBase):
        _read_generator(item, source)
        return
    variables = variables_of(item)
    if variables is None:
        if source is not None and not _lacks_slots(item, source):
            item.load_own_variables(source)
        return
    for number, variable in enumerate(variables):
        if source is not None:
            variable.assign(source[str(number)])
    if source is not None:
        item.restored()


def _lacks_slots(item: Any, source: Source) -> bool:
    """Returns whether what was saved is an optimizer that had not begun: counter and rate alone."""
    if not hasattr(item, "iterations"):
        return False
    shapes = [source.shape(str(n)) for n in range(len(source)) if str(n) in source]
    return len(source) < len(getattr(item, "variables", ())) and not any(shapes)


def _read_generator(item: Any, source: Source | None) -> None:
    """Restores a generator where the file has it; Keras does not save them."""
    for number, variable in enumerate(variables_of(item) or ()):
        name = str(number)
        if source is not None and name in source and source.shape(name) == variable.shape:
            variable.assign(source[name])


def assets(root: Stateful) -> dict[str, str]:
    """Returns the texts that layers keep in files of their own, by path in the archive."""
    return {
        f"assets/{path}/{name}": text
        for path, part in saved_parts(root)
        if hasattr(part, "assets")
        for name, text in part.assets().items()
    }


def take_assets(root: Stateful, files: Any, where: str) -> None:
    """Restores the texts that were saved of layers.

    Args:
        root: a model.
        files: has the texts of a path, by name (`store.Assets`).
        where: the file, for errors.

    Raises:
        SavingError: a text cannot be used.
    """
    for path, part in saved_parts(root):
        if not hasattr(part, "take_assets"):
            continue
        try:
            part.take_assets(files.of(path))
        except SavingError:
            raise
        except (TahrError, ValueError) as error:
            raise SavingError(
                f"what was saved of {path} cannot be used", where=where, got=error
            ) from error


def restore(
    parts: Sequence[tuple[str, Any]],
    sources: Mapping[str, Source | None],
    where: str,
    skip_mismatch: bool = False,
) -> None:
    """Restores the state that was saved of all objects; of none of them, where one does not fit.

    Args:
        parts: objects with their paths.
        sources: what was saved of each, by path.
        where: the file, for errors.
        skip_mismatch: whether what does not fit is left as it is, with a warning.

    Raises:
        SavingError: something does not fit.
    """
    misfits = {path: why for path, item in parts if (why := misfit(item, sources[path]))}
    if misfits and not skip_mismatch:
        raise SavingError(
            "the file does not fit the model",
            where=where,
            got="\n              ".join(_few(misfits)),
            todo="load it into a model of the same layers, or pass skip_mismatch=True",
        )
    for path, why in misfits.items():
        notice(f"left as it is: {path or 'the model'}: {why}")
    for path, item in parts:
        if path in misfits:
            continue
        try:
            read(item, sources[path])
        except SavingError:
            raise
        except (TahrError, ValueError, KeyError, TypeError, IndexError) as error:
            raise SavingError(
                f"what was saved of {path or 'the model'} cannot be used", where=where, got=error
            ) from error


def _few(misfits: dict[str, str]) -> list[str]:
    rows = [f"{path or 'the model'}: {why}" for path, why in misfits.items()]
    more = [f"and {len(rows) - 5} more"] if len(rows) > 5 else []
    return rows[:5] + more
