"""Building a layer: from data, from a shape, or from what a file says."""

import functools
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any

from tahr.core import awaited, current, names, trees
from tahr.core.docstrings import completed
from tahr.core.errors import TahrError
from tahr.core.specs import TensorSpec
from tahr.core.tracebacks import ends_at_user
from tahr.layers.base import calls
from tahr.layers.base.weights import LayerWeights


class Building(LayerWeights):
    """A layer whose weights are made once the shape of its input is known."""

    built: bool
    path: str
    _build_shapes: dict[str, Any] | None
    _first_weights: Any = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("tahr."):
            cls.__doc__ = completed(cls)
        if "build" in cls.__dict__:
            cls.build = _building(cls.__dict__["build"])

    def build(self, input_shape: Any) -> None:
        """Makes the weights for an input of this shape."""

    def ensure_built(self, bound: dict[str, Any]) -> None:
        """Builds for the arguments of a call, unless that has been done."""
        if self.built:
            return
        self.take_in()
        shapes = calls.build_arguments(type(self).build, type(self).call, bound)
        self.build(**shapes)
        self._build_shapes = self._build_shapes or shapes
        self._built()

    def _built(self) -> None:
        """Notes that the weights are made, and lets them begin with what was given for them."""
        self.built = True
        self.take_in()
        given, self._first_weights = self._first_weights, None
        if given is not None:
            self.begin_with(given)
        awaited.made()

    def get_build_config(self) -> dict[str, Any] | None:
        """Returns the shapes it was built with: `input_shape`, or several by name."""
        shapes = self._build_shapes
        if not shapes or (self._builds_nothing and not any(self.sublayers())):
            return None
        if len(shapes) == 1:
            return {"input_shape": next(iter(shapes.values()))}
        return {"shapes_dict": shapes}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Builds with the shapes of `get_build_config`."""
        if not config or self.built:
            return
        if "shapes_dict" in config:
            self.build(**{name: _tuples(s) for name, s in config["shapes_dict"].items()})
        elif config.get("input_shape") is not None:
            self._build_for(_tuples(config["input_shape"]))

    @property
    def _builds_nothing(self) -> bool:
        return type(self).build is Building.build

    def _build_for(self, shape: Any) -> None:
        """Builds; where only the layers inside have weights, by running `call` on specs."""
        if not self._builds_nothing:
            self.build(shape)
            return
        self._build_shapes = {"input_shape": shape}
        with suppress(TahrError, TypeError):
            self.compute_output_spec(
                trees.map(lambda s: TensorSpec(s, self.input_dtype), shape, is_leaf=trees.is_shape)
            )


def _tuples(value: Any) -> Any:
    if trees.is_shape(value):
        return tuple(value)
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    return [_tuples(v) for v in value] if isinstance(value, list | tuple) else value


def _building(build: Callable[..., None]) -> Callable[..., None]:
    """Wraps a `build` so that it knows its path and remembers the shapes it was given."""

    @ends_at_user
    @functools.wraps(build)
    def wrapper(self: Building, *args: Any, **kwargs: Any) -> None:
        parameters = calls.build_parameters(build)
        shapes = {**dict(zip(parameters, args, strict=False)), **kwargs}
        self._build_shapes = self._build_shapes or shapes
        own = build.__module__.startswith("tahr.")
        with names.inside(self.name), nullcontext() if own else current.in_earnest():
            self.path = "/".join(names.parents())
            build(self, *args, **kwargs)
        self._built()

    return wrapper
