"""Named values of a program: its hyperparameters, which can be frozen and written as JSON."""

import json
from collections.abc import ItemsView, KeysView, Mapping, ValuesView
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.serialization import serialize
from tahr.core.suggesting import UnknownAttributeError, closest


class Config:
    """Named values, as attributes and as in a dict.

    Args:
        **kwargs: the first of them.

    Example:
        >>> config = Config(learning_rate=0.1)
        >>> config.epochs = 3
        >>> config["epochs"], config.learning_rate
        (3, 0.1)
        >>> config.to_json()
        '{"epochs": 3, "learning_rate": 0.1}'
    """

    def __init__(self, **kwargs: Any) -> None:
        self.__dict__["_values"] = dict(kwargs)
        self.__dict__["_frozen"] = False

    @property
    def frozen(self) -> bool:
        """Whether no value can be changed."""
        return self.__dict__["_frozen"]

    def freeze(self) -> None:
        """Lets no value be changed from now on."""
        self.__dict__["_frozen"] = True

    def unfreeze(self) -> None:
        """Lets values be changed again."""
        self.__dict__["_frozen"] = False

    def as_dict(self) -> dict[str, Any]:
        """Returns the values by name, in a dict of their own."""
        return dict(self._values)

    def to_json(self) -> str:
        """Returns the values as JSON, sorted by name; objects as their configurations."""
        return json.dumps(serialize(self._values), sort_keys=True)

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a value, or the default where there is none of that name."""
        return self._values.get(name, default)

    def keys(self) -> KeysView[str]:
        """Returns the names."""
        return self._values.keys()

    def values(self) -> ValuesView[Any]:
        """Returns the values."""
        return self._values.values()

    def items(self) -> ItemsView[str, Any]:
        """Returns the names with their values."""
        return self._values.items()

    def pop(self, *args: Any) -> Any:
        """Takes a value away, and returns it.

        Args:
            *args: its name, and what is returned where there is none.
        """
        return self._changing().pop(*args)

    def update(self, *args: Mapping[str, Any], **kwargs: Any) -> None:
        """Sets several values.

        Args:
            *args: values by name.
            **kwargs: likewise.
        """
        self._changing().update(*args, **kwargs)

    def _changing(self) -> dict[str, Any]:
        if self.frozen:
            raise ArgumentError(
                "the configuration is frozen", where="Config", todo="call unfreeze() first"
            )
        return self._values

    def __getattr__(self, name: str) -> Any:
        values: dict[str, Any] = self.__dict__.get("_values", {})
        if name in values:
            return values[name]
        raise UnknownAttributeError("'Config' object", name, lambda: closest(name, values))

    def __setattr__(self, name: str, value: Any) -> None:
        self._changing()[name] = value

    def __delattr__(self, name: str) -> None:
        if name not in self._changing():
            raise UnknownAttributeError("'Config' object", name, lambda: "")
        del self._values[name]

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._changing()[name] = value

    def __delitem__(self, name: str) -> None:
        del self._changing()[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Config) and other._values == self._values

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Config {self._values}>"
