"""Several dtype policies, by the paths of layers."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from tahr.core import policies
from tahr.core.errors import ArgumentError, told
from tahr.core.matching import from_file, matcher
from tahr.core.policies import DTypePolicy
from tahr.core.registry import known_as
from tahr.core.serialization import serialize


@known_as("keras.dtype_policies")
class DTypePolicyMap(DTypePolicy, MutableMapping[str, DTypePolicy]):
    """Dtype policies by the paths of layers, given to a layer that holds others.

    A path is looked for as it is, then among the keys as regular expressions that have to fit the
    whole of it. Where none does, the default policy holds.

    Args:
        default_policy: for all other layers; the global policy where None.
        policy_map: policies by paths, or by regular expressions for them.

    Raises:
        ArgumentError: a key is there twice or is no regular expression, or a value is no policy.

    Example:
        >>> policies = DTypePolicyMap(DTypePolicy("float32"))
        >>> policies["encoder/.*"] = DTypePolicy("mixed_bfloat16")
        >>> policies["encoder/dense"].compute_dtype, policies["head"].compute_dtype
        ('bfloat16', 'float32')
    """

    def __init__(
        self,
        default_policy: DTypePolicy | None = None,
        policy_map: Mapping[str, DTypePolicy] | None = None,
    ) -> None:
        self._given = None if default_policy is None else policies.get(default_policy)
        self._by_path: dict[str, DTypePolicy] = {}
        self.source_name = None
        self.is_default = False
        for path, policy in (policy_map or {}).items():
            self[path] = policy

    @property
    def default_policy(self) -> DTypePolicy:
        """The policy of layers that no key fits."""
        return policies.dtype_policy() if self._given is None else self._given

    @property
    def name(self) -> str:
        return f"map_{self.default_policy.name}"

    @property
    def compute_dtype(self) -> str:
        return self.default_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        return self.default_policy.variable_dtype

    @property
    def quantization_mode(self) -> str | None:
        return self.default_policy.quantization_mode

    def of(self, path: str) -> DTypePolicy:
        return self[path]

    def __getitem__(self, key: str) -> DTypePolicy:
        if key in self._by_path:
            return self._by_path[key]
        fitting = sorted(matcher(tuple(self._by_path))(key)) if self._by_path else []
        if len(fitting) > 1:
            raise ArgumentError(
                f"several patterns fit {key!r}", where="DTypePolicyMap", got=", ".join(fitting)
            )
        return self._by_path[fitting[0]] if fitting else self.default_policy

    def __setitem__(self, key: str, policy: DTypePolicy) -> None:
        if key in self._by_path:
            raise ArgumentError(f"{key!r} has a policy already", where="DTypePolicyMap")
        if not isinstance(policy, DTypePolicy):
            raise ArgumentError(
                "this is no dtype policy",
                where="DTypePolicyMap",
                got=told(policy),
                todo='make one: DTypePolicy("mixed_bfloat16")',
            )
        matcher((key,))
        self._by_path[key] = policy

    def __delitem__(self, key: str) -> None:
        del self._by_path[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_path)

    def __len__(self) -> int:
        return len(self._by_path)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DTypePolicyMap):
            return False
        return (self._given, self._by_path) == (other._given, other._by_path)

    def __hash__(self) -> int:
        return hash(("DTypePolicyMap", tuple(self._by_path)))

    def __repr__(self) -> str:
        pairs = ", ".join(f"{path}: {policy.name}" for path, policy in self._by_path.items())
        return f"<DTypePolicyMap {self.default_policy.name}; {pairs}>"

    def get_config(self) -> dict[str, Any]:
        return {
            "default_policy": serialize(self._given),
            "policy_map": {path: serialize(policy) for path, policy in self._by_path.items()},
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "DTypePolicyMap":
        table = from_file(config.get("policy_map") or {}, "policy_map")
        given = config.get("default_policy")
        default = None if given is None else policies.get(given)
        return cls(default, {path: policies.get(policy) for path, policy in table.items()})
