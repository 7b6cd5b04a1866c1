"""Methods of models as pure functions of their variables, and their state as a tree."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.loop.given import single
from tahr.training.step.running import run
from tahr.training.step.session import session_of
from tahr.training.trainable import needs_compile

Values = Sequence[Tensor]


class StatelessMethods:
    """What a program that keeps a model's state itself asks of it."""

    def stateless_compute_loss(
        self: Any,
        trainable_variables: Values,
        non_trainable_variables: Values,
        metrics_variables: Values,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> tuple[Tensor, tuple[list[Tensor], list[Tensor], list[Tensor]]]:
        """Returns what `compute_loss` does, as a pure function of the variables.

        Args:
            trainable_variables: values of `model.trainable_variables`.
            non_trainable_variables: values of `model.non_trainable_variables`.
            metrics_variables: values of `model.metrics_variables`.
            x: inputs.
            y: targets.
            y_pred: outputs.
            sample_weight: one number a sample, or one a step.
            training: whether the outputs are of training.

        Returns:
            The loss, and the new values of the three kinds of variables.
        """
        kinds = _kinds(self, trainable_variables, non_trainable_variables, metrics_variables)

        def loss() -> Any:
            return self.compute_loss(x, y, y_pred, sample_weight, training=training), _values(kinds)

        return self.with_state(loss, _bound(kinds))[0]

    def compute_loss_and_updates(
        self: Any,
        trainable_variables: Values,
        non_trainable_variables: Values,
        metrics_variables: Values,
        x: Any,
        y: Any,
        sample_weight: Any,
        training: bool = False,
        optimizer_variables: Values | None = None,
    ) -> tuple[Tensor, tuple[Tensor, Any, list[Tensor], list[Tensor]]]:
        """Runs the model and returns its loss, as a pure function that may be differentiated.

        Args:
            trainable_variables: values of `model.trainable_variables`.
            non_trainable_variables: values of `model.non_trainable_variables`.
            metrics_variables: values of `model.metrics_variables`.
            x: inputs.
            y: targets.
            sample_weight: one number a sample, or one a step.
            training: whether this is training.
            optimizer_variables: values of the optimizer's, where it scales the loss.

        Returns:
            The loss, scaled where the optimizer does; and (the loss as it is, the outputs, the new
            values of `non_trainable_variables` and of `metrics_variables`).
        """
        kinds = _kinds(self, trainable_variables, non_trainable_variables, metrics_variables)
        optimizer = self.optimizer
        more: list[tuple[Variable, Tensor]] = []
        if optimizer is not None and optimizer_variables is not None:
            more = list(zip(optimizer.variables, optimizer_variables, strict=True))

        def loss() -> Any:
            y_pred = self(x, training=training)
            found = self.compute_loss(x, y, y_pred, sample_weight, training=training)
            self._track(found, x)
            scaled = found
            if training and optimizer is not None:
                scaled = optimizer.scale_loss(found)
            _, fixed, measured = _values(kinds)
            return scaled, (found, y_pred, fixed, measured)

        return self.with_state(loss, [*_bound(kinds), *more])[0]

    def jax_state_sync(self: Any) -> None:
        """Does nothing: variables hold what the last step gave as soon as it is done."""

    def make_train_function(self: Any, force: bool = False) -> Callable[[Iterator[Any]], Any]:
        """Returns a function that takes the next batch of an iterator, and learns from it.

        Args:
            force: unused, kept for Keras's signature.
        """
        needs_compile(self)
        return lambda batches: _next(self, "train", batches)

    def make_test_function(self: Any, force: bool = False) -> Callable[[Iterator[Any]], Any]:
        """Returns a function that takes the next batch of an iterator, and evaluates it.

        Args:
            force: unused, kept for Keras's signature.
        """
        needs_compile(self)
        return lambda batches: _next(self, "test", batches)

    def make_predict_function(self: Any, force: bool = False) -> Callable[[Iterator[Any]], Any]:
        """Returns a function that takes the next batch of an iterator, and gives its outputs.

        Args:
            force: unused, kept for Keras's signature.
        """
        return lambda batches: self.predict_on_batch(unpack_x_y_sample_weight(next(batches))[0])

    def get_state_tree(
        self: Any, value_format: Literal["backend_tensor", "numpy_array"] = "backend_tensor"
    ) -> dict[str, Any]:
        """Returns the values of all variables as a tree of dicts, by kind and then by path.

        Args:
            value_format: "backend_tensor" for tensors of the engine, "numpy_array" for NumPy's.

        Raises:
            ArgumentError: there is no such format, or two variables have one path.
        """
        formats = {"backend_tensor": lambda v: v.value, "numpy_array": lambda v: v.numpy()}
        if value_format not in formats:
            raise ArgumentError(
                f"value_format cannot be {value_format!r}", expected=", ".join(map(repr, formats))
            )
        with self.placed():
            return {
                kind: _nested({v.path: formats[value_format](v) for v in found}, found)
                for kind, found in _state(self).items()
            }

    def set_state_tree(self: Any, state_tree: Mapping[str, Any]) -> None:
        """Sets the values of variables, as `get_state_tree` gave them.

        Args:
            state_tree: a tree of dicts; what it leaves out stays as it is.

        Raises:
            ArgumentError: it names a kind or a variable that is not there.
        """
        state = _state(self)
        pairs = [pair for kind, tree in state_tree.items() for pair in _paired(kind, tree, state)]
        for variable, value in pairs:
            variable.assign(current.to_numpy(value) if current.owner(value) else value)


def _kinds(model: Any, *values: Values) -> list[tuple[list[Variable], Values]]:
    variables = (
        model.trainable_variables, model.non_trainable_variables, model.metrics_variables,
    )  # fmt: skip
    return list(zip(variables, values, strict=True))


def _bound(kinds: list[tuple[list[Variable], Values]]) -> list[tuple[Variable, Tensor]]:
    return [pair for kind in kinds for pair in zip(*kind, strict=True)]


def _values(kinds: list[tuple[list[Variable], Values]]) -> tuple[Any, Any, Any]:
    first, second, third = ([v.value for v in variables] for variables, _ in kinds)
    return first, second, third


def _next(model: Any, kind: str, batches: Iterator[Any]) -> Any:
    x, y, sample_weight = unpack_x_y_sample_weight(next(batches))
    with model.placed():
        session = session_of(model)
        logs = run(session, kind, single(model, x, y, sample_weight))
        if kind == "train":
            session.ran_unplanned()
    return logs


def _state(model: Any) -> dict[str, list[Variable]]:
    optimizer = model.optimizer
    return {
        "trainable_variables": model.trainable_variables,
        "non_trainable_variables": model.non_trainable_variables,
        "optimizer_variables": [] if optimizer is None else optimizer.variables,
        "metrics_variables": model.metrics_variables,
    }


def _nested(values: Mapping[str, Any], variables: Sequence[Variable]) -> dict[str, Any]:
    if len(values) < len(variables):
        raise ArgumentError(
            "two variables have one path, so there is no tree of them",
            got=", ".join(v.path for v in variables),
            todo="give layers names of their own",
        )
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *above, last = path.split("/")
        inner = tree
        for part in above:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return tree


def _paired(
    kind: str, tree: Mapping[str, Any], state: Mapping[str, Sequence[Variable]]
) -> Iterator[tuple[Variable, Any]]:
    known = {v.path: v for v in state.get(kind, ())}
    for path, value in _flat(tree, kind if kind not in state else ""):
        if path not in known:
            raise ArgumentError(
                f"there is no variable {path!r} among the {kind}", expected=", ".join(known)
            )
        yield known[path], value


def _flat(tree: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        path = f"{above}/{name}" if above else name
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, value
