"""The graph of a model with a `call` of its own that takes text, so that it can be cut.

`call` is run once on symbolic inputs, for training and for the rest, which leaves the graph of
what it does. A `call` that cannot be run so has none.
"""

import inspect
from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.dtypes import STRING
from tahr.core.texts import holds_text
from tahr.layers.core.input_layer import Input
from tahr.models.cut import Cut
from tahr.models.rooting import graph_of


class TracedCalls:
    """Where the graphs of a `call` are cut, in training and otherwise.

    Args:
        training: in training.
        otherwise: in evaluation and prediction.
    """

    def __init__(self, training: Cut, otherwise: Cut) -> None:
        self._cuts = {True: training, False: otherwise}
        self._names = dict(zip(otherwise.crossing, training.crossing, strict=True))

    @property
    def host_part(self) -> Cut:
        """What runs on the host, the same in both."""
        return self._cuts[False]

    def finish(self, prepared: dict[str, Any], training: bool | None) -> Any:
        """Computes the outputs out of what crosses the cut."""
        if not training:
            return self._cuts[False].finish(prepared)
        named = {self._names.get(name, name): value for name, value in prepared.items()}
        return self._cuts[True].finish(named)


def traced(call: Callable[..., Any], x: Any) -> TracedCalls | None:
    """Traces a `call` on inputs like these; None where that is not to be had.

    Args:
        call: of a model that is built.
        x: arrays, of which some hold text.
    """
    takes = "training" in inspect.signature(call).parameters
    cuts: list[Cut] = []
    for training in (True, False):
        inputs = trees.map(_input, x)
        try:
            outputs = call(inputs, training=training) if takes else call(inputs)
            cut = graph_of(inputs, outputs).cut
        except Exception:  # whatever a call may do that symbolic tensors cannot
            return None
        if cut is None:
            return None
        cuts.append(cut)
    same = len({len(cut.crossing) for cut in cuts}) == 1
    return TracedCalls(*cuts) if same else None


def _input(array: Any) -> Any:
    dtype = STRING if holds_text(array) else array.dtype.name
    return Input(batch_shape=(None, *array.shape[1:]), dtype=dtype)
