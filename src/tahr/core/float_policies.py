"""Dtype policies of floats: what a layer computes in, and what it keeps its weights in."""

from copy import copy
from typing import Any, Protocol, Self

from tahr.core import current
from tahr.core.config import floatx
from tahr.core.dtypes import NAMES, is_float
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.scopes import precision_dtype
from tahr.core.spelling import Configured
from tahr.core.valueless import Valueless


class HasPath(Protocol):
    """What has a place among the layers of a model."""

    @property
    def path(self) -> str:
        """The names of the layers around it and its own."""
        ...


MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


@known_as("keras", "DTypePolicy")
@known_as("keras.dtype_policies", "DTypePolicy")
class DTypePolicy(metaclass=Configured):
    """The dtypes of a layer: what it computes in, and what it keeps its weights in.

    Args:
        name: a dtype for both, or `"mixed_float16"` / `"mixed_bfloat16"` to compute in 16 bits
            with float32 weights (Micikevicius et al. 2018, "Mixed precision training"); the
            configured float type by default.
        source_name: unused, kept for Keras's signature.

    Raises:
        ArgumentError: no policy has that name.

    Example:
        >>> policy = DTypePolicy("mixed_bfloat16")
        >>> policy.compute_dtype, policy.variable_dtype
        ('bfloat16', 'float32')
    """

    name: str = "float32"
    """The dtype, or what both are called together."""

    def __init__(self, name: str | None = None, source_name: str | None = None) -> None:
        name = dtype_policy().name if name is None else name
        if name not in MIXED and name not in NAMES:
            raise ArgumentError(
                f"no dtype policy is called {name!r}", expected=", ".join([*MIXED, *NAMES])
            )
        self.name = name
        self.source_name = source_name
        self.is_default = False

    def of(self, layer: HasPath) -> "DTypePolicy":
        """Returns the policy of one layer: itself, where it is not a map of several."""
        return self

    @property
    def float_name(self) -> str:
        """The name of the policy that says the dtypes: its own."""
        return self.name

    @property
    def compute_dtype(self) -> str:
        """The dtype of inputs, outputs and everything between."""
        own = MIXED.get(self.float_name, self.float_name)
        wanted = precision_dtype() if self.is_default else None
        return wanted if wanted and is_float(own) else own

    @property
    def variable_dtype(self) -> str:
        """The dtype of weights."""
        return "float32" if self.float_name in MIXED else self.float_name

    @property
    def quantization_mode(self) -> str | None:
        """The quantization of the weights: none."""
        return None

    def convert_input(self, x: Any, autocast: bool, dtype: str) -> Any:
        """Returns an input as a layer of this policy takes it.

        Args:
            x: a tensor or an array; anything else is left as it is.
            autocast: whether floats are cast.
            dtype: what they are cast to.

        Example:
            >>> import numpy as np
            >>> policy = DTypePolicy("float16")
            >>> str(policy.convert_input(np.ones(2), True, "float16").dtype)
            'float16'
        """
        if not (hasattr(x, "shape") and hasattr(x, "dtype")):
            return x
        if isinstance(x, Valueless):
            return x
        tensor = current.as_tensor(x)
        engine = current.engine()
        casts = autocast and is_float(engine.dtype_of(tensor))
        return engine.cast(tensor, dtype) if casts else tensor

    def get_config(self) -> dict[str, Any]:
        """Returns what `from_config` needs to make it again."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Makes a policy from its configuration."""
        policy = cls(**config)
        return as_default(policy) if policy.name == floatx() else policy

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.get_config() == self.get_config()

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<{type(self).__name__} "{self.name}">'


@known_as("keras.dtype_policies", "FloatDTypePolicy")
class FloatDTypePolicy(DTypePolicy):
    """A dtype policy under the name that it had beside quantized ones.

    Args:
        name: as `DTypePolicy` takes it.

    Example:
        >>> FloatDTypePolicy("float16")
        <FloatDTypePolicy "float16">
    """


_chosen: dict[str, DTypePolicy] = {}


def as_default(policy: Any) -> Any:
    """Marks a policy as nobody's choice for one layer: the precision of a step may replace it."""
    policy.is_default = True
    return policy


def dtype_policy() -> DTypePolicy:
    """Returns the policy of layers that are given none."""
    return as_default(copy(_chosen["policy"]) if _chosen else DTypePolicy(floatx()))


def choose(policy: DTypePolicy | None) -> None:
    """Sets the policy of layers that are given none; None for the configured float type."""
    _chosen.clear()
    if policy is not None:
        _chosen["policy"] = policy
