"""Layers with one large weight, which may be quantized, too."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np

from tahr import initializers
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.policies import DTypePolicy
from tahr.core.policy_map import DTypePolicyMap
from tahr.core.tracking import changed
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.adaptable import Adaptable
from tahr.layers.adapters.calibrated import Grouped, Seen
from tahr.layers.adapters.form import Form, on_host
from tahr.layers.adapters.forms import FORMS, config_of, policy_for, without_data
from tahr.layers.adapters.layout import Layout
from tahr.layers.adapters.naming import in_files
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import add, multiply
from tahr.quantizers import QuantizationConfig


class Adapted(Adaptable):
    """A layer whose one large weight may be quantized, too."""

    modes: ClassVar[tuple[str, ...]] = tuple(FORMS)
    beside: ClassVar[tuple[str, ...]] = ("bias",)
    """What variables there may be beside the weight."""
    _form: Form | None = None

    def layout(self) -> Layout:
        """Returns how the weight meets the inputs."""
        raise NotImplementedError

    def float_weight(self) -> Any:
        if self._form is None or self.quantization_mode == "float8":
            return Adaptable.shown(self, vars(self)[f"_{self.main}"])
        return Adaptable.shown(self, self._form.floats(self, self.layout()))

    def make_main(self, rules: WeightRules, shape: Sequence[int]) -> Variable | None:
        if isinstance(self.dtype_policy, DTypePolicyMap):
            self.dtype_policy = self.dtype_policy[self.path]
        mode = self.quantization_mode
        if mode in (None, "float8"):
            held = super().make_main(rules, shape)
        else:
            self._main_shape, held = tuple(shape), None
        if mode is not None:
            self._check_mode(mode)
            self.quantized_build(tuple(shape), mode, self.quantization_config)
            held = vars(self).get(f"_{self.main}") if held is None else held
        return held

    def quantized_build(self, input_shape: Shape, mode: str, config: Any = None) -> None:
        self._main_shape = tuple(length or 0 for length in input_shape)
        self._form = FORMS[mode]
        for spec in self._form.specs(self, self.layout()):
            attribute = spec.attribute.format(self.main)
            trained = mode == "float8"
            variable = self.add_part(
                attribute.removeprefix("_").removeprefix("quantized_"),
                spec.shape,
                initializer=initializers.get(spec.initial),
                dtype=spec.dtype,
                trainable=trained,
                autocast=False,
                overwrite_with_gradient=trained,
            )
            vars(self)[attribute] = variable

    def _check_mode(self, mode: str) -> None:
        if mode not in self.modes:
            raise NotImplementedError(
                f"{self.name}: {type(self).__name__} has no {mode} form, but "
                + ", ".join(self.modes)
            )

    def quantize(
        self, mode: str | None = None, type_check: bool = True, config: Any = None
    ) -> None:
        """Quantizes the weight; an adapter stays beside it.

        Args:
            mode: "int8", "int4", "float8" or "ternary"; "gptq" and "awq" come with a
                configuration, and without a model round each weight to the nearest.
            type_check: whether a subclass with a `call` of its own is refused.
            config: a `quantizers.QuantizationConfig`, in place of a mode or for more than it.

        Raises:
            ArgumentError: there is no such mode, the layer is not built, or quantized already.
            NotImplementedError: the layer has no such form.
        """
        config = config_of(mode, config, self.name)
        self.check_quantizable(config.mode, type_check)
        self.narrow(config)

    def narrow(self, config: QuantizationConfig, seen: Seen | None = None) -> None:
        """Quantizes the weight.

        Args:
            config: how.
            seen: what the inputs are like, where the form is fitted to them.
        """
        policy = policy_for(config, self.dtype_policy)
        layout, form = self.layout(), FORMS[config.mode]
        weight = vars(self)[f"_{self.main}"].numpy()
        self.dtype_policy: DTypePolicy = policy
        self.quantization_config = without_data(config)
        with current.using("numpy"):
            if seen is None or not seen.count or not isinstance(form, Grouped):
                found = form.values(self, layout, weight)
            else:
                found = form.fitted(self, layout, weight, seen, config)
            arrays = {name: current.to_numpy(value) for name, value in found.items()}
        self._take_form(config.mode, arrays)

    def check_quantizable(self, mode: str, type_check: bool = True) -> None:
        """Raises where the layer cannot be quantized.

        Raises:
            ArgumentError: it is not built, or quantized already.
            NotImplementedError: it has no such form.
        """
        if not self.built:
            raise ArgumentError(
                "there are no weights to quantize yet",
                where=self.name,
                todo="build it first: call it on data, or build(input_shape)",
            )
        if self.quantization_mode is not None:
            raise ArgumentError(
                "the layer is quantized already", where=self.name, got=self.dtype_policy.name
            )
        if type_check and not is_own(self):
            raise NotImplementedError(
                f"{self.name}: {type(self).__name__} computes otherwise than the layer it is "
                "derived from, so it has no quantized form"
            )
        self._check_mode(mode)

    def _take_form(self, mode: str, arrays: Mapping[str, np.ndarray]) -> None:
        if mode != "float8":
            held = vars(self).pop(f"_{self.main}")
            self._variables = [v for v in self._variables if v is not held]
            changed()
        self.quantized_build(self._main_shape, mode, self.quantization_config)
        for attribute, value in arrays.items():
            self.part(attribute).assign(value)

    def apply_main(self, inputs: Tensor) -> Tensor:
        """Multiplies inputs with the weight, in the form it has."""
        if self._form is not None:
            return self.quantized_call(inputs)
        layout = self.layout()
        return self._with_adapter(layout.product(inputs, vars(self)[f"_{self.main}"]), inputs)

    def with_bias(self, outputs: Tensor, bias: Variable | None) -> Tensor:
        """Adds a bias, as the form has it."""
        if bias is None:
            return outputs
        return add(outputs, bias if self._form is None else self._form.bias(self, bias))

    def quantized_call(self, inputs: Tensor) -> Tensor:
        if self._form is None:
            raise ArgumentError("the layer is not quantized", where=self.name)
        found = self._form.product(self, self.layout(), inputs)
        return found if self.quantization_mode == "float8" else self._with_adapter(found, inputs)

    def _with_adapter(self, found: Tensor, inputs: Tensor) -> Tensor:
        if self._adapter is None:
            return found
        layout = self.layout()
        low = layout.low_rank(inputs, self._adapter.a, self._adapter.b)
        return add(found, multiply(low, self._adapter.factor))

    def shown(self, held: Any) -> Any:
        if self._form is None or self.quantization_mode == "float8":
            return super().shown(held)
        return self._form.shown(self, self.layout())

    # Files.

    @property
    def saved_variables(self) -> list[Variable]:
        """The variables that files hold, in Keras's order."""
        if self._form is None:
            return super().saved_variables
        specs = self._form.specs(self, self.layout())
        parts = [self.part(spec.attribute) for spec in specs]
        quantized = self.quantization_mode != "float8"
        first = parts.pop(0) if quantized else vars(self)[f"_{self.main}"]
        adapter = self._adapter
        known = {id(v) for v in (first, *parts, *((adapter.a, adapter.b) if adapter else ()))}
        others = [v for v in self.own_variables if id(v) not in known]
        if isinstance(self._form, Grouped):
            return [*others, first, *parts]
        return [first, *others, *parts]

    @property
    def variable_serialization_spec(self) -> dict[str | None, list[str]]:
        """The names of the variables that files hold, in their order, by mode of quantization.

        None stands for a layer that is not quantized. A layer has no more than these: it may
        lack a bias, and int4 without blocks has a scale alone.
        """
        return in_files(self.main, self.beside, self.modes)

    def saved_values(self) -> list[np.ndarray]:
        if self._adapter is None or self._form is None or self.quantization_mode == "float8":
            return super().saved_values()
        layout = self.layout()
        merged = on_host(add(self._form.floats(self, layout), self._adapter.added()))
        with current.using("numpy"):
            found = self._form.values(self, layout, merged)
            by_id = {id(self.part(name)): current.to_numpy(v) for name, v in found.items()}
        return [by_id[id(v)] if id(v) in by_id else v.numpy() for v in self.saved_variables]


def is_own(layer: Adapted) -> bool:
    """Returns whether a layer computes as Tahr's own class does that it is derived from."""
    cls = type(layer)
    return all(getattr(cls, name).__module__.startswith("tahr.") for name in ("call", "build"))
