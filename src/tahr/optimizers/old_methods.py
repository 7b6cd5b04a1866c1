"""Methods that optimizers had in Keras 1 and 2."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tahr.compat import old_names
from tahr.compat.orders import GET_UPDATES, GET_UPDATES_FIRST, placed
from tahr.core import current
from tahr.core.notices import old_spelling
from tahr.core.variables import AllVariables, Variable
from tahr.optimizers.clipping import clipped


@dataclass(frozen=True)
class Descent:
    """A step of an optimizer that is to come, once a function between symbolic tensors runs.

    Args:
        optimizer: whose step it is.
        loss: the symbolic tensor that is to become less.
        variables: what it changes.
    """

    optimizer: Any
    loss: Any
    variables: list[Any]


class OldMethods:
    """Methods of earlier versions."""

    weights: AllVariables = AllVariables()

    def get_weights(self: Any) -> list[Any]:
        """Returns the values of its variables."""
        old_spelling("optimizer.get_weights()", "optimizer.variables")
        return [variable.numpy() for variable in self.variables]

    def set_weights(self: Any, weights: Any) -> None:
        """Sets the values of its variables.

        Args:
            weights: one array a variable.
        """
        old_spelling("optimizer.set_weights()", "optimizer.variables")
        for variable, value in zip(self.variables, weights, strict=True):
            variable.assign(value)

    def get_gradients(self: Any, loss: Any, params: Any) -> list[Any]:
        """Returns the gradients of a symbolic tensor, clipped as the optimizer says.

        Args:
            loss: the tensor.
            params: what it is differentiated by.
        """
        gradients: Any = old_names.find("backend", "gradients")
        found = gradients(loss, list(params))
        return clipped(found, self.clipnorm, self.global_clipnorm, self.clipvalue)

    def minimize(self: Any, loss: Any, var_list: Any, tape: Any = None, **_: Any) -> None:
        """Makes one step.

        Args:
            loss: a function without arguments; or a tensor, with the tape that has seen it.
            var_list: what the step changes; or a function that returns it.
            tape: a tape of TensorFlow's.
            **_: `grad_loss` and `name`.
        """
        given: Any = var_list() if callable(var_list) else var_list
        variables: list[Any] = list(given)
        if tape is not None:
            gradients = tape.gradient(loss, variables)
        elif not all(isinstance(v, Variable) for v in variables):
            gradients = current.engine().gradients_by(loss, variables)
        else:
            gradients = _value_and_grad(loss, variables)[1]
        self.apply(gradients, variables)

    def get_updates(self, *args: Any, **kwargs: Any) -> list[Descent]:
        """Returns a step as what `keras.backend.function` takes among its updates.

        Args:
            *args: the loss and the variables; or, as in Keras 1, the variables, constraints and
                the loss.
            **kwargs: `loss` and `params`, and `constraints`, which variables know themselves.
        """
        order = GET_UPDATES_FIRST if len(args) == len(GET_UPDATES_FIRST) else GET_UPDATES
        given = {**placed("get_updates", order, args), **kwargs}
        return [Descent(self, given["loss"], list(given["params"]))]


def _value_and_grad(*args: Any) -> Any:
    """Calls what stands above the optimizers in the house."""
    return import_module("tahr.training.step.gradients").value_and_grad(*args)
