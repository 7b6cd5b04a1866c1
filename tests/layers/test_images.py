"""Layers on images: one transformation for all that belongs to an image, on every engine."""

from typing import Any

import numpy as np
import pytest
from tests.cases.images import ALL, COLOUR, GEOMETRY, OTHERS

import tahr
from tahr import layers, ops
from tahr.core import current, engines
from tahr.core.errors import ArgumentError, ShapeError

RANDOM = np.random.default_rng(2)
SHAPE = (4, 12, 14, 3)
IMAGES = RANDOM.random(SHAPE).astype("float32")
FIXED = {name: make for name, make in ALL.items() if name not in ("rand augment", "aug mix")}
"""Those of which a drawn transformation can be handed from engine to engine."""

WITH_MASKS = [
    *(name for name in GEOMETRY if name != "rotation"),  # which fills with what is no class
    "elastic",
    "crop",
    "rand augment",
]
BOXED = [name for name in ALL if name not in ("elastic", "cut mix")]


@pytest.fixture
def on_numpy() -> Any:
    with current.using("numpy"):
        yield


def drawn_once() -> dict[str, tuple[Any, Any]]:
    """Returns each layer with a transformation that NumPy has drawn."""
    found = {}
    with current.using("numpy"):
        for name, make in FIXED.items():
            layer = make(
                layers, **({"seed": 3} if name in {**COLOUR, **GEOMETRY, **OTHERS} else {})
            )
            found[name] = layer, layer.get_random_transformation(IMAGES)
    return found


def transformed(drawn: dict[str, tuple[Any, Any]], images: Any) -> dict[str, Any]:
    return {name: layer.transform_images(images, given) for name, (layer, given) in drawn.items()}


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(name, marks=pytest.mark.soak if name == "pytensor" else ())  # compiles long
        for name in engines.names()
        if name != "numpy"
    ],
)
def test_every_engine_compiles_the_same(engine: str) -> None:
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    drawn = drawn_once()
    with current.using("numpy"):
        expected = transformed(drawn, IMAGES)
    with current.using(engine):
        found = tahr.jit(lambda images: transformed(drawn, images))(IMAGES)
        for name, value in found.items():
            # a shade at a border may fall to either side
            close = np.isclose(current.to_numpy(value), expected[name], rtol=1e-4, atol=1e-4)
            assert close.mean() > 0.995, name


@pytest.mark.parametrize("engine", [name for name in engines.names() if name != "numpy"])
def test_a_model_trains_with_them_on_every_engine(engine: str) -> None:
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    random = [ALL[name](layers, seed=5) for name in ("flip", "rotation", "contrast", "erasing")]
    model = tahr.Sequential(
        [layers.Input(SHAPE[1:]), *random, layers.GlobalAveragePooling2D(), layers.Dense(1)]
    )
    model.compile("sgd", "mse")
    with current.using(engine):
        history = model.fit(IMAGES, np.ones((4, 1)), batch_size=2, epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
    assert all(layer.generator.state.numpy()[1] > 0 for layer in random)


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("rand augment", "numpy"),
        ("rand augment", "torch"),
        ("aug mix", "numpy"),
        pytest.param("rand augment", "jax", marks=pytest.mark.soak),  # eleven branches each time
        pytest.param("aug mix", "jax", marks=pytest.mark.soak),
    ],
)
def test_policies_choose_in_a_compiled_step(name: str, engine: str) -> None:
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    layer = ALL[name](layers, seed=3)
    with current.using(engine):
        run = tahr.jit(lambda images: layer(images, training=True))
        first, second = (current.to_numpy(run(IMAGES)) for _ in range(2))
    assert first.shape == SHAPE
    assert first.min() > -0.01 and first.max() < 1.01
    assert (first != second).any()


@pytest.mark.usefixtures("on_numpy")
@pytest.mark.parametrize("name", ALL)
def test_single_images_seeds_and_inference(name: str) -> None:
    options = {"seed": 3} if name in {**COLOUR, **GEOMETRY, **OTHERS} else {}
    layer, again = ALL[name](layers, **options), ALL[name](layers, **options)
    first = layer(IMAGES)
    assert (first == again(IMAGES)).all()
    one = ALL[name](layers, **options)(IMAGES[0])
    assert one.shape == first.shape[1:]
    if not layer.always:
        assert (layer(IMAGES, training=False) == IMAGES).all()
    bytes_ = ALL[name](layers, dtype="uint8", **options)((IMAGES * 255).astype("uint8"))
    assert bytes_.dtype == "uint8"


@pytest.mark.usefixtures("on_numpy")
@pytest.mark.parametrize("name", WITH_MASKS)
def test_masks_follow_their_images(name: str) -> None:
    options = {} if "flip" in name or name == "crop" else {"interpolation": "nearest"}
    if name == "rotation nearest":
        options = {}
    classes = RANDOM.integers(0, 4, (*SHAPE[:3], 1)).astype("uint8")
    made = ALL[name](layers, seed=3, **options)
    images = np.repeat(classes, 3, -1).astype("float32")
    if name == "rand augment":
        made.choices = lambda: [made.random_shear, made.random_translation, made.random_rotation]
    for masks in (classes, classes[..., 0]):
        done = made({"images": images, "segmentation_masks": masks})
        seen = done["segmentation_masks"].reshape(done["images"].shape[:3])
        assert (done["images"][..., 0] == seen).all()
        assert done["segmentation_masks"].dtype == "uint8"


MOVES = {
    "flip": lambda **k: layers.RandomFlip(seed=1, **k),
    "translation": lambda **k: layers.RandomTranslation((0.1, 0.1), (-0.2, -0.2), "constant", **k),
    "zoom": lambda **k: layers.RandomZoom((-0.2, -0.2), (0.3, 0.3), "constant", **k),
    "rotation": lambda **k: layers.RandomRotation((0.25, 0.25), "constant", **k),
    "shear": lambda **k: layers.RandomShear((0.2, 0.2), (0.1, 0.1), "bilinear", "constant", **k),
    "perspective": lambda **k: layers.RandomPerspective((1.0, 1.0), 0.2, seed=1, **k),
    "resizing": lambda **k: layers.Resizing(20, 50, **k),
    "resizing crop": lambda **k: layers.Resizing(30, 24, crop_to_aspect_ratio=True, **k),
    "resizing pad": lambda **k: layers.Resizing(30, 24, pad_to_aspect_ratio=True, **k),
    "center crop": lambda **k: layers.CenterCrop(30, 34, **k),
    "center crop larger": lambda **k: layers.CenterCrop(50, 40, **k),
    "crop": lambda **k: layers.RandomCrop(34, 38, seed=1, **k),
}


@pytest.mark.usefixtures("on_numpy")
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("form", ["xyxy", "rel_center_yxhw"])
def test_boxes_lie_where_the_pixels_come_to_lie(name: str, form: str) -> None:
    image = np.zeros((1, 40, 40, 1), "float32")
    image[:, 14:22, 16:26] = 1.0
    corners = tahr.utils.bounding_boxes.convert_format(
        np.array([[[16.0, 14.0, 26.0, 22.0]]]), "xyxy", form, 40, 40
    )
    data = {"images": image, "bounding_boxes": {"boxes": corners, "labels": np.array([[7]])}}
    done = MOVES[name](bounding_box_format=form)(data)
    seen = done["images"][0, ..., 0] > 0.5
    height, width = seen.shape
    boxes = tahr.utils.bounding_boxes.convert_format(
        done["bounding_boxes"]["boxes"], form, "xyxy", height, width
    )
    rows, columns = np.nonzero(seen)
    expected = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    np.testing.assert_allclose(boxes[0, 0], expected, atol=1.7)
    assert done["bounding_boxes"]["labels"].tolist() == [[7]]


@pytest.mark.usefixtures("on_numpy")
@pytest.mark.parametrize("name", BOXED)
def test_what_moves_nothing_leaves_boxes_and_labels(name: str) -> None:
    boxes = {
        "boxes": np.array([[[1.0, 2.0, 5.0, 9.0]]] * 4, "float32"),
        "labels": np.full((4, 1), 3),
    }
    labels = np.eye(4, dtype="float32")
    layer = ALL[name](layers, bounding_box_format="xyxy")
    done = layer({"images": IMAGES, "labels": labels, "bounding_boxes": boxes, "id": 7})
    assert done["id"] == 7
    assert done["labels"].shape == (4, 4)
    if name in COLOUR:
        assert (done["bounding_boxes"]["boxes"] == boxes["boxes"]).all()
    if name != "mix up":
        assert (done["labels"] == labels).all()
    else:
        np.testing.assert_allclose(done["labels"].sum(1), 1.0, rtol=1e-5)


@pytest.mark.usefixtures("on_numpy")
def test_both_flips_are_drawn_apart() -> None:
    image = np.tile(np.arange(4.0).reshape(1, 2, 2, 1), (400, 1, 1, 1))
    found, counts = np.unique(
        layers.RandomFlip(seed=1)(image).reshape(400, -1), axis=0, return_counts=True
    )
    assert len(found) == 4
    assert counts.min() > 60


@pytest.mark.usefixtures("on_numpy")
def test_patches_cover_what_the_weights_say() -> None:
    layer = layers.CutMix((1.0, 1.0), seed=1)
    drawn = layer.get_random_transformation(np.zeros((300, 20, 30, 3), "float32"))
    covered = drawn["batch_masks"].mean((1, 2, 3))
    np.testing.assert_allclose(covered, 1 - drawn["mix_weight"], atol=0.08)
    half = layers.RandomErasing((1.0, 1.0), (0.25, 0.25), seed=1)
    masks = half.get_random_transformation(np.zeros((300, 20, 30, 3), "float32"))["batch_masks"]
    np.testing.assert_allclose(masks.mean((1, 2, 3)), 0.25, atol=0.03)


def test_sizes_known_only_at_run_time() -> None:
    inputs = layers.Input((None, None, 3))
    x = layers.RandomFlip(seed=1)(inputs)
    x = layers.RandomRotation(0.1, seed=1)(x)
    outputs = layers.Resizing(6, 5)(x)
    assert outputs.shape == (None, 6, 5, 3)
    model = tahr.Model(inputs, outputs)
    for size in ((8, 9), (7, 5)):
        assert model.predict(np.ones((2, *size, 3)), verbose=0).shape == (2, 6, 5, 3)


class Stamp(layers.BaseImagePreprocessingLayer):
    """A user's layer: adds a number that it draws, and counts it into the labels."""

    def __init__(self, factor: float = 0.5, **kwargs: Any) -> None:
        super().__init__(factor=factor, **kwargs)
        self.generator = tahr.random.SeedGenerator(1)

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        least, most = self.factor
        return tahr.random.uniform((1,), least, most, seed=seed or self.generator)

    def transform_images(self, images: Any, transformation: Any, training: bool = True) -> Any:
        return ops.add(images, transformation) if training else images

    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any:
        return ops.add(labels, transformation)

    def transform_segmentation_masks(
        self, masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        return masks


def test_a_layer_of_a_user() -> None:
    layer = Stamp(0.3)
    assert layer.factor == (-0.3, 0.3)
    assert Stamp.from_config(layer.get_config()).factor == (-0.3, 0.3)
    data = {"images": IMAGES[0], "labels": np.float32(1.0), "segmentation_masks": IMAGES[0, ..., 0]}
    done = layer(data)
    added = current.to_numpy(done["images"]) - IMAGES[0]
    np.testing.assert_allclose(added, float(done["labels"]) - 1.0, atol=1e-6)
    with pytest.raises(NotImplementedError, match="transform_bounding_boxes"):
        Stamp(bounding_box_format="xyxy")(
            {"images": IMAGES, "bounding_boxes": {"boxes": IMAGES[..., 0]}}
        )


WRONG = {
    "from -1 to 1": lambda: layers.RandomBrightness(1.5),
    "from 0 to 1": lambda: layers.RandomInvert(1.5),
    "factor must be a number from 0 to 1": lambda: layers.RandomGrayscale(1.5),
    "from 1 to 8": lambda: layers.RandomPosterization(9),
    "value_range does not fit": lambda: layers.AutoContrast((1, 0)),
    "fill_mode cannot be 'mirrored'": lambda: layers.RandomRotation(0.1, "mirrored"),
    "interpolation cannot be 'cubic'": lambda: layers.RandomZoom(0.1, interpolation="cubic"),
    "interpolation cannot be 'square'": lambda: layers.Resizing(3, 4, "square"),
    "not both": lambda: layers.Resizing(3, 4, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True),
    "mode cannot be 'diagonal'": lambda: layers.RandomFlip("diagonal"),
    "bounding_box_format cannot be 'xyhw'": lambda: layers.RandomFlip(bounding_box_format="xyhw"),
    "height must be a positive integer": lambda: layers.CenterCrop(0, 3),
    "kernel_size does not fit": lambda: layers.RandomGaussianBlur(kernel_size=4),
    "alpha must be a number above 0": lambda: layers.MixUp(0),
    "a layer is needed": lambda: layers.Pipeline([3]),
}


@pytest.mark.parametrize("says", WRONG)
def test_one_clear_error_at_construction(says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        WRONG[says]()


@pytest.mark.usefixtures("on_numpy")
def test_one_clear_error_for_data() -> None:
    with pytest.raises(ArgumentError, match="bounding_box_format="):
        layers.RandomFlip()({"images": IMAGES, "bounding_boxes": {"boxes": 1, "labels": 1}})
    with pytest.raises(ArgumentError, match='has "images"'):
        layers.RandomFlip()({"pictures": IMAGES})
    with pytest.raises(ShapeError, match="one image or a batch"):
        layers.RandomFlip()(IMAGES[0, 0])
    with pytest.raises(NotImplementedError, match="leave the boxes out"):
        boxes = {"boxes": np.zeros((4, 1, 4)), "labels": np.zeros((4, 1))}
        layers.CutMix(bounding_box_format="xyxy")({"images": IMAGES, "bounding_boxes": boxes})
