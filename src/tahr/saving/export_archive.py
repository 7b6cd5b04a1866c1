"""A SavedModel with endpoints of one's own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from tahr.core import current, trees
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, SavingError, TahrError, told
from tahr.core.folders import atomic_folder
from tahr.core.notices import unheard
from tahr.core.scopes import StateScope
from tahr.core.specs import show
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.tracking import unique
from tahr.core.typing import is_dict
from tahr.core.variables import Variable
from tahr.saving.export import input_specs
from tahr.saving.export_formats import MARK

COLLECTIONS = ("variables", "trainable_variables", "non_trainable_variables")


@methods_end_at_user((
    "__init__", "track", "add_endpoint", "track_and_add_endpoint", "add_variable_collection",
    "write_out",
))  # fmt: skip
class ExportArchive:
    """A SavedModel that is put together of endpoints, and then written.

    TensorFlow runs it without Tahr, whichever engine the models were trained on. Variables that an
    endpoint uses are found by themselves, and what it assigns to them, such as the state of random
    generators, is assigned where it is served.

    Args:
        format: of what is written.

    Raises:
        ArgumentError: the format is another one.
        EngineError: TensorFlow is not installed.
    """

    @checked
    def __init__(self, format: Literal["saved_model"] = "saved_model") -> None:
        current.load("tensorflow")
        from tahr.engines.tensorflow.archive import Archive

        self._archive: Archive = Archive()
        self._tracked: list[Any] = []

    @property
    def variables(self) -> list[Variable]:
        """The variables of the layers and models that are tracked."""
        return unique([v for part in self._tracked for v in part.variables])

    @property
    def trainable_variables(self) -> list[Variable]:
        """Those of them that training changes."""
        return unique([v for part in self._tracked for v in part.trainable_variables])

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """Those of them that training leaves alone."""
        return unique([v for part in self._tracked for v in part.non_trainable_variables])

    def track(self, resource: Any) -> None:
        """Keeps the variables of a layer, or a resource of TensorFlow's, with the endpoints.

        Args:
            resource: a built layer or model; or a lookup table or the like of TensorFlow's.

        Raises:
            ArgumentError: it is neither, or a layer that is not built.
        """
        if hasattr(resource, "trainable_variables") and hasattr(resource, "built"):
            if not resource.built:
                raise ArgumentError(
                    "the layer has no variables yet",
                    where=resource.name,
                    todo="call it on data first, or build(input_shape)",
                )
            if not any(part is resource for part in self._tracked):
                self._tracked.append(resource)
            return
        if not hasattr(resource, "_trackable_children"):
            raise ArgumentError(
                "this cannot be kept in a SavedModel",
                where="track",
                expected="a layer, a model, or a resource of TensorFlow's",
                got=told(resource),
            )
        self._archive.track(resource)

    def add_endpoint(
        self,
        name: str,
        fn: Callable[..., Any],
        input_signature: Sequence[Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Adds a function that the SavedModel offers.

        Args:
            name: what it is called there.
            fn: takes tensors, or trees of them, and gives tensors: a model, a method of one, a
                function that calls ops; or a `tf.function` that has been called.
            input_signature: what each argument is: specs (anything with shape and dtype, or
                `(shape, dtype)` pairs), or trees of them; lengths of None stay open, but where
                random numbers are drawn, as dropout does in training. A
                `tf.function` needs none, nor does a model whose inputs are known.
            **kwargs: what Keras takes for JAX, which is not needed here.

        Returns:
            The `tf.function`.

        Raises:
            ArgumentError: the name is none, or is there; or the inputs are not known.
            EngineError: the function cannot be a graph of TensorFlow's.
        """
        unheard("add_endpoint", kwargs)
        self._check_name(name)
        if hasattr(fn, "get_concrete_function") and input_signature is None:
            return self._archive.add(name, fn)
        specs = self._specs(fn, input_signature, name)
        touched = _touched(fn, specs)
        names = _names(specs)
        return self._archive.add_traced(name, fn, specs, names, touched)

    def track_and_add_endpoint(
        self, name: str, resource: Any, input_signature: Sequence[Any] | None = None, **kwargs: Any
    ) -> Any:
        """Does what `track` and `add_endpoint` do, for a layer or model.

        Args:
            name: of the endpoint.
            resource: a built layer or model; it runs as in inference.
            input_signature: what each argument is, as for `add_endpoint`.
            **kwargs: what Keras takes for JAX, which is not needed here.

        Returns:
            The `tf.function`.
        """
        self.track(resource)
        return self.add_endpoint(name, resource, input_signature, **kwargs)

    def add_variable_collection(self, name: str, variables: Sequence[Variable]) -> None:
        """Lets variables be had under a name where the SavedModel is loaded.

        Args:
            name: the attribute's.
            variables: a list, tuple or set of them.

        Raises:
            ArgumentError: the name is none or is there, or something is no variable.
        """
        self._check_name(name)
        found: list[Any] = list(variables)
        for variable in found:
            if not isinstance(variable, Variable):
                raise ArgumentError("this is no variable", where=name, got=told(variable))
        self._archive.collect(name, found)

    def write_out(self, filepath: str | Path, options: Any = None, verbose: bool = True) -> None:
        """Writes the SavedModel; what is there is replaced once the whole is written.

        The first endpoint is the one that TensorFlow Serving takes by default.

        Args:
            filepath: the folder.
            options: a `tf.saved_model.SaveOptions`.
            verbose: whether to say where it is and what it offers.

        Raises:
            SavingError: there is no endpoint, or it cannot be written.
        """
        if not self._archive.endpoints:
            raise SavingError("there is no endpoint", todo="call add_endpoint first")
        if "://" in str(filepath):
            raise SavingError("only folders on this computer can be used", where=str(filepath))
        if self._tracked:
            for name in COLLECTIONS:
                self._archive.collect(name, getattr(self, name))
        with atomic_folder(filepath, MARK) as folder:
            self._archive.write(folder, options)
        if verbose:
            offered = ", ".join(self._archive.endpoints)
            print(f"Saved at '{filepath}', with the endpoints {offered}.")  # noqa: T201

    def _check_name(self, name: object) -> None:
        taken = hasattr(self._archive.root, name) if isinstance(name, str) else False
        if not isinstance(name, str) or not name.isidentifier() or taken or name in COLLECTIONS:
            raise ArgumentError(
                "this name is taken" if taken else "this cannot be a name in a SavedModel",
                where="ExportArchive",
                got=told(name),
            )

    def _specs(self, fn: Any, given: Sequence[Any] | None, name: str) -> list[Any]:
        if given is not None:
            listed = list(given) if isinstance(given, list | tuple) else [given]
            return [input_specs(one) for one in listed]
        owner = getattr(fn, "__self__", fn)
        shapes = getattr(owner, "graph", None)
        if shapes is None:
            raise ArgumentError(
                "the inputs of the endpoint are not known",
                where=name,
                todo="pass input_signature=[keras.InputSpec(shape=(None, 3), dtype='float32')]",
            )
        return [input_specs(shapes.inputs)]


def _touched(fn: Callable[..., Any], specs: list[Any]) -> list[Variable]:
    """Returns the variables that a function reads or assigns.

    Raises:
        TahrError: it does not fit the specs.
    """
    with current.using("spec"), StateScope() as scope:
        try:
            fn(*specs)
        except TahrError:
            raise
        except Exception as error:
            raise ArgumentError(
                "the function of the endpoint cannot be run on specs",
                expected=", ".join(show(spec.shape) for spec in trees.leaves(specs)),
                got=f"{type(error).__name__}: {error}",
                todo="compute with keras.ops in it, or make it a tf.function",
            ) from error
    return scope.touched()


def _names(specs: list[Any]) -> list[str]:
    """Returns names for the leaves: those of a dict by their keys, all others numbered."""
    if len(specs) == 1 and is_dict(specs[0]):
        return [str(key) for key in sorted(specs[0])]
    count = len(trees.leaves(specs))
    return ["inputs"] if count == 1 else [f"inputs_{number}" for number in range(count)]
