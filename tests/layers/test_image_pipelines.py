"""Layers on images where data are prepared: in `tf.data`, in workers, in a loop by hand."""

import sys
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers, utils
from tahr.core import current
from tahr.training.data import adapt

IMAGES = np.random.default_rng(1).integers(0, 256, (12, 10, 8, 3)).astype("uint8")


def pipeline() -> layers.Pipeline:
    return layers.Pipeline(
        [
            layers.RandomFlip(seed=1),
            layers.RandomRotation(0.2, seed=2),
            layers.RandomContrast(0.4, seed=3),
            layers.MixUp(seed=4),
            layers.Resizing(6, 7),
        ]
    )


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_a_data_set_of_tensorflow_is_mapped(engine: str) -> None:
    tf = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    made = pipeline()
    labels = np.eye(12, dtype="float32")
    data = tf.data.Dataset.from_tensor_slices({"images": IMAGES, "labels": labels}).batch(4)
    with tahr.engine(engine):
        mapped = data.map(made)
        assert mapped.element_spec["images"].shape.as_list() == [None, 6, 7, 3]
        first, second = ([batch["images"].numpy() for batch in mapped] for _ in range(2))
    assert [batch.shape for batch in first] == [(4, 6, 7, 3)] * 3
    assert first[0].dtype == "float32"
    assert (first[0] != second[0]).any()
    single = tf.data.Dataset.from_tensor_slices(IMAGES).map(made)
    assert next(iter(single)).shape == (6, 7, 3)


class Augmented(utils.PyDataset):
    """Batches that a layer has prepared, and whether this took another engine than NumPy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.layer = pipeline()

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> Any:
        images = self.layer(IMAGES[4 * index : 4 * index + 4])
        others = {"jax", "torch", "tensorflow"} & {*sys.modules}
        return images, np.full((4, 1), float(isinstance(images, np.ndarray) and not others))


@pytest.mark.parametrize("ways", [{"workers": 0}, {"workers": 1, "use_multiprocessing": True}])
def test_workers_prepare_batches_on_the_host(ways: dict[str, Any]) -> None:
    with adapt(Augmented(**ways)) as batches:
        found = list(batches.epoch())
    assert [batch.x.shape for batch in found] == [(4, 6, 7, 3)] * 3
    if ways["workers"]:
        assert all(batch.y.all() for batch in found)


def test_layers_are_mapped_over_arrays_by_hand() -> None:
    made = pipeline()
    with current.using("numpy"):
        done = [made(image) for image in IMAGES[:3]]
    assert [image.shape for image in done] == [(6, 7, 3)] * 3
    still = made(IMAGES[:2], training=False)
    expected = layers.Resizing(6, 7)(IMAGES[:2].astype("float32"))
    np.testing.assert_allclose(current.to_numpy(still), current.to_numpy(expected), rtol=1e-5)
