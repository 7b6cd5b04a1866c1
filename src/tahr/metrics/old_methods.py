"""What metrics had in Keras 2, where a metric was a layer."""

from typing import Any, cast

from tahr.core.notices import old_spelling
from tahr.core.variables import AllVariables


class OldMethods:
    """Methods of earlier versions, each in terms of today's."""

    weights: AllVariables = AllVariables()
    non_trainable_variables: AllVariables = AllVariables()
    non_trainable_weights: AllVariables = AllVariables()
    trainable_variables: tuple[()] = ()

    def get_weights(self: Any) -> list[Any]:
        """Returns the values of the variables."""
        old_spelling("metric.get_weights()", "metric.variables")
        return [variable.numpy() for variable in self.variables]

    def set_weights(self: Any, weights: Any) -> None:
        """Sets the values of the variables.

        Args:
            weights: one array a variable.
        """
        old_spelling("metric.set_weights()", "metric.variables")
        for variable, value in zip(self.variables, weights, strict=True):
            variable.assign(value)

    def reset_states(self: Any) -> None:
        """Begins anew, as `reset_state` does; a metric for Keras 2 may write this instead."""
        own = cast("Any", type(self))
        if own.reset_states is OldMethods.reset_states:
            old_spelling("metric.reset_states()", "metric.reset_state()")
            self.reset_state()
        else:
            self.zero()
