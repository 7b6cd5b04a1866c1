"""SavedModels with several endpoints, put together piece by piece."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tahr.core import trees
from tahr.core.specs import TensorSpec, opened
from tahr.core.variables import Variable
from tahr.engines.open_graphs import Open, lifted, lowered, opened_graph
from tahr.engines.tensorflow import ENGINE
from tahr.engines.tensorflow.open_graphs import OpenGraphs, lengths_of
from tahr.engines.tensorflow.saved_models import plain, quietly
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import DTYPES

DEFAULT = "serving_default"


class Archive:
    """A SavedModel before it is written: endpoints, and the variables they use."""

    def __init__(self) -> None:
        self.root: Any = tf.train.Checkpoint()
        self.root.tracked = []
        self.root.state = []
        self.endpoints: dict[str, Any] = {}
        self._own: dict[int, tuple[Variable, Any]] = {}

    def hold(self, variables: Iterable[Variable]) -> list[Any]:
        """Returns TensorFlow's variables for Tahr's, made where there are none yet."""
        found: list[Any] = []
        for variable in variables:
            if id(variable) not in self._own:
                own = tf.Variable(
                    variable.numpy(),
                    trainable=variable.trainable,
                    dtype=DTYPES[variable.dtype],
                    name=variable.name,
                )
                self._own[id(variable)] = variable, own
                self.root.state.append(own)
            found.append(self._own[id(variable)][1])
        return found

    def track(self, resource: Any) -> None:
        """Keeps a resource of TensorFlow's, such as a lookup table, with the endpoints."""
        self.root.tracked.append(resource)

    def collect(self, name: str, variables: Iterable[Variable]) -> None:
        """Lets variables be had under a name where the SavedModel is loaded."""
        setattr(self.root, name, self.hold(variables))

    def add(self, name: str, function: Any) -> Any:
        """Adds a function of TensorFlow's, `tf.function`, as an endpoint."""
        setattr(self.root, name, function)
        self.endpoints[name] = function
        return function

    def add_traced(
        self,
        name: str,
        call: Callable[..., Any],
        specs: list[Any],
        names: list[str],
        touched: list[Variable],
    ) -> Any:
        """Adds a function of Tahr's as an endpoint.

        Args:
            name: the endpoint's.
            call: takes trees of tensors; may read variables and assign them.
            specs: a tree for each argument; unknown lengths stay open.
            names: of the leaves, in the endpoint.
            touched: the variables it reads or assigns.
        """
        own = self.hold(touched)

        def run(*inputs: Any) -> Any:
            lengths = lengths_of(trees.leaves(specs), trees.leaves(inputs))
            engine = OpenGraphs(ENGINE, lengths)  # type: ignore[reportAbstractUsage]
            state = [
                (v, Open(TensorSpec(v.shape, v.dtype), tf.convert_to_tensor(o)))
                for v, o in zip(touched, own, strict=True)
            ]
            with opened_graph(engine, state) as scope:
                found = lowered(call(*lifted(specs, list(inputs))))
                after = [(v, scope.find(v)) for v in scope.written()]
            for variable, value in after:
                self._own[id(variable)][1].assign(lowered(value))
            return found

        leaves, structure = trees.flatten(specs)
        pairs = zip(leaves, names, strict=True)
        signature = trees.unflatten(
            structure,
            [tf.TensorSpec(opened(s.shape), DTYPES[s.dtype], name=plain(n)) for s, n in pairs],
        )
        return self.add(name, tf.function(run, input_signature=signature, autograph=False))

    def write(self, folder: Path, options: Any) -> None:
        """Writes everything, the variables as they are now.

        Args:
            folder: where.
            options: a `tf.saved_model.SaveOptions`, or None.
        """
        for variable, own in self._own.values():
            own.assign(variable.numpy())
        made = {
            name: function.get_concrete_function() if function.input_signature else function
            for name, function in self.endpoints.items()
        }
        if DEFAULT not in made:
            made[DEFAULT] = next(iter(made.values()))
        with quietly():
            tf.saved_model.save(self.root, str(folder), made, options)
