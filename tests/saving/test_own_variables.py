"""What a layer of a user's own writes into its part of a file and reads from it."""

from pathlib import Path
from typing import Any

import numpy as np

import tahr
from tahr import layers


class Listed(layers.Layer):
    """Has no weights but those of a layer inside, and saves an array of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dense = layers.Dense(4)
        self.words: np.ndarray | None = None

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.dense.build(input_shape)
        self.built = True

    def call(self, inputs: Any) -> Any:
        return self.dense(inputs)

    def save_own_variables(self, store: Any) -> None:
        super().save_own_variables(store)
        store["words"] = np.arange(3)

    def load_own_variables(self, store: Any) -> None:
        self.words = np.asarray(store["words"])


def test_an_array_beside_the_weights_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    model = tahr.Sequential([layers.Input((3,)), Listed()])
    model.save(path)
    again: Any = tahr.models.load_model(path, custom_objects={"Listed": Listed})
    assert again.layers[0].words.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(again.layers[0].dense.kernel, model.layers[0].dense.kernel)
