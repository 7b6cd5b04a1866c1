"""Text: sentences and documents, in a column or in files."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field

from tahr.apps.data.media import read_text
from tahr.apps.data.table import Table, as_column
from tahr.apps.features.feature import Array, Feature, Outlook
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions

MOST_WORDS = 50_000
MANY = 50_000
"""Rows from which words in their order tell more than single words and pairs."""
LONGEST = 512
DROPPED = 0.5
"""The share of the embedding that is dropped: texts are learned by heart else."""


class Text(Feature):
    """Text a row."""

    type: Literal["text"] = "text"
    words: Annotated[OrAuto[Positive], Field(description="Of the vocabulary, at most.")] = "auto"
    length: Annotated[
        OrAuto[Positive], Field(description="Words that are read of each text, from its start.")
    ] = "auto"
    encoder: Annotated[
        OrAuto[Literal["bag", "convolution", "gru"]],
        Field(
            description="bag: the mean of words and pairs of words; convolution; gru: the words "
            "in order, both ways."
        ),
    ] = "auto"
    files: Annotated[OrAuto[bool], Field(description="Whether the column has names of files.")] = (
        "auto"
    )

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        files = decisions.settle(f"{path}.files", self.files, outlook.column.files, "the values")
        texts = _texts(self.name, outlook.table, files, 5_000)
        counts = [len(text.split()) for text in texts]
        long = int(np.quantile(counts, 0.98)) if counts else 1
        length = max(min(-(-long // 8) * 8, LONGEST), 8)
        return self.model_copy(
            update={
                "files": files,
                "words": decisions.settle(
                    f"{path}.words", self.words, MOST_WORDS, "the most frequent ones"
                ),
                "length": decisions.settle(
                    f"{path}.length", self.length, length, "98 of 100 texts are not longer"
                ),
                "encoder": decisions.settle(
                    f"{path}.encoder",
                    self.encoder,
                    "bag" if outlook.rows < MANY else "convolution",
                    f"{outlook.rows:,} rows; below {MANY:,} single words and pairs tell more",
                ),
            }
        )

    def given(self, table: Table) -> Array:
        return as_column(_texts(self.name, table, bool(self.files)))

    def arrives(self) -> Any:
        from tahr import layers

        return layers.Input((), dtype="string", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        pairs = self.encoder == "bag"
        layer = layers.TextVectorization(
            max_tokens=int(self.words),
            ngrams=2 if pairs else None,
            output_sequence_length=int(self.length) * (2 if pairs else 1),
        )
        layer.adapt(values)
        return layer(raw)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers, ops

        units = 2 * size.embedding
        name = f"{self.label}.words"
        vectors = layers.Embedding(int(self.words), units, name=name)(prepared)
        vectors = layers.SpatialDropout1D(DROPPED)(vectors)
        if self.encoder == "gru":
            return layers.Bidirectional(layers.GRU(size.units // 2), name=f"{self.label}.gru")(
                vectors
            )
        there = ops.expand_dims(ops.cast(ops.not_equal(prepared, 0), "float32"), -1)
        count = ops.maximum(ops.sum(there, axis=1), 1.0)
        mean = ops.divide(ops.sum(ops.multiply(vectors, there), axis=1), count)
        if self.encoder == "bag":
            return layers.Dropout(DROPPED)(mean)
        parts = [mean]
        for width in (2, 3, 4):
            name = f"{self.label}.{width}_words"
            found = layers.Conv1D(
                size.units // 2, width, padding="same", activation="relu", name=name
            )
            parts.append(layers.GlobalMaxPooling1D()(found(vectors)))
        return layers.Dropout(size.dropout)(layers.Concatenate()(parts))


def _texts(name: str, table: Table, files: bool, most: int | None = None) -> list[str]:
    values = table.column(name)[:most].tolist()
    if not files:
        return ["" if value is None else str(value) for value in values]
    return [read_text(table, str(value), row) for row, value in enumerate(values)]
