"""What a model does with files."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tahr import saving
from tahr.core.serialization import serialize
from tahr.core.spelling import ENTRANCES
from tahr.core.tracebacks import methods_end_at_user
from tahr.saving.export import export_model


@methods_end_at_user(ENTRANCES)
class Saved:
    """Saving and loading, as methods of a model."""

    def to_json(self, **kwargs: Any) -> str:
        """Writes the configuration as JSON.

        Args:
            **kwargs: what `json.dumps` takes.
        """
        return json.dumps(serialize(self), **kwargs)

    def save(
        self,
        filepath: str | Path,
        overwrite: bool = True,
        zipped: bool | None = None,
        **kwargs: Any,
    ) -> None:
        """Writes the model to a `.keras` file, as `saving.save_model` does."""
        saving.save_model(self, filepath, overwrite, zipped, **kwargs)

    def save_weights(
        self,
        filepath: str | Path,
        overwrite: bool = True,
        max_shard_size: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Writes the weights to a `.weights.h5` file, as `saving.save_weights` does."""
        saving.save_weights(self, filepath, overwrite, max_shard_size, **kwargs)

    def load_weights(
        self,
        filepath: str | Path,
        skip_mismatch: bool = False,
        by_name: bool = False,
        objects_to_skip: Sequence[object] = (),
    ) -> Any:
        """Reads the weights from a file, as `saving.load_weights` does."""
        return saving.load_weights(self, filepath, skip_mismatch, by_name, objects_to_skip)

    def export(
        self,
        filepath: Any,
        format: str = "tf_saved_model",
        verbose: bool | None = None,
        input_signature: Any = None,
        **kwargs: Any,
    ) -> None:
        """Writes a program of another system, as `saving.export.export_model` does."""
        export_model(self, filepath, format, verbose, input_signature, **kwargs)
