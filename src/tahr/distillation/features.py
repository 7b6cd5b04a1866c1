"""Distillation of what a model computes on the way."""

from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.distillation.loss import ComparingLoss
from tahr.models import Model


@known_as("keras.distillation")
class FeatureDistillation(ComparingLoss):
    """Compares what a layer of the student gives with what a layer of the teacher gives.

    Args:
        loss: compares the two; a list or dict of losses for a layer with several outputs.
        teacher_layer_name: the teacher's layer; its output as a whole where None.
        student_layer_name: the student's layer; its output as a whole where None.

    Raises:
        ArgumentError: there is no loss.

    Example:
        >>> float(FeatureDistillation("mae").compute_loss([[1.0, 3.0]], [[1.0, 1.0]]))
        1.0

    Source: Romero et al. 2015, "FitNets: hints for thin deep nets", equation 3.
    """

    def __init__(
        self,
        loss: Any = "mse",
        teacher_layer_name: str | None = None,
        student_layer_name: str | None = None,
    ) -> None:
        super().__init__(loss)
        self.teacher_layer_name = teacher_layer_name
        self.student_layer_name = student_layer_name

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        theirs = tensors_of(teacher, self.teacher_layer_name)
        own = tensors_of(student, self.student_layer_name)
        if theirs is not None and own is not None:
            self.validate_outputs(theirs, own)


def tensors_of(model: Any, layer: str | None) -> Any:
    """Returns what a layer of a model gives, as symbolic tensors; all the model gives for None.

    Args:
        model: whichever; None is returned for one whose outputs are not known, and no layer.
        layer: the name of a layer in its graph.

    Raises:
        ArgumentError: the model has no graph, or no such layer.
    """
    if layer is None:
        return model.known_outputs()
    if not isinstance(model, Model) or model.graph is None:
        raise ArgumentError(
            f"what its layer {layer!r} gives cannot be had: the model has no graph",
            where=getattr(model, "name", None),
            expected="a functional or Sequential model whose inputs are known",
        )
    wanted = model.get_layer(layer)
    return next(node.outputs for node in model.graph.nodes if node.operation is wanted)
