"""YAML from files, read with distrust: plain values alone, and no more than the text is long."""

from base64 import b64decode
from typing import Any

import numpy as np

from tahr.core.errors import SavingError
from tahr.core.extras import required
from tahr.core.json_text import EACH, VALUES
from tahr.core.typing import is_dict

DEEPEST = 100
LISTS = ("tag:yaml.org,2002:python/tuple", "tag:yaml.org,2002:seq")
"""Tags of lists: tuples were written with one of their own."""
TEXTS = ("tag:yaml.org,2002:python/unicode", "tag:yaml.org,2002:python/str")
"""Tags that Python 2 wrote before texts."""
NUMBER = "tag:yaml.org,2002:python/object/apply:numpy.core.multiarray.scalar"
DTYPE = "tag:yaml.org,2002:python/object/apply:numpy.dtype"
BYTES = "tag:yaml.org,2002:binary"
DTYPES = ("f4", "f8", "i4", "i8", "u4", "u8")
SCALARS = ("null", "bool", "int", "float", "str")


def parse_object(text: str, where: str | None) -> dict[str, Any]:
    """Reads a YAML text that is a mapping.

    Args:
        text: the text.
        where: its name, for errors.

    Returns:
        Plain values in dicts and lists.

    Raises:
        SavingError: it is no YAML, asks for objects of Python, is nested too deeply, or would grow
            large by what it repeats.
        MissingExtraError: PyYAML is not installed.

    Example:
        >>> parse_object("shape: !!python/tuple [null, 3]", "model.yaml")
        {'shape': [None, 3]}
    """
    required("yaml", "yaml")
    import yaml

    try:
        found = _Reader(text, where).value(0)
    except SavingError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SavingError("this is no YAML, or damaged", where=where, got=error) from None
    if is_dict(found):
        return found
    raise SavingError("this is no YAML mapping", where=where, got=repr(found)[:200])


class _Reader:
    """Makes values of what a YAML text says, one after the other."""

    def __init__(self, text: str, where: str | None) -> None:
        import yaml

        self.yaml: Any = yaml
        self.where = where
        self.numbers = 0
        self.left: int = VALUES + EACH * len(text)
        self.loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self.named: dict[str, tuple[Any, int]] = {}
        for kind in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
            if not self.loader.check_event(kind):
                raise SavingError("the YAML text is empty", where=where)
            self.loader.get_event()

    def value(self, depth: int) -> Any:
        """Makes the next value."""
        if depth > DEEPEST:
            raise SavingError("the YAML text is nested too deeply", where=self.where)
        event = self.loader.get_event()
        if isinstance(event, self.yaml.AliasEvent):
            if event.anchor not in self.named:
                raise SavingError("a name in YAML of nothing", where=self.where, got=event.anchor)
            found, size = self.named[event.anchor]
            self._spend(size)
            return found
        before = self.left
        self._spend(1)
        if isinstance(event, self.yaml.ScalarEvent):
            found = self._scalar(event)
        elif isinstance(event, self.yaml.SequenceStartEvent):
            if event.tag == NUMBER:
                self.numbers += 1
            elif event.tag not in (None, *LISTS):
                raise self._refused(event.tag)
            items: list[Any] = []
            while not self.loader.check_event(self.yaml.SequenceEndEvent):
                items.append(self.value(depth + 1))
            self.loader.get_event()
            if event.tag == NUMBER:
                self.numbers -= 1
            found = self._number(items) if event.tag == NUMBER else items
        else:
            found = self._mapping(event, depth)
        if event.anchor is not None:
            self.named[event.anchor] = found, before - self.left
        return found

    def _mapping(self, event: Any, depth: int) -> dict[str, Any]:
        inside = self.numbers and event.tag == DTYPE
        if not inside and event.tag not in (None, "tag:yaml.org,2002:map"):
            raise self._refused(event.tag)
        found: dict[str, Any] = {}
        while not self.loader.check_event(self.yaml.MappingEndEvent):
            key = self.value(depth + 1)
            if not isinstance(key, str | int):
                raise SavingError("a key that is no text", where=self.where, got=repr(key)[:80])
            found[str(key)] = self.value(depth + 1)
        self.loader.get_event()
        return found

    def _scalar(self, event: Any) -> Any:
        tag = event.tag
        if self.numbers and tag == BYTES:
            return event.value
        if tag in TEXTS:
            return event.value
        if tag in (None, "!"):
            tag = self.loader.resolve(self.yaml.ScalarNode, event.value, event.implicit)
        kind = tag.removeprefix("tag:yaml.org,2002:")
        if kind not in SCALARS:
            if event.tag is None:
                return event.value
            raise self._refused(tag)
        node = self.yaml.ScalarNode(tag, event.value)
        return getattr(self.loader, f"construct_yaml_{kind}")(node)

    def _number(self, parts: list[Any]) -> float:
        """Reads a number of NumPy, which is written as its dtype and its bytes."""
        try:
            dtype, data = parts
            name, order = dtype["args"][0], dtype["state"][1]
            if name not in DTYPES:
                raise ValueError(name)
            return np.frombuffer(b64decode(data), np.dtype(name).newbyteorder(order))[0].item()
        except (ValueError, TypeError, KeyError, IndexError) as error:
            raise SavingError("no number of NumPy", where=self.where, got=error) from None

    def _spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise SavingError(
                "the YAML text holds more values than one of this length may",
                where=self.where,
                todo="do not use this file unless you know where it comes from",
            )

    def _refused(self, tag: str) -> SavingError:
        return SavingError(
            "the YAML text asks for an object of Python, which is never made",
            where=self.where,
            expected="plain values, lists and mappings",
            got=str(tag)[:80],
        )
