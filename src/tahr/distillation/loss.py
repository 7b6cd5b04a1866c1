"""What a loss of distillation is: it compares what a teacher and a student give."""

from collections.abc import Iterator, Mapping
from typing import Any

from tahr import losses, ops
from tahr.core import trees
from tahr.core.configurable import Configurable
from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import missing_method
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.core.specs import show
from tahr.core.typing import Tensor


@known_as("keras.distillation")
class DistillationLoss(Configurable):
    """The base of losses between a teacher and a student; yours overrides `compute_loss`."""

    def compute_loss(self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any) -> Tensor:
        """Returns the loss.

        Args:
            teacher_outputs: a tensor, or a list or dict of them.
            student_outputs: likewise.
            **kwargs: what a loss of yours takes.

        Returns:
            A scalar.
        """
        raise missing_method(self, "compute_loss")

    def validate_outputs(self, teacher_outputs: Any, student_outputs: Any) -> None:
        """Raises where the outputs are not as many, or not under the same names.

        Args:
            teacher_outputs: tensors or specs of them, alone or in a list or dict.
            student_outputs: likewise.

        Raises:
            ArgumentError: they cannot be compared.
        """
        theirs, own = (trees.flatten(tree)[1] for tree in (teacher_outputs, student_outputs))
        if theirs.num_leaves != own.num_leaves or (
            _names(teacher_outputs) != _names(student_outputs)
        ):
            raise ArgumentError(
                "teacher and student do not have the same outputs",
                where=type(self).__name__,
                expected=_told(teacher_outputs),
                got=_told(student_outputs),
            )

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        """Raises where a student cannot learn from a teacher by this loss.

        Args:
            teacher: a model.
            student: a model.

        Raises:
            ArgumentError: it cannot.
        """


class ComparingLoss(DistillationLoss):
    """Compares outputs by losses: one for all of them, or one for each.

    Args:
        loss: a name, function or `Loss`; or a list or dict of these by output, with None for an
            output that is not compared.

    Raises:
        ArgumentError: there is no loss at all.
    """

    def __init__(self, loss: Any) -> None:
        self._given_loss: Any = _named(loss)
        self.loss: Any = _found(self._given_loss)
        if all(one is None for one in trees.leaves(self.loss)):
            raise ArgumentError(
                "there is nothing to compare the outputs by",
                where=type(self).__name__,
                todo="give a loss: its name, or losses.MeanSquaredError()",
            )

    def compute_loss(self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any) -> Tensor:
        targets, outputs = (
            trees.map(ops.convert_to_tensor, tree, is_leaf=is_numbers)
            for tree in (teacher_outputs, student_outputs)
        )
        self.validate_outputs(targets, outputs)
        total: Any = None
        for one, target, output in self._by_output(targets, outputs):
            if one is not None:
                value = self.of_one(one, target, output)
                total = value if total is None else ops.add(total, value)
        return total

    def of_one(self, loss: Any, target: Tensor, output: Tensor) -> Tensor:
        """Returns the loss of one output.

        Args:
            loss: that output's.
            target: what the teacher gives.
            output: what the student gives.
        """
        return loss(target, output)

    def validate_outputs(self, teacher_outputs: Any, student_outputs: Any) -> None:
        super().validate_outputs(teacher_outputs, student_outputs)
        list(self._by_output(teacher_outputs, student_outputs))

    def _by_output(self, teacher: Any, student: Any) -> Iterator[tuple[Any, Any, Any]]:
        """Yields the loss, the teacher's tensor and the student's of each output.

        Raises:
            ArgumentError: losses and outputs are not under the same names, or not as many.
        """
        pairs = [*zip(trees.leaves(teacher), trees.leaves(student), strict=True)]
        chosen = self.loss
        if isinstance(chosen, Mapping):
            if not isinstance(student, Mapping) or chosen.keys() != student.keys():
                raise self._unfit(student)
            yield from ((chosen[name], teacher[name], student[name]) for name in chosen)
            return
        if isinstance(chosen, list | tuple):
            if len(chosen) != len(pairs):
                raise self._unfit(student)
            yield from ((one, *pair) for one, pair in zip(chosen, pairs, strict=True))
            return
        yield from ((chosen, *pair) for pair in pairs)

    def _unfit(self, outputs: Any) -> ArgumentError:
        return ArgumentError(
            "the losses are not one for each output",
            where=type(self).__name__,
            expected=_told(outputs),
            got=told(self.loss),
        )

    def _written(self, name: str) -> Any:
        found = super()._written(name)
        return serialize(found) if name == "loss" else found

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**{**config, "loss": deserialize(config["loss"])})


def _named(loss: Any) -> Any:
    """Returns losses as functions and objects, in the structure they were given in."""
    if isinstance(loss, list | tuple):
        return [_named(one) for one in loss]
    if isinstance(loss, Mapping) and "class_name" not in loss:
        return {name: _named(one) for name, one in loss.items()}
    return losses.get(loss)


def _found(loss: Any) -> Any:
    """Returns losses as objects that give one number."""
    if isinstance(loss, list):
        return [_found(one) for one in loss]
    if isinstance(loss, dict):
        return {name: _found(one) for name, one in loss.items()}
    if loss is None or isinstance(loss, losses.Loss):
        return loss
    name = getattr(loss, "__name__", None)
    known = OBJECTS.get(name or "")
    return losses.LossFunctionWrapper(loss, name=name) if known is None else known()


OBJECTS: dict[str, type[losses.Loss]] = {
    "kl_divergence": losses.KLDivergence,
    "categorical_crossentropy": losses.CategoricalCrossentropy,
}
"""The class of a loss that is named by its function, where it is one of probabilities."""


def _names(outputs: Any) -> Any:
    return set(outputs) if isinstance(outputs, Mapping) else None


def _told(outputs: Any) -> str:
    if isinstance(outputs, Mapping):
        return ", ".join(f"{name} {_told(one)}" for name, one in outputs.items())
    if isinstance(outputs, list | tuple):
        return ", ".join(map(_told, outputs))
    shape = outputs.shape if hasattr(outputs, "shape") else None
    return told(outputs) if shape is None else show(shape)


def same_shapes(loss: object, teacher: Any, student: Any) -> None:
    """Raises where the tensors of a teacher and of a student differ in what is known of shapes.

    Args:
        loss: what compares them.
        teacher: specs or symbolic tensors, alone or in a list or dict.
        student: likewise.

    Raises:
        ArgumentError: two differ.
    """
    pairs = zip(trees.leaves(teacher), trees.leaves(student), strict=True)
    for theirs, own in pairs:
        lengths = [*zip(theirs.shape, own.shape, strict=False)]
        known = all(a == b for a, b in lengths if a is not None and b is not None)
        if len(theirs.shape) != len(own.shape) or not known:
            raise ArgumentError(
                "what teacher and student give has different shapes",
                where=type(loss).__name__,
                expected=show(theirs.shape),
                got=show(own.shape),
            )


def is_numbers(value: Any) -> bool:
    """Returns whether a value is one tensor written as lists of numbers, rather than several.

    Example:
        >>> is_numbers([[1.0, 2.0]]), is_numbers([None]), is_numbers({"a": 1.0})
        (True, False, False)
    """
    if isinstance(value, list | tuple):
        return bool(value) and all(is_numbers(item) for item in value)
    return isinstance(value, int | float)
