"""Layer: state and a computation, built when the first input is seen."""

import functools
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any

from tahr import constraints, initializers, regularizers
from tahr.core import current, names, policies, trees
from tahr.core.dtypes import is_float, standardize
from tahr.core.errors import ArgumentError, TahrError
from tahr.core.masks import get_mask, masks_of, set_masks
from tahr.core.operators import OPS
from tahr.core.registry import known_as
from tahr.core.scopes import autocast
from tahr.core.serialization import serialize
from tahr.core.specs import TensorSpec
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base import calls, input_spec
from tahr.layers.base.state import LayerState
from tahr.ops.operation import Operation
from tahr.ops.symbolic import SymbolicTensor, is_symbolic, specs_of

NOT_OFFERED = ("quantization_config", "lora_rank", "lora_alpha")
"""Arguments that Keras writes into files of layers that make no use of them."""
OLD_SHAPES = ("batch_input_shape", "batch_shape", "input_shape", "input_dim")


@known_as("keras.layers", "Layer")
class Layer(LayerState, Operation):
    """State and a computation on tensors.

    A subclass makes its weights in `build`, which is given the shape of the input, and
    computes in `call`.

    Args:
        activity_regularizer: a penalty on the output, added to the loss.
        trainable: whether training changes the weights.
        dtype: a dtype, or a policy with one dtype to compute in and one for weights.
        autocast: whether float inputs are cast to the compute dtype.
        name: unique in a model; derived from the class by default.

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
        self._variables: list[Variable] = []
        self._losses: list[Any] = []
        self._trainable = trainable
        self._build_shapes: dict[str, Any] | None = None
        self._declared = _declared_shape(kwargs)
        kwargs = {k: v for k, v in kwargs.items() if v is not None or k not in NOT_OFFERED}
        if kwargs:
            raise ArgumentError(
                f"{type(self).__name__} takes no argument {', '.join(map(repr, kwargs))}",
                where=self.name,
            )
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.dtype_policy = policies.get(dtype)
        self.autocast = autocast
        self.input_spec: Any = None
        self.supports_masking = type(self).compute_mask is not Layer.compute_mask
        self.path = self.name
        self.built = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _building(cls.__dict__["build"])

    # Weights.

    def build(self, input_shape: Any) -> None:
        """Makes the weights for an input of this shape."""

    def add_weight(
        self,
        shape: Sequence[int] | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str | None = None,
        overwrite_with_gradient: bool = False,
        name: str | None = None,
        **_: Any,
    ) -> Variable:
        """Makes a weight.

        Args:
            shape: a scalar's by default.
            initializer: name, object or callable; Glorot uniform for floats, else zeros.
            dtype: the policy's variable dtype by default.
            trainable: whether optimizers change it.
            autocast: whether it is read in the compute dtype.
            regularizer: a penalty on its value, added to the loss.
            constraint: what maps its value back after each update.
            aggregation: how replicas combine it.
            overwrite_with_gradient: whether the update is the gradient itself.
            name: its own name.

        Returns:
            The variable.
        """
        kind = standardize(dtype or self.variable_dtype)
        default = "glorot_uniform" if is_float(kind) else "zeros"
        with names.scope(self.name) if not names.parents() else nullcontext():
            variable = Variable(
                initializers.get(default if initializer is None else initializer),
                shape=tuple(shape or ()),
                dtype=kind,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        variable.overwrite_with_gradient = overwrite_with_gradient
        self._variables.append(variable)
        return variable

    add_variable = add_weight

    @property
    def dtype(self) -> str:
        """The dtype of the weights."""
        return self.dtype_policy.variable_dtype

    variable_dtype = dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.compute_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype float inputs are cast to."""
        return self.dtype_policy.compute_dtype

    # Calling.

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Builds the layer if need be, and runs or records it.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        if "_losses" not in self.__dict__:
            raise ArgumentError(
                "the layer is not set up yet",
                where=type(self).__name__,
                todo="call super().__init__() first in its __init__",
            )
        args, kwargs = trees.map(self._accepted, (args, kwargs), is_leaf=_is_numbers)
        if is_symbolic((args, kwargs)):
            return self.symbolic_call(*args, **kwargs)
        outer = calls.context()
        signature = calls.signature(type(self).call)
        bound = signature.bound(args, kwargs)
        if outer is None:
            self.clear_losses()
        training = bound.get("training")
        if training is None:
            training = outer.training if outer else None
        if training is None:
            training = signature.defaults.get("training")
        if not signature.has_training:
            kwargs.pop("training", None)
        token = calls.enter(calls.CallContext(training))
        try:
            return self._run(signature, args, kwargs, bound, training)
        except TahrError as error:
            raise _placed(error, self.path)  # noqa: B904
        finally:
            calls.leave(token)

    def _run(
        self,
        signature: calls.Signature,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        bound: dict[str, Any],
        training: bool | None,
    ) -> Any:
        self._ensure_built(bound)
        if self.input_spec is not None and args:
            input_spec.check(self.input_spec, args[0], self.path)
        if "training" in signature.names and training is not None:
            kwargs = {**kwargs, "training": training}
            args = args[: signature.names.index("training")]
        for tensor, name in signature.mask_of.items():
            missing = bound.get(name) is None and tensor in bound
            carried = masks_of(bound[tensor]) if missing else None
            if carried is not None:
                kwargs = {**kwargs, name: carried}
        with names.inside(self.name), autocast(self.compute_dtype if self.autocast else None):
            outputs = self.call(*args, **kwargs)
        if self.activity_regularizer is not None:
            for tensor in trees.leaves(outputs):
                self.add_loss(self.activity_regularizer(tensor))
        self._pass_masks(args, bound, outputs)
        return outputs

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
        if isinstance(value, SymbolicTensor | Variable) or not _is_numbers(value):
            return value
        engine = current.engine()
        tensor = value if engine.is_tensor(value) else engine.asarray(value)
        if not self.autocast:
            return tensor
        dtype = engine.dtype_of(tensor)
        if not is_float(dtype) or dtype == self.input_dtype:
            return tensor
        mask = get_mask(value)
        tensor = engine.cast(tensor, self.input_dtype)
        set_masks(tensor, mask)
        return tensor

    def _ensure_built(self, bound: dict[str, Any]) -> None:
        if self.built:
            return
        shapes = calls.build_arguments(type(self).build, type(self).call, bound)
        self.build(**shapes)
        self._build_shapes = self._build_shapes or shapes
        self.built = True

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs; every layer writes its own."""
        raise NotImplementedError(f"{type(self).__name__} has no `call` method")

    def add_loss(self, loss: Any) -> None:
        """Adds a scalar to the loss of the step under way."""
        self._losses.extend(trees.leaves(loss))

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Gives the mask of the output: the input's by default."""
        return previous_mask

    # Shapes.

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return specs_of(functools.partial(Layer.__call__, self), *args, **kwargs)
        except TahrError:
            raise
        except Exception as error:
            return self._foreign_spec(error, args, kwargs)

    def _foreign_spec(self, error: Exception, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Gives the specs of a `call` that uses its framework directly."""
        if type(self).compute_output_shape is not Layer.compute_output_shape:
            shape = self.compute_output_shape(calls.shapes_of(args[0]))
            return trees.map(
                lambda s: TensorSpec(s, self.compute_dtype), shape, is_leaf=trees.is_shape
            )
        leaves, structure = trees.flatten((args, kwargs))
        places = [i for i, leaf in enumerate(leaves) if isinstance(leaf, SymbolicTensor)]

        def run(*tensors: Any) -> Any:
            filled = list(leaves)
            for place, tensor in zip(places, tensors, strict=True):
                filled[place] = tensor
            new_args, new_kwargs = trees.unflatten(structure, filled)
            return self(*new_args, **new_kwargs)

        try:
            return current.engine().evaluate_spec(run, [leaves[i].spec for i in places])
        except Exception:
            raise error from None

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        """Gives the shape of the output for the shape of the input."""
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

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = {
            "name": self.name,
            "trainable": self._trainable,
            "dtype": serialize(self.dtype_policy),
        }
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = regularizers.serialize(self.activity_regularizer)
        if not self._derives_config:
            return config
        taken = calls.keywords(type(self).__init__)
        config = {k: v for k, v in config.items() if taken is None or k in taken}
        derived = {k: v for k, v in super().get_config().items() if k != "name"}
        return {**derived, **config}

    @property
    def _derives_config(self) -> bool:
        return type(self).get_config is Layer.get_config

    def get_build_config(self) -> dict[str, Any] | None:
        """Gives the shapes it was built with: `input_shape`, or several by name."""
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
        return type(self).build is Layer.build

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

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _placed(error: TahrError, path: str) -> TahrError:
    """Lets an error that names no layer yet name this one."""
    inside = f", in {error.where}" if error.where in OPS else ""
    if inside or error.where is None:
        error.where = f"{path}{inside}"
    return error


def _is_numbers(value: Any) -> bool:
    """Tells whether a value is an array, or lists of numbers alone."""
    if isinstance(value, list) and value:
        return all(
            isinstance(v, int | float) or (_is_numbers(v) and isinstance(v, list)) for v in value
        )
    return hasattr(value, "shape") and hasattr(value, "dtype")


def _declared_shape(kwargs: dict[str, Any]) -> Shape | None:
    """Takes from the arguments the input shape that a first layer may be given."""
    given = {name: kwargs.pop(name) for name in OLD_SHAPES if kwargs.get(name) is not None}
    length = kwargs.pop("input_length", None)
    if not given:
        return None
    name, value = next(iter(given.items()))
    if name == "input_dim":
        return (None, length, value) if length else (None, value)
    shape = tuple(value) if isinstance(value, Sequence) else (value,)
    return shape if name.startswith("batch") else (None, *shape)


def _tuples(value: Any) -> Any:
    if trees.is_shape(value):
        return tuple(value)
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    return [_tuples(v) for v in value] if isinstance(value, list | tuple) else value


def _building(build: Callable[..., None]) -> Callable[..., None]:
    """Wraps a `build` so that it knows its path and remembers the shapes it was given."""

    @functools.wraps(build)
    def wrapper(self: Layer, *args: Any, **kwargs: Any) -> None:
        parameters = calls.build_parameters(build)
        shapes = {**dict(zip(parameters, args, strict=False)), **kwargs}
        self._build_shapes = self._build_shapes or shapes
        with names.inside(self.name):
            self.path = "/".join(names.parents())
            build(self, *args, **kwargs)
        self.built = True

    return wrapper
