"""A SavedModel of TensorFlow as a layer."""

from pathlib import Path
from typing import Any

from tahr.core import current, trees
from tahr.core.deserialization import safe_mode
from tahr.core.errors import ArgumentError, EngineError, SavingError
from tahr.core.registry import known_as
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "TFSMLayer")
class TFSMLayer(Layer):
    """Computes what a SavedModel computes, on the TensorFlow engine.

    Its weights stay as they are in the file: they are no weights of the layer.

    A SavedModel is a program. TensorFlow runs whatever graph it holds, which can read and write
    files: load none that you do not trust. A `.keras` file that names one is not loaded, unless
    with `safe_mode=False`.

    Args:
        filepath: the folder of the SavedModel.
        call_endpoint: what is called: an attribute, as `export` writes it, or a signature.
        call_training_endpoint: what is called in training; the same by default.
        trainable: kept for Keras's signature: the weights stay as they are.
        name: of the layer.
        dtype: as every layer's.

    Raises:
        SavingError: there is no such SavedModel.
        ArgumentError: it has no such endpoint.
        EngineError: it is run on another engine.
    """

    opens_lengths = False

    def __init__(
        self,
        filepath: str | Path,
        call_endpoint: str = "serve",
        call_training_endpoint: str | None = None,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(trainable=trainable, name=name, dtype=dtype)
        if not (Path(filepath) / "saved_model.pb").is_file():
            raise SavingError("there is no SavedModel", where=str(filepath))
        current.load("tensorflow")
        from tahr.engines.tensorflow import saved_models

        self.filepath: str = str(filepath)
        self.call_endpoint = call_endpoint
        self.call_training_endpoint = call_training_endpoint
        self._loaded = saved_models.read(Path(filepath))
        self._serve = self._endpoint(call_endpoint)
        self._train = self._endpoint(call_training_endpoint or call_endpoint)

    def _endpoint(self, name: str) -> Any:
        found = getattr(self._loaded, name, None) or self._loaded.signatures.get(name)
        if found is None:
            known = ", ".join(self._loaded.signatures)
            raise ArgumentError("there is no such endpoint", expected=known, got=name)
        return found

    def call(self, inputs: Any, training: bool = False) -> Any:
        engine = current.engine()
        run = self._train if training else self._serve
        if engine.name == "tensorflow":
            return run(inputs)
        if engine.name != "spec":
            raise EngineError(
                "a SavedModel runs on the TensorFlow engine alone",
                where=self.name,
                expected="tensorflow",
                got=engine.name,
                todo='model.to("tensorflow"), or set TAHR_ENGINE=tensorflow',
            )
        leaves, structure = trees.flatten(inputs)
        with current.using("tensorflow") as tensorflow:
            return tensorflow.evaluate_spec(
                lambda *tensors: run(trees.unflatten(structure, list(tensors))), leaves
            )

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "TFSMLayer":
        if safe_mode():
            raise SavingError(
                "a SavedModel is a program, and this file asks to run one",
                where=str(config.get("filepath")),
                todo="pass safe_mode=False if you trust both",
            )
        return cls(**config)
