"""The distiller: a student that is trained on labels and on what a teacher says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import Fraction
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.distillation.features import FeatureDistillation, tensors_of
from tahr.distillation.loss import DistillationLoss
from tahr.layers import Layer
from tahr.metrics import Mean
from tahr.models import Model
from tahr.training.setup.objective import batch_size

OUTPUT = ""
"""The key of what a model gives in the end, beside the names of its layers."""


@known_as("keras.distillation")
class Distiller(Model):
    """A model that trains a student on the labels and on what a teacher gives for the same inputs.

    The loss is `w * student_loss + (1 - w) * distillation_loss`, where `w` is
    `student_loss_weight`. What it gives, evaluates and predicts is the student's.

    Args:
        teacher: a trained model; it is frozen here.
        student: the model to be trained.
        distillation_losses: what compares the two: a `DistillationLoss`, or several.
        distillation_loss_weights: a number for each of them; one by default.
        student_loss_weight: how much the loss on the labels counts, from 0 to 1.
        name: the model's name.
        **kwargs: what every model takes.

    Raises:
        ArgumentError: something is no model or no such loss, there are not as many weights as
            losses, or the student cannot learn from this teacher.

    Example:
        >>> import numpy as np
        >>> from tahr import Sequential, layers
        >>> teacher = Sequential([layers.Input((4,)), layers.Dense(8), layers.Dense(3)])
        >>> student = Sequential([layers.Input((4,)), layers.Dense(3)])
        >>> from tahr.distillation import LogitsDistillation
        >>> distiller = Distiller(teacher, student, LogitsDistillation())
        >>> distiller.compile("adam", "mse")
        >>> history = distiller.fit(np.ones((8, 4)), np.ones((8, 3)), verbose=0)
        >>> sorted(history.history)
        ['distillation_loss', 'loss', 'student_loss']

    Source: Hinton et al. 2015, "Distilling the knowledge in a neural network", section 2.
    """

    untracked: frozenset[str] = Model.untracked | {"_kept", "_views"}

    @checked
    def __init__(
        self,
        teacher: Any,
        student: Any,
        distillation_losses: Any,
        distillation_loss_weights: Sequence[float] | None = None,
        student_loss_weight: Fraction = 0.5,
        name: str | None = "distiller",
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        for role, model in (("teacher", teacher), ("student", student)):
            if not isinstance(model, Layer):
                raise ArgumentError(f"the {role} is no model", where=self.name, got=told(model))
        found = _listed(distillation_losses)
        weights = [1.0] * len(found) if distillation_loss_weights is None else [
            *map(float, _listed(distillation_loss_weights))
        ]  # fmt: skip
        if not found or len(weights) != len(found):
            raise ArgumentError(
                "there is not one weight for each loss of distillation",
                where=self.name,
                expected=f"{len(found) or 'at least 1'}",
                got=len(weights),
            )
        for loss in found:
            if not isinstance(loss, DistillationLoss):
                raise ArgumentError(
                    "this is no loss of distillation",
                    where=self.name,
                    got=told(loss),
                    todo="give LogitsDistillation(), or an instance of a DistillationLoss",
                )
            loss.validate_model_compatibility(teacher, student)
        self.teacher = teacher
        self.student = student
        self.teacher.trainable = False
        self.distillation_losses: list[DistillationLoss] = found
        self.distillation_loss_weights: list[float] = weights
        self.student_loss_weight: float = float(student_loss_weight)
        self.student_loss_tracker: Mean = Mean(name="student_loss")
        self.distillation_loss_tracker: Mean = Mean(name="distillation_loss")
        self._kept: list[dict[str, Any]] | None = None
        self._views: dict[str, Model | None] = {
            "teacher": self._view("teacher", teacher), "student": self._view("student", student)
        }  # fmt: skip

    def compile(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, optimizer: Any = "adam", loss: Any = None, metrics: Any = None, **kwargs: Any
    ) -> None:
        """Configures the student for training.

        Args:
            optimizer: as for `Model.compile`.
            loss: on the labels; as for `Model.compile`.
            metrics: as for `Model.compile`.
            **kwargs: what else `Model.compile` takes.

        Raises:
            ArgumentError: a name is unknown.
        """
        super().compile(optimizer, loss, metrics=metrics, **kwargs)

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if self._kept is None:
            return self.student(inputs, training=training)
        seen = self._seen("student", inputs, training)
        self._kept.append(seen)
        return seen[OUTPUT]

    def train_step(self, data: Any) -> dict[str, Any]:
        with self._keeping():
            return super().train_step(data)

    def test_step(self, data: Any) -> dict[str, Any]:
        with self._keeping():
            return super().test_step(data)

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """Keeps what the student's layers give inside the block, so that it runs only once."""
        self._kept = []
        try:
            yield
        finally:
            self._kept = None

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        has_loss = self.compilation is not None and self.compilation.objective is not None
        student = ops.zeros(())
        if self.losses or (has_loss and (y is not None or self.student_loss_weight)):
            student = super().compute_loss(x, y, y_pred, sample_weight, training)
        theirs = self._seen("teacher", x, False)
        kept = self._kept[-1] if self._kept else {OUTPUT: y_pred}
        taught = ops.zeros(())
        pairs = zip(self.distillation_losses, self.distillation_loss_weights, strict=True)
        for loss, weight in pairs:
            teacher_layer, student_layer = _layers_of(loss)
            value = loss.compute_loss(theirs[teacher_layer], self._of(kept, student_layer, x))
            taught = ops.add(taught, ops.multiply(value, weight))
        size = batch_size(x)
        self.student_loss_tracker.update_state(student, sample_weight=size)
        self.distillation_loss_tracker.update_state(taught, sample_weight=size)
        own = ops.multiply(student, self.student_loss_weight)
        return ops.add(own, ops.multiply(taught, 1.0 - self.student_loss_weight))

    def _of(self, kept: dict[str, Any], layer: str, x: Any) -> Any:
        return kept[layer] if layer in kept else self._seen("student", x, False)[layer]

    def _seen(self, role: str, inputs: Any, training: bool | None) -> dict[str, Any]:
        """Returns what a model gives, and what those of its layers give that losses ask for."""
        view = self._views[role]
        if view is None:
            return {OUTPUT: getattr(self, role)(inputs, training=training)}
        output, *inner = view(inputs, training=training)
        return {OUTPUT: output, **dict(zip(self._names(role), inner, strict=True))}

    def _names(self, role: str) -> list[str]:
        place = 0 if role == "teacher" else 1
        found = (_layers_of(loss)[place] for loss in self.distillation_losses)
        return [name for name in dict.fromkeys(found) if name != OUTPUT]

    def _view(self, role: str, model: Any) -> Model | None:
        """Makes a model of the same graph that gives more; None where nothing more is asked for."""
        names = self._names(role)
        if not names:
            return None
        outputs = [model.output, *(tensors_of(model, name) for name in names)]
        return Model(model.input, outputs)

    def _written(self, name: str) -> Any:
        if name in ("teacher", "student", "distillation_losses"):
            return serialize(getattr(self, name))
        return super()._written(name)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Distiller":
        """Makes a distiller from its configuration."""
        read = ("teacher", "student", "distillation_losses")
        made = {name: deserialize(config[name], custom_objects) for name in read}
        return cls(**{**config, **made})


def _listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]


def _layers_of(loss: DistillationLoss) -> tuple[str, str]:
    """Returns the names of the layers that a loss compares, the teacher's first."""
    if not isinstance(loss, FeatureDistillation):
        return OUTPUT, OUTPUT
    return loss.teacher_layer_name or OUTPUT, loss.student_layer_name or OUTPUT
