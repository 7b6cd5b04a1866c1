"""Model: a layer that can be trained, saved and looked at."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, ValuesView
from typing import Any, Self, cast

from tahr.compat.network_layers import layer_today
from tahr.core import current, trees
from tahr.core.errors import ArgumentError, TahrError, told
from tahr.core.mistaken import advice_about, missing_method
from tahr.core.notices import old_spelling
from tahr.core.reaching import kept_by
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import TensorSpec
from tahr.core.spelling import modern
from tahr.core.spending import limited_by
from tahr.core.typing import Shape
from tahr.layers.base import calls
from tahr.layers.base.input_spec import InputSpec, check
from tahr.layers.base.layer import Layer
from tahr.models.added import is_symbolic_loss, losses_of, refuse, with_losses
from tahr.models.configuration import graph_config, is_graph_config, model_of
from tahr.models.cut import Cut
from tahr.models.graph import Graph
from tahr.models.indices import check_rows
from tahr.models.inputs import conformed, matched, vectors_of
from tahr.models.old_methods import OldMethods
from tahr.models.quantizing import Quantizing
from tahr.models.rooting import graph_of
from tahr.models.saved import Saved
from tahr.models.shown_layers import ShownLayers
from tahr.models.stateless import StatelessMethods
from tahr.models.summary import summarize
from tahr.models.torch_methods import TorchMethods
from tahr.models.traced import TracedCalls, traced
from tahr.ops.reaching import value_of
from tahr.ops.symbolic import SymbolicTensor, is_symbolic
from tahr.training.step.session import forget_steps
from tahr.training.trainer import Trainer

PLUMBING = frozenset({"operations", "_layers", "_chain"})
"""Attributes that hold the layers a second time."""


@known_as("keras", "Model")
@known_as("keras.models", "Model")
class Model(  # type: ignore[reportIncompatibleMethodOverride]
    Saved, OldMethods, StatelessMethods, TorchMethods, Quantizing, Trainer
):
    """A layer that can be compiled, trained, evaluated, saved and summarized.

    There are three ways to make one: from symbolic inputs and outputs (a functional model), as
    a subclass with its own `call`, or, for a plain chain, `Sequential`.

    Args:
        inputs: symbolic tensors, alone or in a list or dict.
        outputs: symbolic tensors that come of them, likewise.
        name: derived from the class by default.
        trainable: whether training changes the weights.
        dtype: as a layer's, for a subclass.
        engine: what computes, or "auto"; the engine in use where it runs by default.

    Raises:
        ArgumentError: the outputs do not come from the inputs alone.

    Example:
        >>> from tahr import layers
        >>> x = layers.Input((3,))
        >>> model = Model(x, layers.Dense(2)(x))
        >>> model.output_shape, model.count_params()
        ((None, 2), 8)
    """

    opens_lengths = False

    untracked: frozenset[str] = Trainer.untracked | {"graph", "added", "figures", "_traced"}
    left_behind = {"_traced": None}
    added: Graph | None = None
    _traced: TracedCalls | None = None
    _hidden: tuple[str, ...] = ()
    computes_anew: bool = False

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Makes a functional model of symbolic inputs and outputs."""
        if cls is Model and _of_graph(args, kwargs) is not None:
            return cast("Self", object.__new__(Functional))
        return object.__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = _of_graph(args, kwargs)
        if given is None:
            if args:
                raise _no_graph(args)
            super().__init__(*args, **kwargs)
            self.graph: Graph | None = None
            return
        inputs, outputs = _alone(given.pop("inputs")), _alone(given.pop("outputs"))
        super().__init__(**given)
        self.set_graph(graph_of(inputs, outputs))

    def set_graph(self, graph: Graph) -> None:
        """Takes a graph as what `call` computes."""
        self.graph, self.added, self._hidden = graph, None, ()
        self._operate(graph)
        self.built: bool = True
        self._build_shapes = {"input_shape": trees.map(lambda t: t.shape, graph.inputs)}

    def _operate(self, graph: Graph) -> None:
        self.operations = graph.operations
        self._layers = [o for o in graph.operations if isinstance(o, Layer)]

    def add_loss(self, loss: Any, inputs: Any = None) -> None:
        """Adds to the loss.

        Args:
            loss: as a layer's; or, for all steps of a functional model, a symbolic tensor that
                comes from its inputs, whose mean is added.
            inputs: what it was computed of, which needs no saying.

        Raises:
            ArgumentError: the symbolic tensor does not come from the inputs.
        """
        if not is_symbolic_loss(loss):
            super().add_loss(loss)
            return
        self.added = with_losses(self.graph, self.added, loss, self.name)
        self._operate(self.added)
        forget_steps(self)

    @property
    def adds_of_batch(self) -> bool:
        """Whether it adds to the loss or the metrics what is of a batch as a whole."""
        return self.added is not None or bool(self.figures)

    def add_metric(self, value: Any, name: str | None = None, aggregation: str = "mean") -> None:
        """Adds a figure to the metrics, as a layer does.

        Args:
            value: of the batch under way; or, for all steps of a functional model, a symbolic
                tensor that comes from its inputs.
            name: in the logs.
            aggregation: "mean", over what a batch has and over batches.
        """
        if not is_symbolic(value):
            super().add_metric(value, name, aggregation)
            return
        self.figures = {**self.figures, name or value.name: value}
        if self.compilation is not None:
            self.compilation.foresee(self.figures)
        forget_steps(self)

    # Looking inside.

    @property
    def layers(self) -> list[Layer]:
        """The layers it is made of."""
        if self.graph is None:
            return [layer for layer in self.sublayers() if isinstance(layer, Layer)]
        return self._shown(self._layers)

    def _shown(self, layers: Iterable[Layer]) -> list[Layer]:
        """Returns layers as a program sees them, without those it has taken away."""
        return ShownLayers((o for o in layers if o.name not in self._hidden), self._hide)

    def _hide(self, layer: Layer) -> None:
        self._hidden = (*self._hidden, layer.name)

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The symbolic inputs, flat."""
        return self._graph().flat_inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The symbolic outputs, flat."""
        return self._graph().flat_outputs

    @outputs.setter
    def outputs(self, value: Any) -> None:
        """Sets what it computes, by symbolic tensors that come of its inputs, as in Keras 1 and 2.

        Args:
            value: they.
        """
        self.set_graph(Graph(self.input, _alone(value)))
        forget_steps(self)

    @property
    def input(self) -> Any:
        return self._graph().inputs

    @property
    def output(self) -> Any:
        return self._graph().outputs

    @property
    def input_shape(self) -> Any:
        """The shape of the input, or of each input in their structure."""
        return trees.map(lambda t: t.shape, self.input)

    @property
    def output_shape(self) -> Any:
        """The shape of the output, or of each output in their structure."""
        return trees.map(lambda t: t.shape, self.output)

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return [t.name for t in self.inputs]

    @property
    def output_names(self) -> list[str]:
        """The names of the operations the outputs come from."""
        return [t.node.operation.name for t in self.outputs if t.node]

    def names_of_outputs(self) -> list[str] | None:
        return None if self.graph is None else self.output_names

    def known_outputs(self) -> Any:
        return None if self.graph is None else self.graph.outputs

    def _graph(self) -> Graph:
        if self.graph is None:
            raise AttributeError(
                f"{self.name} has no graph: it is not functional, or its input is not known yet"
            )
        return self.graph

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Finds a layer by its name, or by its place in `layers`.

        Raises:
            ArgumentError: there is none.
        """
        if index is not None and -len(self.layers) <= index < len(self.layers):
            return self.layers[index]
        for layer in self.layers:
            if index is None and layer.name == name:
                return layer
        today = layer_today(self.name, name) if index is None else None
        if today is not None:
            old_spelling(f"get_layer({name!r})", f"get_layer({today!r})")
            return self.get_layer(today)
        raise ArgumentError(
            f"no layer {name if index is None else index!r}",
            where=self.name,
            expected=", ".join(layer.name for layer in self.layers),
        )

    def summary(
        self,
        line_length: int | None = None,
        positions: list[float] | None = None,
        print_fn: Callable[[str], None] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: tuple[str, str] | None = None,
    ) -> None:
        """Prints a table of the layers: output shapes, parameters and work.

        Args:
            line_length: width in characters; the terminal's by default.
            positions: unused, kept for Keras's signature.
            print_fn: called with the text in place of printing it.
            expand_nested: whether the layers of inner models are listed.
            show_trainable: whether a column says which layers are trained.
            layer_range: names of the first and last layer to list.
        """
        summarize(self, line_length, print_fn, expand_nested, show_trainable, layer_range)

    # Computing.

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if self.graph is None:
            raise missing_method(self, "call", "make the model of symbolic inputs and outputs")
        cut = self.graph.cut
        if cut is not None:
            return cut.finish(cut.prepare(inputs, self.name))
        values = matched(inputs, self.graph.inputs, self.name)
        self._check(values)
        pairs = zip(values, self.graph.flat_inputs, strict=True)
        ready = [conformed(v, wanted, self.name) for v, wanted in pairs]
        known = (self.added or self.graph).known(ready)
        kept = kept_by(self)
        if kept is not None:
            kept.take(known)
            kept.figures.update((n, (value_of(t, n), "mean")) for n, t in self.figures.items())
        if self.added is not None:
            super().add_loss(losses_of(self.added, known))
        return self.graph.taken(known)

    def check_host(self, x: Any) -> None:
        if self.graph is None or not self.graph.embedded:
            return
        values = matched(x, self.graph.inputs, self.name)
        for place, layer in self.graph.embedded:
            check_rows(values[place], layer)

    @property
    def host_part(self) -> Cut | None:
        """What runs on the host before what the engine compiles; None where nothing does."""
        if self.graph is None:
            return None if self._traced is None else self._traced.host_part
        return self.graph.cut

    def cut_by_tracing(self, x: Any) -> None:
        if self.graph is None and type(self).call is not Model.call:
            self._traced = traced(self.call, x)

    def _outputs_of(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], training: bool | None
    ) -> Any:
        if self._traced is None or not args or not self._traced.host_part.is_prepared(args[0]):
            return super()._outputs_of(args, kwargs, training)
        return self._traced.finish(args[0], training)

    @property
    def takes_text(self) -> bool:
        if self.graph is None:
            return type(self).call is not Model.call
        return self.graph.takes_text

    def _check(self, values: list[Any]) -> None:
        for value, wanted in zip(values, self._graph().flat_inputs, strict=True):
            spec = InputSpec(shape=(None, *wanted.shape[1:]), allow_last_axis_squeeze=True)
            if value is None or not hasattr(value, "shape") or spec.fits(value.shape):
                continue
            _misfit(self, wanted, spec, value)

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        if self.graph is not None and args:
            args = (vectors_of(args[0], self.graph.flat_inputs), *args[1:])
        return super().symbolic_call(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().compute_output_spec(*args, **kwargs)
        except TahrError as error:
            raise error.at(self.name) from error.__cause__

    def ensure_built(self, bound: dict[str, Any]) -> None:
        if self.built or self.graph is not None or not _needs_more_than_one(type(self).call):
            super().ensure_built(bound)
            return
        self._built()  # the layers inside are built as `call` comes to them

    def build(self, input_shape: Any) -> None:
        """Makes the weights for inputs of this shape, by running `call` on specs of it."""
        if self.graph is not None or type(self).call is Model.call:
            return
        shapes = trees.map(
            lambda s: TensorSpec(s, self.input_dtype), _tuple(input_shape), is_leaf=trees.is_shape
        )
        with current.using("spec"):
            self.built = True
            self.compute_output_spec(shapes)

    # Configuration.

    def get_config(self) -> dict[str, Any]:
        if self.graph is None or not _takes_graph(type(self)):
            return super().get_config()
        refuse(self.added, self.name)
        return graph_config(self)

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> "Model":
        """Makes a model from its configuration."""
        if is_graph_config(config) and _takes_graph(cls):
            with limited_by(config):
                return model_of(cls, config, custom_objects)
        return cls(**config)

    # Saving.

    def named_parts(self) -> Iterator[tuple[str, Any]]:
        """Returns its attributes in the order in which files hold them.

        A model with a graph starts with its layers; else these take their turn by name, as the
        optimizer does.
        """
        known = {"layers": self.layers, "optimizer": self.optimizer}
        if self.graph is not None:
            yield "layers", known.pop("layers")
        found = {name: part for name, part in super().named_parts() if name not in PLUMBING}
        public = {name: part for name, part in found.items() if not name.startswith("_")}
        yield from sorted({**known, **public}.items(), key=lambda item: item[0])
        yield from ((name, part) for name, part in found.items() if name not in public)


@known_as("keras.src.models.functional", "Functional")
@known_as("keras", "Functional")
@rows_apart
class Functional(Model):
    """A model made of symbolic inputs and outputs; `Model(inputs, outputs)` makes one."""


def _needs_more_than_one(call: Callable[..., Any]) -> bool:
    """Returns whether a `call` cannot be tried with the first of its arguments alone."""
    read = calls.signature(call)
    return sum(name not in read.defaults for name in read.names) > 1


def _of_graph(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any] | None:
    """Returns the arguments of a functional model by name; None where they are not of one."""
    given = {**dict(zip(("inputs", "outputs", "name"), args, strict=False)), **kwargs}
    if "inputs" not in given or "outputs" not in given:
        given = modern("Model", _made_of, given)
    if len(args) > 3 or not {"inputs", "outputs"} <= given.keys():
        return None
    if len(args) >= 2 and not is_symbolic(_listed(args[0])):
        return None
    return {**given, "inputs": _listed(given["inputs"]), "outputs": _listed(given["outputs"])}


def _made_of(
    inputs: Any, outputs: Any, name: str | None, trainable: bool, dtype: Any, engine: str | None
) -> None:
    """Says what a functional model is made of, for those who spell it in an old way."""


def _listed(tensors: Any) -> Any:
    """Turns the values of a dict into a list; whatever else is as it was."""
    return list(tensors) if isinstance(tensors, ValuesView) else tensors


def _no_graph(args: tuple[Any, ...]) -> ArgumentError:
    return ArgumentError(
        "a functional model is made of its inputs and its outputs",
        expected="Model(inputs, outputs), symbolic tensors that begin with Input(shape)",
        got=told(args[0] if len(args) == 1 else args),
        todo="give the outputs too" if len(args) == 1 else advice_about(args[0], "tensor"),
    )


def _takes_graph(cls: type[Model]) -> bool:
    """Returns whether a class is made of inputs and outputs, as `Model` is."""
    if cls.__init__ is Model.__init__:
        return True
    return list(inspect.signature(cls.__init__).parameters)[1:3] == ["inputs", "outputs"]


def _misfit(model: Model, wanted: SymbolicTensor, spec: InputSpec, value: Any) -> None:
    takers = [n.operation.name for n in model._graph().nodes if any(t is wanted for t in n.inputs)]
    label = f"{model.name}, input {wanted.name!r} of layer {', '.join(map(repr, takers))}"
    check(spec, value, label)


def _alone(tensors: Any) -> Any:
    """Returns the one tensor of a list of one: a model of one output returns no list."""
    return tensors[0] if isinstance(tensors, list | tuple) and len(tensors) == 1 else tensors


def _tuple(shape: Any) -> Shape | Any:
    return tuple(shape) if trees.is_shape(shape) else shape
