"""Dtype policies of quantized layers: how the weights are kept, over a policy of floats."""

from typing import Any, ClassVar

from tahr.core.errors import ArgumentError
from tahr.core.float_policies import DTypePolicy, dtype_policy
from tahr.core.registry import known_as
from tahr.core.shown import shown

MODES = ("int8", "float8", "int4", "gptq", "awq", "ternary")
"""How weights may be kept."""


@known_as("keras.dtype_policies", "QuantizedDTypePolicy")
class QuantizedDTypePolicy(DTypePolicy):
    """The dtypes of a layer whose weights are quantized.

    Args:
        mode: how its weights are kept: "int8", "int4", "float8" or "ternary".
        source_name: the policy of floats it computes under; that of new layers by default.

    Raises:
        ArgumentError: there is no such mode, or integer weights under float16, where the scales
            of quantization overflow.

    Example:
        >>> policy = QuantizedDTypePolicy("int8", "mixed_bfloat16")
        >>> policy.name, policy.compute_dtype, policy.quantization_mode
        ('int8_from_mixed_bfloat16', 'bfloat16', 'int8')
    """

    form: ClassVar[tuple[str, ...]] = ("mode",)
    """What stands in the mode, between slashes."""

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        source = dtype_policy().name if source_name is None else source_name
        self._float_name = source
        super().__init__(source, source)
        self.given_mode = mode
        self.mode, *numbers = self._parts(mode)
        for name, number in zip(self.form[1:], numbers, strict=True):
            setattr(self, name, int(number))
        if self.mode not in MODES:
            raise ArgumentError(
                f"no quantization is called {self.mode!r}", expected=", ".join(MODES)
            )
        self._check()
        self.name: str = f"{mode}_from_{source}"

    def _parts(self, mode: object) -> list[str]:
        parts = mode.split("/") if isinstance(mode, str) else [str(mode)]
        numbers = all(part.removeprefix("-").isdigit() for part in parts[1:])
        if len(parts) != len(self.form) or not numbers:
            first = type(self).__name__.removesuffix("DTypePolicy").lower()
            shown = "/".join([first, *(f"<{name}>" for name in self.form[1:])])
            raise ArgumentError(
                f"{mode!r} is no mode of {type(self).__name__}",
                expected=shown if self.form[1:] else ", ".join(MODES),
            )
        return parts

    def _check(self) -> None:
        if self.mode == "int8" and self.compute_dtype == "float16":
            raise ArgumentError(
                "int8 weights do not go with float16: the scales of quantization overflow",
                expected="a policy that computes in bfloat16 or float32",
                got=self._float_name,
            )

    @property
    def float_name(self) -> str:
        """The name of the policy that says the dtypes: the source's."""
        return self._float_name

    @property
    def quantization_mode(self) -> str:
        """How the weights are kept."""
        return self.mode

    def get_config(self) -> dict[str, Any]:
        return {"mode": self.given_mode, "source_name": self._float_name}


@known_as("keras.dtype_policies", "QuantizedFloat8DTypePolicy")
class QuantizedFloat8DTypePolicy(QuantizedDTypePolicy):
    """The dtypes of a layer that multiplies in float8, with weights in floats.

    Args:
        mode: "float8".
        source_name: as `QuantizedDTypePolicy` takes it.
        amax_history_length: how many steps the largest magnitudes are remembered.

    Example:
        >>> QuantizedFloat8DTypePolicy("float8", "float32").amax_history_length
        1024
    """

    default_amax_history_length = 1024
    amax_history_length: int = shown("How many steps the largest magnitudes are remembered.")

    def __init__(
        self, mode: str, source_name: str | None = None, amax_history_length: int = 1024
    ) -> None:
        super().__init__(mode, source_name)
        self.amax_history_length = amax_history_length

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "amax_history_length": self.amax_history_length}


def _check_length(length: int, name: str, mode: str) -> None:
    if length < -1 or length == 0:
        raise ArgumentError(
            f"{name} cannot be {length}",
            expected="a positive integer, or -1 for one scale a column",
            got=mode,
        )


@known_as("keras.dtype_policies", "Int4DTypePolicy")
class Int4DTypePolicy(QuantizedDTypePolicy):
    """The dtypes of a layer with weights of 4 bits, a scale for each block.

    Args:
        mode: "int4/<block_size>"; -1 for one scale a column.
        source_name: as `QuantizedDTypePolicy` takes it.

    Raises:
        ArgumentError: the mode is not of that form.

    Example:
        >>> Int4DTypePolicy("int4/64", "float32").block_size
        64
    """

    form = ("mode", "block_size")
    block_size: int

    def _check(self) -> None:
        _check_length(self.block_size, "block_size", self.given_mode)


class _Calibrated(QuantizedDTypePolicy):
    """The dtypes of a layer whose quantization was fitted to data."""

    form = ("mode", "weight_bits", "group_size")
    bits: ClassVar[tuple[int, ...]]
    weight_bits: int
    group_size: int

    def _check(self) -> None:
        if self.weight_bits not in self.bits:
            raise ArgumentError(
                f"weight_bits cannot be {self.weight_bits}",
                expected=", ".join(map(str, self.bits)),
                got=self.given_mode,
            )
        _check_length(self.group_size, "group_size", self.given_mode)


@known_as("keras.dtype_policies", "GPTQDTypePolicy")
class GPTQDTypePolicy(_Calibrated):
    """The dtypes of a layer that GPTQ has quantized.

    Args:
        mode: "gptq/<weight_bits>/<group_size>", with 2, 3, 4 or 8 bits.
        source_name: as `QuantizedDTypePolicy` takes it.

    Raises:
        ArgumentError: the mode is not of that form.

    Example:
        >>> GPTQDTypePolicy("gptq/4/128", "float32").weight_bits
        4
    """

    bits = (2, 3, 4, 8)


@known_as("keras.dtype_policies", "AWQDTypePolicy")
class AWQDTypePolicy(_Calibrated):
    """The dtypes of a layer that AWQ has quantized.

    Args:
        mode: "awq/4/<group_size>".
        source_name: as `QuantizedDTypePolicy` takes it.

    Raises:
        ArgumentError: the mode is not of that form.

    Example:
        >>> AWQDTypePolicy("awq/4/-1", "float32").group_size
        -1
    """

    bits = (4,)


KINDS: dict[str, type[QuantizedDTypePolicy]] = {
    "float8": QuantizedFloat8DTypePolicy,
    "gptq": GPTQDTypePolicy,
    "awq": AWQDTypePolicy,
}
"""The policies that are not `QuantizedDTypePolicy`, by mode; int4 has one where it has blocks."""


def named(name: str) -> DTypePolicy:
    """Makes a policy of its name.

    Args:
        name: a dtype, a mixed policy, or `<mode>_from_<policy>`.

    Raises:
        ArgumentError: no policy has that name.

    Example:
        >>> named("int4/64_from_float32"), named("float16")
        (<Int4DTypePolicy "int4/64_from_float32">, <DTypePolicy "float16">)
    """
    mode, of, source = name.partition("_from_")
    first = mode.split("/")[0]
    if first not in MODES or (not of and mode == "int8"):
        return DTypePolicy(name)
    if not of:
        raise ArgumentError(
            f"{name!r} does not say of which floats it is", expected=f"{name}_from_float32"
        )
    kind = Int4DTypePolicy if mode.startswith("int4/") else KINDS.get(first, QuantizedDTypePolicy)
    return kind(mode, source)
