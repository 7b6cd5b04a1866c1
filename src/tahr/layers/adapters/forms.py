"""The quantized forms by their modes."""

from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.policies import DTypePolicy
from tahr.core.quantized_policies import named
from tahr.layers.adapters.calibrated import Grouped, Scaled
from tahr.layers.adapters.float8 import Float8
from tahr.layers.adapters.form import Form
from tahr.layers.adapters.int4 import Int4
from tahr.layers.adapters.int8 import Int8
from tahr.layers.adapters.ternary import Ternary
from tahr.quantizers import (
    AWQConfig,
    Float8QuantizationConfig,
    GPTQConfig,
    Int4QuantizationConfig,
    Int8QuantizationConfig,
    QuantizationConfig,
)
from tahr.quantizers.configs import TernaryQuantizationConfig

FORMS: dict[str, Form] = {
    "int8": Int8(), "int4": Int4(), "float8": Float8(), "gptq": Grouped(), "awq": Scaled(),
    "ternary": Ternary(),
}  # fmt: skip
"""What keeps and multiplies a weight, by mode."""

CONFIGS: dict[str, type[QuantizationConfig]] = {
    "int8": Int8QuantizationConfig,
    "int4": Int4QuantizationConfig,
    "float8": Float8QuantizationConfig,
    "ternary": TernaryQuantizationConfig,
}
"""What a mode means where nothing more is said; the others need data."""

NEEDS = {"gptq": GPTQConfig, "awq": AWQConfig}
"""The configurations with data, by mode."""


def config_of(mode: str | None, config: Any, where: str) -> QuantizationConfig:
    """Returns how to quantize, of a mode, a configuration or both.

    Args:
        mode: a mode, or None.
        config: a configuration, or None.
        where: what is quantized, for errors.

    Raises:
        ArgumentError: there is neither, they say different things, or one is not known.
    """
    if mode is None and config is None:
        raise ArgumentError(
            "quantize needs a mode or a configuration",
            where=where,
            expected=", ".join(FORMS),
            todo='as in quantize("int8")',
        )
    if config is not None and not isinstance(config, QuantizationConfig):
        raise ArgumentError("config is a QuantizationConfig", where=where, got=told(config))
    if mode is not None and mode not in FORMS:
        raise ArgumentError(
            f"no quantization is called {mode!r}", where=where, expected=", ".join(FORMS)
        )
    if config is None:
        if mode in NEEDS:
            raise ArgumentError(
                f"{mode} needs data",
                where=where,
                todo=f"pass config=quantizers.{NEEDS[mode].__name__}(dataset, tokenizer)",
            )
        return CONFIGS[str(mode)]()
    if mode not in (None, config.mode):
        raise ArgumentError(
            "mode and config say different things", where=where, got=f"{mode!r} and {config.mode!r}"
        )
    return config


def without_data(config: QuantizationConfig) -> QuantizationConfig | None:
    """Returns what a layer keeps of how it was quantized: no data, and nothing for "ternary"."""
    if config.mode in NEEDS:
        return type(config).from_config(config.get_config())
    return None if isinstance(config, TernaryQuantizationConfig) else config


def policy_for(config: QuantizationConfig, policy: DTypePolicy) -> DTypePolicy:
    """Returns the policy of a layer once it is quantized."""
    mode = getattr(config, "dtype_mode", config.mode)
    return named(f"{mode}_from_{policy.float_name}")
