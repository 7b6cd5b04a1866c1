"""Tahr: the Keras API without a captive backend.

A model is data; an engine (JAX, NumPy, ...) is a choice at run time. Everything here is
imported when it is first used, and no framework before something runs on it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tahr.compat import (
    attributes as _attributes,
    figures as _figures,
    keywords as _keywords,
    methods as _methods,
    missing as _missing,
    positions as _positions,
    settings as _settings,
)
from tahr.compat.inner import members as _members
from tahr.core import (
    old_words as _old_words,
    registry as _registry,
    streams as _streams,  # looks at the streams before the program seeds them
)
from tahr.core.tracebacks import at_users_line as _at_users_line
from tahr.version import __version__

if TYPE_CHECKING:
    from tahr import (
        activations as activations,
        applications as applications,
        backend as backend,
        callbacks as callbacks,
        config as config,
        constraints as constraints,
        datasets as datasets,
        distillation as distillation,
        distributions as distributions,
        dtype_policies as dtype_policies,
        export as export,
        initializers as initializers,
        layers as layers,
        legacy as legacy,
        losses as losses,
        metrics as metrics,
        mixed_precision as mixed_precision,
        models as models,
        ops as ops,
        optimizers as optimizers,
        preprocessing as preprocessing,
        quantizers as quantizers,
        random as random,
        regularizers as regularizers,
        saving as saving,
        tree as tree,
        utils as utils,
        visualization as visualization,
        wrappers as wrappers,
    )
    from tahr.core.choosing import (
        device as device,
        devices as devices,
        engine as engine,
    )
    from tahr.core.float_policies import (
        DTypePolicy as DTypePolicy,
        FloatDTypePolicy as FloatDTypePolicy,
    )
    from tahr.core.names import scope as _scope
    from tahr.core.rematerializing import RematScope as RematScope
    from tahr.core.scopes import StateScope as StateScope
    from tahr.core.stateless import StatelessScope as StatelessScope, SymbolicScope as SymbolicScope
    from tahr.core.variables import Variable as Variable
    from tahr.initializers import Initializer as Initializer
    from tahr.layers import (
        Input as Input,
        InputSpec as InputSpec,
        Layer as Layer,
    )
    from tahr.losses import Loss as Loss
    from tahr.metrics import Metric as Metric
    from tahr.models import (
        Model as Model,
        Sequential as Sequential,
    )
    from tahr.models.function import Function as Function
    from tahr.ops.operation import Operation as Operation
    from tahr.ops.remat import remat as remat
    from tahr.ops.symbolic import SymbolicTensor as _SymbolicTensor
    from tahr.optimizers import Optimizer as Optimizer
    from tahr.quantizers import Quantizer as Quantizer
    from tahr.regularizers import Regularizer as Regularizer
    from tahr.training.step.gradients import value_and_grad as value_and_grad
    from tahr.training.step.jitted import jit as jit

    KerasTensor = _SymbolicTensor
    name_scope = _scope

MODULES = frozenset({
    "activations", "applications", "backend", "callbacks", "config", "constraints", "datasets",
    "distillation", "distributions", "dtype_policies", "export", "initializers", "layers",
    "legacy", "losses", "metrics", "mixed_precision", "models", "ops", "optimizers",
    "preprocessing", "quantizers", "random", "regularizers", "saving", "tree", "utils",
    "visualization", "wrappers",
})  # fmt: skip
"""Public modules, imported when first used."""

IN_FILES = (
    "activations", "constraints", "initializers", "regularizers", "layers", "losses", "metrics",
    "optimizers", "models", "models.onnx.graph", "applications",
    "dtype_policies", "distillation", "quantizers",
)  # fmt: skip
"""Modules whose classes and functions a saved file can name."""

NAMES = {
    "DTypePolicy": ("tahr.core.policies", "DTypePolicy"),
    "FloatDTypePolicy": ("tahr.core.float_policies", "FloatDTypePolicy"),
    "Function": ("tahr.models.function", "Function"),
    "Initializer": ("tahr.initializers", "Initializer"),
    "Input": ("tahr.layers", "Input"),
    "InputSpec": ("tahr.layers", "InputSpec"),
    "KerasTensor": ("tahr.ops.symbolic", "SymbolicTensor"),
    "Layer": ("tahr.layers", "Layer"),
    "Loss": ("tahr.losses", "Loss"),
    "Metric": ("tahr.metrics", "Metric"),
    "Model": ("tahr.models", "Model"),
    "Operation": ("tahr.ops.operation", "Operation"),
    "Optimizer": ("tahr.optimizers", "Optimizer"),
    "Quantizer": ("tahr.quantizers", "Quantizer"),
    "Regularizer": ("tahr.regularizers", "Regularizer"),
    "RematScope": ("tahr.core.rematerializing", "RematScope"),
    "Sequential": ("tahr.models", "Sequential"),
    "StateScope": ("tahr.core.scopes", "StateScope"),
    "StatelessScope": ("tahr.core.stateless", "StatelessScope"),
    "SymbolicScope": ("tahr.core.stateless", "SymbolicScope"),
    "Variable": ("tahr.ops", "Variable"),
    "device": ("tahr.core.choosing", "device"),
    "devices": ("tahr.core.choosing", "devices"),
    "engine": ("tahr.core.choosing", "engine"),
    "jit": ("tahr.training.step.jitted", "jit"),
    "name_scope": ("tahr.core.names", "scope"),
    "remat": ("tahr.ops.remat", "remat"),
    "value_and_grad": ("tahr.training.step.gradients", "value_and_grad"),
}
"""Public classes and functions, by the module they stand in and the name they have there."""

_MISSING = _missing.names_of(__name__)


if not TYPE_CHECKING:
    __all__ = [*sorted({*MODULES, *NAMES}), "__version__", "version"]  # noqa: PLE0604

    def __getattr__(name: str) -> Any:
        if name in MODULES:
            with _streams.drawing_nothing():
                return import_module(f"tahr.{name}")
        if name not in NAMES:
            try:
                return _MISSING(name)
            except (AttributeError, ImportError) as error:
                _at_users_line(error)
                raise
        module, inside = NAMES[name]
        with _streams.drawing_nothing():
            found = getattr(import_module(module), inside)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *MODULES, *NAMES})


def version() -> str:
    """Returns the version.

    Example:
        >>> version() == __version__
        True
    """
    return __version__


def _import_all_in_files() -> None:
    for name in IN_FILES:
        import_module(f"tahr.{name}")


_old_words.install(
    _old_words.Spellings(
        keywords=_keywords.translate,
        positions=_positions.named,
        heeded=_methods.heeded,
        figures=_figures.other_names,
        attributes=_attributes.ATTRIBUTES,
        settings=_settings.SETTINGS,
        members=_members.MEMBERS,
        meant=_keywords.MEANT,
    )
)
_registry.install(_import_all_in_files)
_missing.install()
