"""Text, sequences and pictures as Keras 2 prepared them: numbers and random draws of real Keras."""

import json
import random

import numpy as np
import pandas as pd
import pytest
from keras.src.legacy.preprocessing import (
    image as their_image,
    sequence as their_sequence,
    text as their_text,
)
from PIL import Image

from tahr.preprocessing import image, sequence, text

pytestmark = [
    pytest.mark.filterwarnings("ignore:non-integer arguments to randrange:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Please import `affine_transform`:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*rows of the table name no picture:UserWarning"),
    pytest.mark.filterwarnings("ignore:This ImageDataGenerator specifies:UserWarning"),
    pytest.mark.filterwarnings("ignore:Found 1 invalid image:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*PyDataset. class should call:UserWarning"),
]
TEXTS = ["The cat sat on the mat.", "The dog, the cat; and THE bird!", "bird bird on", ["a", "The"]]
PICTURES = np.random.default_rng(0).uniform(0, 255, size=(10, 7, 6, 3)).astype("f")
NUMBERS = np.arange(10) % 2


def agree(found, expected):
    """Compares trees of arrays, numbers and words."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name in expected:
            agree(found[name], expected[name])
    elif isinstance(expected, list | tuple):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            agree(one, other)
    elif isinstance(expected, np.ndarray | float):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=2e-3)
    else:
        assert found == expected


@pytest.mark.parametrize("arguments", [
    {}, {"num_words": 4, "oov_token": "?"}, {"num_words": 5, "char_level": True, "lower": False},
    {"split": "t", "filters": ""}, {"oov_token": "?"},
])  # fmt: skip
def test_a_tokenizer(arguments):
    def run(module):
        tokenizer = module.Tokenizer(**arguments)
        tokenizer.fit_on_texts(TEXTS)
        again = module.tokenizer_from_json(tokenizer.to_json())
        config = json.loads(tokenizer.to_json())["config"]
        return [
            dict(tokenizer.word_index),
            {word: int(n) for word, n in tokenizer.word_docs.items()},
            {int(n): int(count) for n, count in tokenizer.index_docs.items()},
            tokenizer.document_count,
            again.texts_to_sequences(["the cat zebra bird", "mat dog"]),
            tokenizer.sequences_to_texts([[1, 2, 99], [3, 4]]),
            [
                again.texts_to_matrix(["the cat the", "bird dog mat bird"], mode=mode)
                for mode in ("binary", "count", "freq", "tfidf")
            ],
            sorted(config),
        ]

    agree(run(text), run(their_text))


def test_words_and_their_hashes():
    def run(module):
        words = module.text_to_word_sequence("Hi!  there, you", lower=False)
        return [words, module.hashing_trick("a b c a", 50, "md5")]

    agree(run(text), run(their_text))
    assert len(text.one_hot("a b a", 10)) == 3


@pytest.mark.parametrize("arguments", [
    {}, {"seed": 3, "categorical": True}, {"negative_samples": 0.5, "shuffle": False},
    {"sampling_table": np.linspace(0.2, 1, 6)},
])  # fmt: skip
def test_pairs_of_words(arguments):
    def run(module):
        random.seed(5)
        return module.skipgrams([1, 2, 0, 3, 4, 2], 6, window_size=2, **arguments)

    agree(run(sequence), run(their_sequence))
    agree(sequence.make_sampling_table(20), their_sequence.make_sampling_table(20))


@pytest.mark.parametrize("arguments", [
    {"length": 5, "batch_size": 4}, {"length": 3, "shuffle": True, "batch_size": 5},
    {"length": 6, "sampling_rate": 2, "stride": 3, "batch_size": 2, "reverse": True,
     "start_index": 2, "end_index": 20},
])  # fmt: skip
def test_windows_of_a_sequence(arguments):
    def run(module):
        np.random.seed(1)
        data = np.arange(50).reshape(25, 2)
        batches = module.TimeseriesGenerator(data, np.arange(25), **arguments)
        return [batches[number] for number in range(len(batches))]

    agree(run(sequence), run(their_sequence))
    made = sequence.TimeseriesGenerator(
        np.arange(9), np.arange(9), **arguments | {"length": 3, "start_index": 0, "end_index": 8}
    )
    assert sequence.timeseries_generator_from_json(made.to_json()).get_config() == {
        **made.get_config(), "start_index": made.start_index
    }  # fmt: skip


GENERATORS = {
    "nothing": ({}, {}),
    "turned": ({"rotation_range": 30}, {}),
    "moved": ({"width_shift_range": 0.2, "height_shift_range": 0.3}, {}),
    "moved_by_pixels": ({"width_shift_range": 3, "height_shift_range": [1, 2]}, {}),
    "stretched": ({"zoom_range": 0.3, "shear_range": 15, "fill_mode": "constant", "cval": 3.0}, {}),
    "splines": ({"zoom_range": [0.8, 1.1], "fill_mode": "reflect", "interpolation_order": 2}, {}),
    "mirrored": ({"horizontal_flip": True, "vertical_flip": True, "channel_shift_range": 9.0}, {}),
    "bright": ({"brightness_range": (0.5, 1.5)}, {}),
    "all": (
        {"rotation_range": 20, "width_shift_range": 0.1, "shear_range": 0.2, "zoom_range": 0.2,
         "horizontal_flip": True, "rescale": 1 / 255, "brightness_range": [0.8, 1.2]}, {},
    ),
    "samples": ({"samplewise_center": True, "samplewise_std_normalization": True}, {}),
    "fitted": ({"featurewise_center": True, "featurewise_std_normalization": True}, {}),
    "whitened": ({"zca_whitening": True}, {}),
    "function": ({"preprocessing_function": lambda x: x - 5, "rescale": 0.5}, {}),
    "seeded": ({"rotation_range": 10}, {"seed": 11}),
    "in_order": ({}, {"shuffle": False, "sample_weight": np.arange(10.0)}),
    "validation": ({"validation_split": 0.4}, {"subset": "validation"}),
    "training": ({"validation_split": 0.4}, {"subset": "training"}),
}  # fmt: skip


@pytest.mark.parametrize("name", GENERATORS)
def test_batches_of_arrays(name):
    how, flow = GENERATORS[name]

    def run(module):
        np.random.seed(7)
        generator = module.ImageDataGenerator(**how)
        if name in ("fitted", "whitened"):
            generator.fit(PICTURES, augment=name == "fitted", seed=4)
        batches = generator.flow(PICTURES, NUMBERS, **{"batch_size": 4, **flow})
        found = [next(batches) for _ in range(4)]
        numbered = generator.flow(PICTURES, NUMBERS, batch_size=3, seed=3)
        found.append(numbered[1])
        numbered.on_epoch_end()
        return [*found, numbered[2], len(numbered)]

    agree(run(image), run(their_image))


def test_arrays_that_go_along():
    def run(module):
        generator = module.ImageDataGenerator()
        pair = (PICTURES, [NUMBERS, np.arange(10.0)])
        inputs, numbers = next(generator.flow(pair, NUMBERS, batch_size=4, shuffle=False))
        alone = next(generator.flow(PICTURES, batch_size=4, shuffle=False))
        return [*inputs, numbers, alone]

    agree(run(image), run(their_image))


SINGLE = {
    "random_rotation": {"rg": 30},
    "random_shift": {"wrg": 0.2, "hrg": 0.4},
    "random_shear": {"intensity": 20},
    "random_zoom": {"zoom_range": (0.5, 1.2)},
    "apply_affine_transform": {"theta": 20, "tx": 1, "zx": 0.8},
}


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("axes", [(0, 1), (1, 0)])
def test_changes_of_one_picture(name, axes):
    def run(module):
        np.random.seed(2)
        change = getattr(module, name)
        return change(
            PICTURES[0], row_axis=axes[0], col_axis=axes[1], channel_axis=2, **SINGLE[name]
        )

    agree(run(image), run(their_image))


def test_colours_of_one_picture():
    def run(module):
        np.random.seed(0)
        how = {"rotation_range": 30, "zoom_range": 0.1, "brightness_range": (1, 2)}
        generator = module.ImageDataGenerator(**how)
        return [
            module.random_channel_shift(PICTURES[0], 10.0, 2),
            module.random_brightness(PICTURES[0], (0.3, 1.4)),
            module.apply_brightness_shift(PICTURES[0] - 100, 1.3, scale=False),
            generator.random_transform(PICTURES[0], seed=4),
            {n: float(v or 0) for n, v in generator.get_random_transform((7, 6, 3), 4).items()},
        ]

    agree(run(image), run(their_image))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    top = tmp_path_factory.mktemp("pictures")
    for number, name in enumerate("bac"):
        for i in range(4):
            path = top / name / ("more" if i == 3 else "") / f"im{i}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            pixels = np.random.default_rng(4 * number + i).integers(0, 255, (6 + i, 7, 3))
            Image.fromarray(pixels.astype("uint8")).save(path)
    return top


FOLDERS = [
    ({}, {}),
    ({}, {"classes": ["c", "a"], "class_mode": "binary", "shuffle": False}),
    ({"rescale": 1 / 255, "horizontal_flip": True}, {"class_mode": "sparse", "seed": 4}),
    ({}, {"class_mode": "input", "color_mode": "grayscale"}),
    ({}, {"class_mode": None, "interpolation": "bilinear"}),
    ({"validation_split": 0.5}, {"subset": "validation"}),
    ({"validation_split": 0.3}, {"subset": "training"}),
]


@pytest.mark.parametrize(("how", "flow"), FOLDERS)
def test_batches_of_a_folder(folder, capsys, how, flow):
    def run(module):
        np.random.seed(3)
        generator = module.ImageDataGenerator(**how)
        batches = generator.flow_from_directory(folder, target_size=(6, 5), batch_size=5, **flow)
        known = [batches.class_indices, batches.filenames, batches.classes, batches.samples]
        return [*known, [next(batches) for _ in range(3)], capsys.readouterr().out]

    agree(run(image), run(their_image))


TABLE = pd.DataFrame({
    "filename": ["a/im0.png", "b/im1.png", "c/im2.png", "a/im1.png", "no.png", "b/im0.png"],
    "class": list("xyzxyz"),
    "value": [1.0, 2, 3, 4, 5, 6],
    "weight": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
    "several": [["x", "y"], ["y"], ["z"], ["x"], ["y"], ["x", "z"]],
})  # fmt: skip
TABLES = [
    {},
    {"class_mode": "raw", "y_col": "value", "weight_col": "weight"},
    {"class_mode": "raw", "y_col": ["value", "weight"]},
    {"class_mode": "sparse", "seed": 5},
    {"y_col": "several"},
    {"class_mode": None},
    {"class_mode": "input"},
    {"class_mode": "binary", "classes": ["z", "x"]},
    {"class_mode": "multi_output", "y_col": ["value", "weight"], "shuffle": False},
    {"subset": "validation"},
]


@pytest.mark.parametrize("flow", TABLES)
def test_batches_of_a_table(folder, capsys, flow):
    def run(module):
        np.random.seed(3)
        generator = module.ImageDataGenerator(validation_split=0.4)
        batches = generator.flow_from_dataframe(
            TABLE, folder, target_size=(6, 5), batch_size=3, **flow
        )
        known = [getattr(batches, "class_indices", None), list(batches.filenames), batches.n]
        return [*known, [next(batches) for _ in range(2)], capsys.readouterr().out]

    agree(run(image), run(their_image))


def test_changed_pictures_are_written(tmp_path, folder):
    def run(module, name):
        np.random.seed(0)
        (tmp_path / name).mkdir()
        kept = {"save_to_dir": tmp_path / name, "save_prefix": "p", "save_format": "png"}
        next(module.ImageDataGenerator().flow(PICTURES[:3], batch_size=2, shuffle=False, **kept))
        return sorted(path.name for path in (tmp_path / name).iterdir())

    assert run(image, "ours") == run(their_image, "theirs")
    assert len(image.list_pictures(folder)) == 12
