"""Quantizing a whole model."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from tahr.core.errors import ArgumentError, told
from tahr.core.notices import notice
from tahr.core.patterns import automaton
from tahr.layers.adapters.adapted import Adapted, is_own
from tahr.layers.adapters.forms import NEEDS, config_of
from tahr.layers.base.layer import Layer
from tahr.models.calibrating import calibrate
from tahr.quantizers import QuantizationConfig, QuantizationReport
from tahr.training.step.session import forget_steps

Filters: TypeAlias = "str | Sequence[str] | Callable[[Layer], bool] | None"


class Quantizing:
    """The methods of a model that quantize it."""

    def quantize(
        self: Any,
        mode: str | None = None,
        config: QuantizationConfig | None = None,
        filters: Filters = None,
        type_check: bool = True,
        **kwargs: Any,
    ) -> QuantizationReport:
        """Quantizes the weights of the layers that can be, also of those in layers and models.

        Args:
            mode: "int8", "int4", "float8" or "ternary"; "gptq" and "awq" come with a
                configuration.
            config: in place of a mode, or for more than it says.
            filters: a regular expression, or several, one of which is found in the name or path
                of a layer; or a function that is given a layer. All layers by default.
            type_check: whether subclasses with a `call` of their own are left as they are.
            **kwargs: nothing.

        Returns:
            What became of each layer.

        Raises:
            ArgumentError: there is no such mode, the model is not built, all its layers are
                quantized already, or GPTQ or AWQ have no data.

        Example:
            >>> from tahr import Sequential, layers
            >>> model = Sequential([layers.Input((4,)), layers.Dense(2, name="head")])
            >>> model.quantize("int8").num_quantized, model.get_layer("head").kernel.dtype
            (1, 'int8')

        Source: Frantar et al. (2022), "GPTQ"; Lin et al. (2023), "AWQ"; Dettmers et al. (2022),
        "LLM.int8()".
        """
        if kwargs:
            raise ArgumentError(
                "quantize does not take this", where=self.name, got=", ".join(sorted(kwargs))
            )
        config = config_of(mode, config, self.name)
        if not self.built:
            raise ArgumentError(
                "there are no weights to quantize yet",
                where=self.name,
                todo="build the model first: call it on data, or build(input_shape)",
            )
        report = QuantizationReport(config.mode)
        chosen = list(_chosen(self, config, _fits(filters), report, type_check))
        if config.mode in NEEDS:
            chosen = calibrate(self, chosen, config, report)
        else:
            for layer in chosen:
                layer.narrow(config)
        for layer in chosen:
            report.add_quantized(layer.path, config.mode, layer.dtype_policy.name)
        forget_steps(self)
        self._quantization_report = report
        if report.summary_warning():
            notice(str(report.summary_warning()))
        return report

    def get_quantization_layer_structure(self, mode: str | None = None) -> dict[str, Any] | None:
        """Returns what the model is made of, for GPTQ and AWQ: its author says so.

        Args:
            mode: "gptq" or "awq".

        Returns:
            A dict with the lists "pre_block_layers", through which inputs go first, and
            "sequential_blocks", which are quantized one after the other; None where the whole
            model is run at once.
        """
        return None


def _chosen(
    model: Any,
    config: QuantizationConfig,
    fits: Callable[[Layer], bool],
    report: QuantizationReport,
    type_check: bool,
) -> Iterator[Adapted]:
    """Goes through the layers to be quantized, and notes all others."""
    found: list[Adapted] = []
    done = False
    for layer in model.flatten_layers()[1:]:
        if not isinstance(layer, Adapted):
            if not any(layer.sublayers()):
                report.add_skipped(layer.path, report.SKIP_NO_SUPPORT)
        elif not fits(layer):
            report.add_skipped(layer.path, report.SKIP_FILTERED)
        elif layer.quantization_mode is not None:
            done = True
            report.add_skipped(layer.path, report.SKIP_ALREADY_QUANTIZED)
        elif not _takes(layer, config, type_check):
            report.add_skipped(layer.path, report.SKIP_NO_SUPPORT)
        else:
            found.append(layer)
    if done and not found:
        raise ArgumentError(
            "the layers are quantized already", where=model.name, got=model.layers[-1].dtype_policy
        )
    yield from found


def _takes(layer: Adapted, config: QuantizationConfig, type_check: bool) -> bool:
    return layer.built and config.mode in layer.modes and (is_own(layer) or not type_check)


def _fits(filters: Any) -> Callable[[Layer], bool]:
    """Returns what tells which layers are meant."""
    if filters is None:
        return lambda layer: True
    if callable(filters):
        return lambda layer: bool(filters(layer))
    patterns = (filters,) if isinstance(filters, str) else filters
    if not isinstance(patterns, list | tuple) or not all(isinstance(p, str) for p in patterns):
        raise ArgumentError(
            "filters is a regular expression, a list of them, or a function of a layer",
            got=told(filters),
        )
    found = automaton(tuple(patterns), anywhere=True)
    return lambda layer: bool(found.fitting(layer.name) or found.fitting(layer.path))
