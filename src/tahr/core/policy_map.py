"""Dtype policies of many layers, by their paths."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.float_policies import DTypePolicy, HasPath, dtype_policy
from tahr.core.matching import from_file, matcher
from tahr.core.quantized_policies import named
from tahr.core.registry import CLASSES, known_as
from tahr.core.serialization import serialize
from tahr.core.typing import is_dict, is_mapping


@known_as("keras.dtype_policies", "DTypePolicyMap")
class DTypePolicyMap(DTypePolicy, MutableMapping[str, DTypePolicy]):
    """Policies by the paths of layers; each other layer has the default.

    A key is a path, or a pattern that whole paths match.

    Args:
        default_policy: of layers that no key matches; that of new layers by default.
        policy_map: policies, or their names, by path.

    Raises:
        ArgumentError: policy_map is no dict, or a value is no policy.

    Example:
        >>> policies = DTypePolicyMap("float32", {"encoder/.*": "float16"})
        >>> policies["encoder/dense"].name, policies["decoder/dense"].name
        ('float16', 'float32')
    """

    def __init__(
        self,
        default_policy: "str | DTypePolicy | None" = None,
        policy_map: "Mapping[str, DTypePolicy | str] | None" = None,
    ) -> None:
        given: object = {} if policy_map is None else policy_map
        if not is_mapping(given):
            raise ArgumentError("policy_map is a dict from paths to policies", got=told(given))
        self._given_default = None if default_policy is None else _policy(default_policy)
        super().__init__(self.default_policy.float_name)
        self._policies: dict[str, DTypePolicy] = {}
        for path, policy in given.items():
            self[path] = policy

    @property
    def default_policy(self) -> DTypePolicy:
        """The policy of layers that no key matches."""
        return self._given_default or dtype_policy()

    @property
    def name(self) -> str:
        """What it is called: "map_" and the default's name."""
        return f"map_{self.default_policy.name}"

    @name.setter
    def name(self, value: str) -> None:  # type: ignore[reportIncompatibleVariableOverride]
        pass

    @property
    def float_name(self) -> str:
        """The name of the policy that says the dtypes: the default's."""
        return self.default_policy.float_name

    @property
    def quantization_mode(self) -> str | None:
        """The quantization of layers that no key matches."""
        return self.default_policy.quantization_mode

    def of(self, layer: HasPath) -> DTypePolicy:
        return self[layer.path]

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, path: str) -> DTypePolicy:
        """Returns the policy of a path.

        Raises:
            ArgumentError: several patterns match it.
        """
        if path in self._policies or not self._policies:
            return self._policies.get(path, self.default_policy)
        found = sorted(matcher(tuple(self._policies))(path))
        if len(found) > 1:
            raise ArgumentError(
                f"several patterns fit {path!r}",
                where="DTypePolicyMap",
                got=", ".join(found),
                todo="write them so that one does",
            )
        return self._policies[found[0]] if found else self.default_policy

    def __setitem__(self, path: str, policy: "DTypePolicy | str") -> None:
        """Enters a policy.

        Raises:
            ArgumentError: there is one for this path, or the value is no policy.
        """
        if path in self._policies:
            raise ArgumentError(f"{path!r} has a policy already", where="DTypePolicyMap")
        matcher((path,))
        self._policies[path] = _policy(policy)

    def __delitem__(self, path: str) -> None:
        del self._policies[path]

    def __contains__(self, path: object) -> bool:
        return path in self._policies

    def __len__(self) -> int:
        return len(self._policies)

    def __iter__(self) -> Iterator[str]:
        return iter(self._policies)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicyMap) and other.get_config() == self.get_config()

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        held = {path: policy.name for path, policy in self._policies.items()}
        return f"<DTypePolicyMap default={self.default_policy.name} {held}>"

    def get_config(self) -> dict[str, Any]:
        return {
            "default_policy": self._given_default and serialize(self._given_default),
            "policy_map": {path: serialize(policy) for path, policy in self._policies.items()},
        }

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> "DTypePolicyMap":
        return cls(
            config.get("default_policy"), from_file(config.get("policy_map") or {}, "policy_map")
        )


def of_config(config: Mapping[str, Any]) -> DTypePolicy:
    """Makes a policy of what `serialize` wrote.

    Raises:
        ArgumentError: it is of no policy.
    """
    name = config.get("class_name")
    cls = CLASSES.get(("keras.dtype_policies", str(name)))
    if cls is None:
        raise ArgumentError(f"no dtype policy is called {name!r}")
    return cls.from_config(config["config"])


def _policy(value: object) -> DTypePolicy:
    if isinstance(value, DTypePolicy):
        return value
    if isinstance(value, str):
        return named(value)
    if is_dict(value) and "config" in value:
        return of_config(value)
    raise ArgumentError(
        "this is no dtype policy", expected="a policy or the name of one", got=told(value)
    )
