"""The values of all variables of a model as a tree, by the parts of their paths."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.suggesting import closest
from tahr.core.variables import Variable
from tahr.training.steps import Steps

PARTS = (
    "trainable_variables", "non_trainable_variables", "optimizer_variables", "metrics_variables",
)  # fmt: skip
FORMATS = ("backend_tensor", "numpy_array")


class StateTree(Steps):
    """A model whose variables can be had, and set, as a tree."""

    def get_state_tree(self, value_format: str = "backend_tensor") -> dict[str, Any]:
        """Returns the values of all variables, by kind and by the parts of their paths.

        Args:
            value_format: "backend_tensor", or "numpy_array".

        Returns:
            Dicts within dicts, under `trainable_variables`, `non_trainable_variables`,
            `optimizer_variables` and `metrics_variables`.

        Raises:
            ArgumentError: there is no such format.

        Example:
            >>> from tahr import Model, layers
            >>> x = layers.Input((2,))
            >>> model = Model(x, layers.Dense(1, name="head")(x))
            >>> sorted(model.get_state_tree("numpy_array")["trainable_variables"]["head"])
            ['bias', 'kernel']
        """
        if value_format not in FORMATS:
            raise ArgumentError(
                f"value_format cannot be {value_format!r}",
                where=self.name,
                expected=" or ".join(FORMATS),
            )
        tree: dict[str, Any] = {}
        for kind in PARTS:
            found = tree.setdefault(kind, {})
            for path, variable in _placed(self._variables_of(kind)):
                inner = found
                for part in path[:-1]:
                    inner = inner.setdefault(part, {})
                is_array = value_format == "numpy_array"
                inner[path[-1]] = variable.numpy() if is_array else variable.value
        return tree

    def set_state_tree(self, state_tree: Mapping[str, Any]) -> None:
        """Sets variables to values in a tree; what is not in it stays as it is.

        Args:
            state_tree: as `get_state_tree` returns it, or a part of that.

        Raises:
            ArgumentError: something in it is none of the variables.
            ShapeError: a value has another shape than its variable.
        """
        for kind, tree in state_tree.items():
            if kind not in PARTS:
                raise ArgumentError(
                    f"no kind of variables is called {kind!r}{closest(kind, PARTS)}",
                    where=self.name,
                    expected=", ".join(PARTS),
                )
            values = dict(_leaves(tree, ()))
            for path, variable in _placed(self._variables_of(kind)):
                if path in values:
                    variable.assign(values.pop(path))
            if values:
                left = next(iter(values))
                raise ArgumentError(
                    f"there is no variable {'/'.join(left)!r}", where=f"{self.name}, {kind}"
                )

    def _variables_of(self, kind: str) -> Sequence[Variable]:
        if kind != "optimizer_variables":
            return getattr(self, kind)
        return [] if self.optimizer is None else self.optimizer.variables

    def stateless_compute_loss(
        self,
        trainable_variables: Sequence[Any],
        non_trainable_variables: Sequence[Any],
        metrics_variables: Sequence[Any],
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> tuple[Any, tuple[list[Any], list[Any], list[Any]]]:
        """Computes the loss as a pure function of the variables.

        Args:
            trainable_variables: their values.
            non_trainable_variables: their values.
            metrics_variables: their values.
            x: inputs.
            y: targets.
            y_pred: outputs.
            sample_weight: a weight a sample.
            training: whether this is training.

        Returns:
            The loss, and the three lists of values as they are after it.

        Raises:
            ArgumentError: there are more or fewer values than variables.
        """
        given = {
            "trainable_variables": trainable_variables,
            "non_trainable_variables": non_trainable_variables,
            "metrics_variables": metrics_variables,
        }
        lists = {kind: list(getattr(self, kind)) for kind in given}
        for kind, values in given.items():
            if len(values) != len(lists[kind]):
                raise ArgumentError(
                    f"another number of {kind}",
                    where=self.name,
                    expected=len(lists[kind]),
                    got=told(len(values)),
                )
        pairs = [p for kind in given for p in zip(lists[kind], given[kind], strict=True)]

        def run() -> tuple[Any, list[list[Any]]]:
            loss = self.compute_loss(x, y, y_pred, sample_weight, training)
            return loss, [[v.value for v in found] for found in lists.values()]

        (loss, (trained, others, metrics)), _ = self.with_state(run, pairs)
        return loss, (trained, others, metrics)


def _placed(variables: Sequence[Variable]) -> Iterator[tuple[tuple[str, ...], Variable]]:
    """Yields variables with the parts of their paths, numbered where two have one path."""
    used: dict[str, int] = {}
    for variable in variables:
        number = used.get(variable.path, 0)
        used[variable.path] = number + 1
        path = f"{variable.path}_{number}" if number else variable.path
        yield tuple(path.split("/")), variable


def _leaves(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(tree, Mapping):
        yield path, tree
        return
    for name, inner in tree.items():
        yield from _leaves(inner, (*path, name))
