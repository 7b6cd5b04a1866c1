"""Layer: state and a computation, built when the first input is seen."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tahr import activations, regularizers
from tahr.compat.attributes import OF_LAYERS, of_layer
from tahr.compat.elsewhere import ELSEWHERE
from tahr.compat.in_place import making_anew
from tahr.compat.shapes import declared_shape
from tahr.core import constructors, current, logits, names, penalties, policies, trees, watching
from tahr.core.dtypes import STRING, is_float
from tahr.core.errors import ArgumentError, TahrError
from tahr.core.masks import check_masks, get_mask, masks_of, set_masks
from tahr.core.mistaken import missing_method
from tahr.core.policies import DTypePolicy
from tahr.core.reaching import kept
from tahr.core.registry import known_as
from tahr.core.scopes import autocast
from tahr.core.serialization import serialize
from tahr.core.specs import TensorSpec
from tahr.core.suggesting import (
    UnknownAttributeError,
    closest,
    public,
    reworded,
    unknown_arguments,
)
from tahr.core.texts import as_text, holds_text
from tahr.core.tracebacks import at_users_line, ends_at_user
from tahr.core.tracking import changed
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.base import calls, checks, input_spec
from tahr.layers.base.activity import activity_penalty
from tahr.layers.base.building import Building
from tahr.layers.base.input_spec import Expected
from tahr.layers.base.opening import opened_call
from tahr.layers.base.quantization import Unquantized, policy_in_files
from tahr.layers.base.tracing import misspelt, traced_spec
from tahr.layers.base.updates import Updates
from tahr.ops.symbolic import SymbolicTensor, described, is_symbolic, specs_of


@known_as("keras.layers", "Layer")
class Layer(Building, Updates, Unquantized):
    """State and a computation on tensors.

    A subclass makes its weights in `build`, which is given the shape of the input, and
    computes in `call`.

    Args:
        activity_regularizer: a penalty on the output, divided by the number of samples and added to
            the loss.
        trainable: whether training changes the weights.
        dtype: a dtype, or a policy with one dtype to compute in and one for weights.
        autocast: whether float inputs are cast to the compute dtype.
        name: unique in a model; derived from the class by default.
        **kwargs: `input_shape` and its like, for the first layer of a model; `weights`, the arrays
            that the weights begin with.

    Raises:
        ArgumentError: an argument is none of a layer's.

    Example:
        >>> from tahr import ops
        >>> class Scale(Layer):
        ...     def build(self, input_shape):
        ...         self.factor = self.add_weight(shape=input_shape[-1:], initializer="ones")
        ...     def call(self, x):
        ...         return ops.multiply(x, self.factor)
        >>> layer = Scale()
        >>> layer([[1.0, 2.0]]).tolist(), layer.count_params()
        ([[1.0, 2.0]], 2)
    """

    _set_up_by = "_losses"
    input_spec: Expected = None
    supports_masking: bool = False
    path: str = ""
    in_config_if_changed: tuple[str, ...] = ("activity_regularizer", "autocast")

    dtype_policy: DTypePolicy = policies.DTypePolicy("float32")
    """What it computes in, and what it keeps its weights in."""

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name)
        changed()
        current.meet_kin()
        self._variables: list[Variable] = []
        self._losses: list[Any] = []
        self._penalties: tuple[Callable[[], Any], ...] = ()
        self._trainable = trainable
        self._build_shapes: dict[str, Any] | None = None
        self._declared = declared_shape(kwargs)
        self._first_weights = kwargs.pop("weights", None)
        if kwargs:
            owner = type(self)
            raise unknown_arguments(owner.__name__, kwargs, constructors.names(owner), self.name)
        self.activity_regularizer: Callable[..., Any] | None = regularizers.get(
            activity_regularizer
        )
        self.dtype_policy = policies.get(dtype)
        self.autocast = autocast
        self.supports_masking = type(self).compute_mask is not Layer.compute_mask
        self.path = self.name
        self.built = False

    if not TYPE_CHECKING:

        @ends_at_user
        def __getattr__(self, name: str) -> Any:
            """Raises for an attribute that is not there, or whose property could not give it."""
            cls = type(self)
            if hasattr(cls, name) and name not in WEIGHTS:
                return object.__getattribute__(self, name)
            if name in OF_LAYERS:
                return of_layer(self, name)
            if not name.startswith("_"):
                if current.meet_kin(unasked=False) and hasattr(cls, name):
                    return object.__getattribute__(self, name)
                found = self.known_to_kin(name)
                if found is not None:
                    return found
            owner = f"{cls.__name__!r} object"
            raise UnknownAttributeError(owner, name, lambda: _remark(self, name))

    # Calling.

    converts_inputs: bool = True
    """Whether `call` is given tensors; where not, it gets what the layer is called with."""

    opens_lengths: bool = True
    """Whether it computes with shapes, all in code of Tahr's own, so that lengths which a
    program's graph leaves open need stand-ins."""

    masks_first_axes = True
    """Whether masks of Tahr's own layers say something about the first axes of their inputs."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Builds the layer if need be, and runs or records it.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        try:
            if "_losses" not in self.__dict__:
                raise ArgumentError(
                    "the layer is not set up yet",
                    where=type(self).__name__,
                    todo="call super().__init__() first in its __init__",
                )
            if self.converts_inputs:
                args, kwargs = trees.map(self._accepted, (args, kwargs), is_leaf=is_numbers)
            if is_symbolic((args, kwargs)):
                return self.symbolic_call(*args, **kwargs)
            outer = calls.context()
            signature = calls.signature(type(self).call)
            bound = signature.bound(args, kwargs)
            if outer is None:
                self.clear_losses()
            training = bound.get("training")
            if training is not None and type(training) is not bool:
                checks.check_training(training, self)
            if training is None:
                training = outer.training if outer else None
            if training is None:
                training = signature.defaults.get("training")
            if not signature.has_training:
                kwargs.pop("training", None)
            token = calls.enter(calls.CallContext(training))
            try:
                return self._call_built(signature, args, kwargs, bound, training)
            except TahrError as error:
                error.inside(self.path)
                raise
            finally:
                calls.leave(token)
        except Exception as error:
            better = reworded(error, type(self).call, type(self).__name__, kwargs)
            try:
                raise better
            except Exception:
                at_users_line(better)
                raise

    def _call_built(
        self,
        signature: calls.Signature,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        bound: dict[str, Any],
        training: bool | None,
    ) -> Any:
        if not self.built:
            self._check_first(signature, args, kwargs)
        self.ensure_built(bound)
        if self.input_spec is not None and args:
            input_spec.check(self.input_spec, args[0], self.path)
        given: dict[str, Any] = {}
        if "training" in signature.names and training is not None:
            given["training"] = training
        for tensor, name in signature.mask_of.items():
            if bound.get(name) is None and tensor in bound:
                given[name] = masks_of(bound[tensor])
            if signature.checks_masks and self.masks_first_axes:
                masks = given.get(name) if bound.get(name) is None else bound[name]
                if masks is not None:
                    check_masks(masks, bound.get(tensor))
        args, kwargs = signature.filled(args, kwargs, given)
        with names.inside(self.name), autocast(self.compute_dtype if self.autocast else None):
            outputs = self._outputs_of(args, kwargs, training)
        watcher = watching.watcher()
        if watcher is not None:
            watching.called(watcher, self, (args, kwargs), outputs)
        if self.activity_regularizer is not None:
            for tensor in trees.leaves(outputs):
                if hasattr(tensor, "shape"):
                    self.add_loss(activity_penalty(self.activity_regularizer, tensor))
        self._pass_masks(args, bound, outputs)
        return outputs

    def _outputs_of(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], training: bool | None
    ) -> Any:
        """Returns the outputs, by `call`."""
        run = self.rematerialized_call(self.call, *args, **kwargs)
        with making_anew(self.code):
            return opened_call(self, run, args, kwargs)

    @property
    def code(self) -> Callable[..., Any]:
        """The class or function in which it is written what it computes."""
        return type(self)

    def _check_first(
        self, signature: calls.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Raises where the first input cannot be what the weights are to be made for."""
        checks.check_fit(type(self).call, self, args, kwargs)
        if not args:
            return
        required = signature.places[:1] and signature.places[0] not in signature.defaults
        if required and self.converts_inputs:
            checks.check_input(args[0])
        if self.input_spec is not None:
            input_spec.check(self.input_spec, args[0], self.path)

    def _pass_masks(self, args: tuple[Any, ...], bound: dict[str, Any], outputs: Any) -> None:
        if not args:
            return
        given = bound.get("mask")
        masks = masks_of(args[0]) if given is None else given
        if self.supports_masking and (masks is not None or self._makes_masks):
            set_masks(outputs, self.compute_mask(args[0], masks))

    @property
    def _makes_masks(self) -> bool:
        return type(self).compute_mask is not Layer.compute_mask

    def _accepted(self, value: Any) -> Any:
        """Turns arrays into tensors, and casts floats to the compute dtype."""
        if isinstance(value, SymbolicTensor | Variable | str) or not is_numbers(value):
            return value
        if getattr(value, "dtype", None) == STRING or holds_text(value):
            return value if isinstance(value, TensorSpec) else as_text(value, self.name)
        engine = current.engine()
        tensor = current.as_tensor(value)
        if not self.autocast:
            return tensor
        dtype = engine.dtype_of(tensor)
        if not is_float(dtype) or dtype == self.input_dtype:
            return tensor
        mask = get_mask(value)
        narrowed = engine.cast(tensor, self.input_dtype)
        set_masks(narrowed, mask)
        logits.hand_on(narrowed, tensor)
        return narrowed

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs; every layer writes its own."""
        raise missing_method(self, "call")

    def add_loss(self, loss: Any, inputs: Any = None) -> None:
        """Adds to the loss.

        Args:
            loss: a scalar, for the step under way; or a function of nothing that computes one of
                weights, for all steps.
            inputs: what it was computed of, which needs no saying.
        """
        if callable(loss) and not hasattr(loss, "shape"):
            self._penalties = (*self._penalties, loss)
            return
        found = penalties.collected()
        if found is None:
            self._losses.extend(trees.leaves(loss))
            penalties.note(self)
        else:
            found.extend((self, leaf) for leaf in trees.leaves(loss))

    def add_metric(self, value: Any, name: str | None = None, aggregation: str = "mean") -> None:
        """Adds a figure of the batch to the metrics of the model that is trained or evaluated.

        As in Keras 2; in programs of today a metric in an attribute of the layer does the same.

        Args:
            value: a tensor.
            name: in the logs; the layer's own by default.
            aggregation: "mean", over what a batch has and over batches.
        """
        step = kept()
        if step is not None:
            step.figures[name or self.name] = (value, aggregation)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Returns the mask of the output: the input's by default."""
        return previous_mask

    # Shapes.

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        return described(self._specs_for(*args, **kwargs))

    def _specs_for(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return specs_of(functools.partial(Layer.__call__, self), *args, **kwargs)
        except TahrError:
            raise
        except Exception as error:
            if not self._declares_shape:
                return traced_spec(self, args, kwargs, error)
            if misspelt(error):
                raise
            try:
                shape = self.compute_output_shape(calls.shapes_of(args[0]))
            except Exception:
                raise error from error.__cause__
            return trees.map(
                lambda s: TensorSpec(s, self.compute_dtype), shape, is_leaf=trees.is_shape
            )

    @property
    def _declares_shape(self) -> bool:
        return type(self).compute_output_shape is not Layer.compute_output_shape

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        """Returns the shape of the output for the shape of the input.

        Shapes may be named after the tensors of `call`: `query_shape`; `input_shape` is that of
        the first one.
        """
        kwargs = calls.named_after_tensors(type(self).call, kwargs)
        inputs = trees.map(
            lambda s: SymbolicTensor(s, self.input_dtype),
            (args, kwargs),
            is_leaf=lambda t: trees.is_shape(t) and t is not args,
        )
        return trees.map(calls.shapes_of, self.compute_output_spec(*inputs[0], **inputs[1]))

    # Functional use, and configuration.

    def stateless_call(
        self,
        trainable_variables: Sequence[Tensor],
        non_trainable_variables: Sequence[Tensor],
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> tuple[Any, ...]:
        """Runs as a pure function of its variables.

        Returns:
            (outputs, new non-trainable variables), and the losses if asked for.
        """
        pairs = [
            *zip(self.trainable_variables, trainable_variables, strict=True),
            *zip(self.non_trainable_variables, non_trainable_variables, strict=True),
        ]

        def run() -> tuple[Any, list[Any], list[Any]]:
            outputs = self(*args, **kwargs)
            losses = self.losses if return_losses else []
            return outputs, [v.value for v in self.non_trainable_variables], losses

        (outputs, state, losses), _ = self.with_state(run, pairs)
        return (outputs, state, losses) if return_losses else (outputs, state)

    def _written(self, name: str) -> Any:
        if name == "trainable":
            return self._trainable
        if name == "dtype":
            return policies.serialize(policy_in_files(self))
        write = WRITERS.get(name.rpartition("_")[2])
        value = super()._written(name)
        return value if write is None else write(value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


WRITERS: dict[str, Callable[[Any], Any]] = {
    "activation": activations.serialize,
    **dict.fromkeys(
        ("initializer", "regularizer", "constraint", "layer", "cell", "cells", "config"), serialize
    ),
}
"""How a configuration holds what is no plain value, by the last word of the argument's name."""


def _remark(layer: Layer, name: str) -> str:
    """Returns what may be meant by an attribute that a layer does not have."""
    if "_losses" not in layer.__dict__:
        return "; call super().__init__() first in its __init__"
    if name in ELSEWHERE:
        return f"; here it is {ELSEWHERE[name]}"
    near = closest(name, public(layer))
    if name in WEIGHTS and not layer.built:
        return "; its weights are made when it is first called, or by build(input_shape)"
    return near


WEIGHTS = frozenset({
    "kernel", "bias", "embeddings", "gamma", "beta", "recurrent_kernel", "moving_mean",
    "moving_variance",
})  # fmt: skip
"""What layers call their weights."""


def is_numbers(value: Any) -> bool:
    """Returns whether a value is an array, or lists of numbers alone."""
    if isinstance(value, list) and value:
        return all(
            isinstance(v, int | float) or (is_numbers(v) and isinstance(v, list)) for v in value
        )
    return hasattr(value, "shape") and hasattr(value, "dtype")
