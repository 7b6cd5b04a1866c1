"""Dtype policies: which dtype a layer computes in and which its weights have."""

from copy import copy
from typing import Any

from tahr.core import current
from tahr.core.config import floatx
from tahr.core.deserialization import deserialize
from tahr.core.dtypes import NAMES, is_float, standardize
from tahr.core.errors import ArgumentError, told
from tahr.core.forms import is_array
from tahr.core.registry import known_as
from tahr.core.scopes import precision_dtype
from tahr.core.serialization import serialize as write
from tahr.core.spelling import Configured
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_dict

MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


@known_as("keras", "DTypePolicy")
@known_as("keras.dtype_policies", "DTypePolicy")
class DTypePolicy(metaclass=Configured):
    """The dtypes of a layer: what it computes in, and what it keeps its weights in.

    Args:
        name: a dtype for both, or `"mixed_float16"` / `"mixed_bfloat16"` to compute in 16 bits
            with float32 weights (Micikevicius et al. 2018, "Mixed precision training").
        source_name: unused, kept for Keras's signature.

    Raises:
        ArgumentError: no policy has that name.

    Example:
        >>> policy = DTypePolicy("mixed_bfloat16")
        >>> policy.compute_dtype, policy.variable_dtype
        ('bfloat16', 'float32')
    """

    def __init__(self, name: str, source_name: str | None = None) -> None:
        if name not in MIXED and name not in NAMES:
            raise ArgumentError(
                f"no dtype policy is called {name!r}", expected=", ".join([*MIXED, *NAMES])
            )
        self._name = name
        self.source_name = source_name
        self.is_default = False

    @property
    def name(self) -> str:
        """The name it is made of."""
        return self._name

    def of(self, path: str) -> "DTypePolicy":
        """Returns the policy of the layer at a path: itself, where it is not a map of several."""
        return self

    def convert_input(self, x: Any, autocast: bool, dtype: str) -> Any:
        """Returns an input as a layer computes with it: floats in its dtype, all else as it is.

        Args:
            x: a tensor, an array, or anything else, which stays as it is.
            autocast: whether floats are cast at all.
            dtype: the dtype that they are cast to.

        Example:
            >>> import numpy as np
            >>> policy = DTypePolicy("mixed_bfloat16")
            >>> str(policy.convert_input(np.ones(2, "float32"), True, "bfloat16").dtype)
            'bfloat16'
        """
        if not hasattr(x, "dtype") or not hasattr(x, "shape"):
            return x
        own = standardize(x.dtype)
        casts = autocast and is_float(own) and own != standardize(dtype)
        if not current.engine().is_tensor(x) and not is_array(x):
            return x.astype(dtype) if casts else x
        tensor = current.as_tensor(x)
        return current.engine().cast(tensor, standardize(dtype)) if casts else tensor

    @property
    def compute_dtype(self) -> str:
        """The dtype of inputs, outputs and everything between."""
        own = MIXED.get(self.name, self.name)
        wanted = precision_dtype() if self.is_default else None
        return wanted if wanted and is_float(own) else own

    @property
    def variable_dtype(self) -> str:
        """The dtype of weights."""
        return "float32" if self.name in MIXED else self.name

    @property
    def quantization_mode(self) -> str | None:
        """The quantization of the weights: none."""
        return None

    def get_config(self) -> dict[str, Any]:
        """Returns what `from_config` needs to make it again."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "DTypePolicy":
        """Makes a policy from its configuration."""
        policy = cls(**config)
        return _as_default(policy) if policy.name == floatx() else policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'


_chosen: dict[str, DTypePolicy] = {}


def _as_default(policy: DTypePolicy) -> DTypePolicy:
    """Marks a policy as nobody's choice for one layer: the precision of a step may replace it."""
    policy.is_default = True
    return policy


def dtype_policy() -> DTypePolicy:
    """Returns the policy of layers that are given none."""
    return _as_default(copy(_chosen["policy"]) if _chosen else DTypePolicy(floatx()))


@ends_at_user
def set_dtype_policy(policy: "str | DTypePolicy | None") -> None:
    """Sets the policy of layers that are given none."""
    if policy is None:
        _chosen.clear()
    else:
        _chosen["policy"] = get(policy)


@ends_at_user
def get(identifier: object) -> DTypePolicy:
    """Finds a policy from its name, a dtype, a configuration, or a policy."""
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if is_dict(identifier):
        return _read(identifier)
    if isinstance(identifier, str):
        return DTypePolicy(identifier)
    return DTypePolicy(standardize(identifier))


def _read(config: dict[str, Any]) -> DTypePolicy:
    if config.get("class_name") in (None, "DTypePolicy", "FloatDTypePolicy"):
        return DTypePolicy.from_config(config["config"])
    found = deserialize(config)
    if isinstance(found, DTypePolicy):
        return found
    raise ArgumentError("this is no dtype policy", got=told(found))


def serialize(policy: DTypePolicy) -> Any:
    """Writes a layer's policy in Keras's form, or by its name alone.

    Keras reads both. The name alone says that the usual dtype was chosen for this layer, so that
    `compile(precision=)` leaves it alone also in a model read from a file.
    """
    chosen = policy.name == floatx() and not policy.is_default
    return policy.name if chosen else write(policy)
