"""What is made again by its arguments: layers, losses, metrics, optimizers and the like."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from tahr.core import constructors
from tahr.core.spelling import Configured


class Configurable(metaclass=Configured):
    """Something whose arguments are its configuration.

    `get_config` reads the arguments off the attributes of their names. So a class of Tahr's keeps
    what it was given as an attribute: `self.rate = rate`, or `self._given_rate` where `rate` is
    something else. A class of a user's that writes no `get_config` need not; what it was made with
    is remembered.

    Example:
        >>> class Scale(Configurable):
        ...     def __init__(self, factor=2.0):
        ...         self.factor = factor
        >>> Scale(3.0).get_config()
        {'factor': 3.0}
    """

    _arguments: tuple[tuple[Any, ...], dict[str, Any]]
    narrowed: Mapping[str, Any] = {}
    """What a class lets arguments of its base be, where that is less: an annotation for each."""
    not_in_config: tuple[str, ...] = ()
    """Arguments that a configuration does not hold."""
    in_config_if_changed: tuple[str, ...] = ()
    """Arguments that a configuration holds only where they are not their default.

    Like any attribute it is that of the nearest class: one that sets it replaces what its base
    says, and repeats what is to stay, as in `(*Layer.in_config_if_changed, "mask")`.
    """

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that would make it again."""
        cls = type(self)
        own = next(base for base in cls.__mro__ if _is_own(base))
        named = [name for name in constructors.names(own) if name not in own.not_in_config]
        config = {name: self._written(name) for name in named}
        for name in own.in_config_if_changed:
            if name in config and config[name] == constructors.default(own, name):
                del config[name]
        if cls is own or cls.get_config is not own.get_config:
            return config
        if not constructors.takes_any(cls.__init__):
            taken = constructors.parameters(cls.__init__)
            config = {name: value for name, value in config.items() if name in taken}
        return {**self._remembered(own), **config}

    def _written(self, name: str) -> Any:
        """Returns an argument as the configuration holds it."""
        given = f"_given_{name}"
        return vars(self)[given] if given in vars(self) else getattr(self, name)

    def _remembered(self, own: "type[Configurable]") -> Mapping[str, Any]:
        """Returns what a class of a user's was made with, beside what its base is made with."""
        args, kwargs = self._arguments
        taken = constructors.parameters(type(self).__init__)
        places = constructors.places(type(self).__init__)
        if len(args) > len(places) and not constructors.places(own.__init__):
            raise NotImplementedError(
                f"{type(self).__name__} was made with any number of arguments, so its "
                "configuration cannot be derived: write a get_config method"
            )
        given = {**dict(zip(places, args, strict=False)), **kwargs}
        written = set(constructors.names(own)) - {*own.not_in_config, *taken}
        return {name: value for name, value in given.items() if name not in written}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes one from its configuration."""
        return cls(**config)


def _is_own(cls: type) -> TypeGuard[type[Configurable]]:
    return cls.__module__.startswith("tahr.")
