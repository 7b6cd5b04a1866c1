"""How applications are put together: an input, a body, a head, weights; and a function for each."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from tahr import layers
from tahr.applications import files
from tahr.applications.asked import IMAGENET, Asked, check, shape_of_pictures
from tahr.core.config import image_data_format
from tahr.core.docstrings import args_section
from tahr.core.tracebacks import ends_at_user
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor
from tahr.utils.symbols import get_source_inputs

P = ParamSpec("P")
C = TypeVar("C", bound=Callable[..., Functional])


class Standard(Protocol):
    """A public function with the arguments of `standard` alone."""

    def __call__(
        self,
        include_top: bool = True,
        weights: str | Path | None = IMAGENET,
        input_tensor: SymbolicTensor | None = None,
        input_shape: Sequence[int | None] | None = None,
        pooling: str | None = None,
        classes: int = 1000,
        classifier_activation: Any = "softmax",
        name: str | None = None,
    ) -> Functional:
        """Makes the model."""
        ...


Part: TypeAlias = Callable[[SymbolicTensor, Asked], SymbolicTensor]
POOLS = {"avg": layers.GlobalAveragePooling2D, "max": layers.GlobalMaxPooling2D}


def predictions(x: SymbolicTensor, asked: Asked, **given: Any) -> SymbolicTensor:
    """Makes classes of the features of a whole picture."""
    given = {"name": "predictions", "activation": asked.classifier_activation, **given}
    return layers.Dense(asked.classes, **given)(x)


def average_head(x: SymbolicTensor, asked: Asked, name: str | None = "avg_pool") -> SymbolicTensor:
    """Averages features over all places, in a layer of this name, and makes classes of them."""
    return predictions(layers.GlobalAveragePooling2D(name=name)(x), asked)


numbered_head = partial(average_head, name=None)
"""The same where the layer that averages is numbered."""


@dataclass(frozen=True)
class Design:
    """What is settled about a model before anybody asks for it.

    Args:
        name: of the model.
        body: makes features of pictures.
        head: makes classes of features.
        size: height and width of the pictures its weights are for.
        least: the smallest height and width.
        file: the address of its weights below that of all, without its ending.
        mark: what the file without the head has behind its name.
        pool: the name of the layer of pooling, around "avg" or "max"; None to number it.
        tail: what is done with features, pooled or not, where there is no head.
    """

    name: str
    body: Part
    head: Part = average_head
    size: int = 224
    least: int = 32
    file: str = ""
    mark: str = "_notop"
    pool: str | None = None
    tail: Part | None = None


def build(design: Design, asked: Asked) -> Functional:
    """Makes the model that a user asks for."""
    check(asked)
    start = asked.input_tensor
    if start is None:
        start = layers.Input(shape_of_pictures(asked, design.size, design.least))
    x = design.body(start, asked)
    x = design.head(x, asked) if asked.include_top else _ended(x, design, asked)
    model = Functional(get_source_inputs(start), x, name=asked.name)
    files.load(model, asked, design.file, design.mark)
    return model


def _ended(x: SymbolicTensor, design: Design, asked: Asked) -> SymbolicTensor:
    """Ends a network without a head."""
    if asked.pooling:
        name = None if design.pool is None else design.pool.format(asked.pooling)
        x = POOLS[asked.pooling](name=name)(x)
    return x if design.tail is None else design.tail(x, asked)


def standard(
    design: Design,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    input_shape: Sequence[int | None] | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Functional:
    """Makes a model that has no arguments of its own.

    Args:
        design: which model.
        include_top: whether it ends in classes, rather than in features.
        weights: "imagenet" for those trained on ImageNet, which are downloaded where they are not
            in `KERAS_HOME/models`; a file; or None for random ones.
        input_tensor: a symbolic tensor it starts from, in place of an input of its own.
        input_shape: of one picture; by default that of the weights, and any size without a head.
        pooling: without a head, "avg" or "max" over all places; None leaves the places.
        classes: how many.
        classifier_activation: makes the scores of the classes; None leaves them as they are.
        name: of the model.

    Returns:
        The model.

    Raises:
        ArgumentError: an argument makes no sense, or does not go with the weights.
        DataError: the weights cannot be downloaded.
        SavingError: the weights in the file are those of another model.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or design.name,
    )  # fmt: skip
    return build(design, asked)


class Named(Protocol):
    """A row of a family's table: it knows what its model is called."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def family(
    module: str, function: Callable[Concatenate[N, P], Functional], source: str
) -> Callable[[str, N, str], Callable[P, Functional]]:
    """Returns what makes the public function of each model of a family.

    Args:
        module: the public module they stand in.
        function: makes any of the models, of its row and what the user asks; its docstring says
            what arguments there are beside those of `standard`.
        source: the paper.

    Returns:
        A function of the public name, the row, and what its docstring begins with.
    """

    def of(public: str, row: N, says: str) -> Callable[P, Functional]:
        def make(*args: P.args, **kwargs: P.kwargs) -> Functional:
            return function(row, *args, **kwargs)

        _, *parameters = inspect.signature(function).parameters.values()
        shown = [p.replace(default=row.name) if p.name == "name" else p for p in parameters]
        make.__signature__ = inspect.Signature(shown, return_annotation=Functional)  # type: ignore[attr-defined]
        make.__name__ = make.__qualname__ = public
        make.__module__ = module
        make.__doc__ = _documented(says, function, (p.name for p in shown), source)
        return ends_at_user(make)

    return of


def described(function: C) -> C:
    """Completes the docstring of a public function by what `standard` says.

    Args:
        function: its docstring says what it does, what arguments there are beside those of
            `standard`, and the source.
    """
    says, _, behind = inspect.cleandoc(function.__doc__ or "").partition("\n\nArgs:\n")
    names, source = inspect.signature(function).parameters, behind.partition("\nSource: ")[2]
    function.__doc__ = _documented(says, function, names, source)
    return function


def _documented(says: str, function: Callable[..., Any], names: Iterable[str], source: str) -> str:
    """Returns a docstring: of arguments what the function says, and of shared ones `standard`."""
    shared = inspect.cleandoc(standard.__doc__ or "")
    about = {**args_section(shared), **args_section(function.__doc__ or "")}
    rows = [
        fill(f"{name}: {about.get(name, '')}", 96, initial_indent="    ", subsequent_indent=" " * 8)
        for name in names
    ]
    ends = shared.partition("\nReturns:\n")[2]
    return "\n".join([says, "", "Args:", *rows, "", "Returns:", ends, "", f"Source: {source}", ""])


def channels() -> int:
    """Returns the axis of the channels."""
    return 3 if image_data_format() == "channels_last" else 1


def width_of(x: SymbolicTensor) -> int:
    """Returns how many channels features have."""
    return x.shape[channels()] or 0
