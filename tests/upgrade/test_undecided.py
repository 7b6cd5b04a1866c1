"""What cannot be decided is left as it is, and said with its line and what to do."""

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")

from tahr.apps.upgrade.program import upgraded

HEAD = "import keras\nfrom keras import backend as K\nfrom keras.models import Sequential\n"
LINES = [
    ("model = Sequential()\nmodel.add(keras.layers.Merge([a, b], mode='sum'))", 5, "keras.Model"),
    ("K.function([x], [y])", 4, "keras.Model(inputs, outputs)"),
    ("K.learning_phase()", 4, "`training`"),
    ("def f(x):\n    return x + K.random_normal((2, 3))", 5, "SeedGenerator"),
    ("import os\nos.environ['KERAS_BACKEND'] = 'theano'", 5, "'jax'"),
    ("from keras.initializations import normal\nnormal((2, 3))", 5, "keras.initializers"),
    ("m = keras.models.Model(a, b)\nm.add_loss(c)", 5, "compile(loss=...)"),
    ("K.gradients(x, y)", 4, "jax.grad"),
    ("keras.models.Graph()", 4, "keras.Model"),
    ("keras.preprocessing.text.Tokenizer()", 4, "TextVectorization"),
    ("keras.preprocessing.image.ImageDataGenerator()", 4, "image_dataset_from_directory"),
    ("keras.wrappers.scikit_learn.KerasClassifier(f)", 4, "SKLearnClassifier"),
    ("keras.layers.merge([a, b], mode=f)", 4, "Lambda"),
    ("keras.layers.BatchNormalization(mode=2)", 4, "training=True"),
    ("keras.layers.Dense(3, weights=[w])", 4, "set_weights"),
    ("keras.layers.Conv2D(3, 2, border_mode='full')", 4, "ZeroPadding2D"),
    ("keras.layers.Conv2D(3, 2, dim_ordering=order)", 4, "channels_first"),
    ("layer = keras.layers.Dense(3, input_dim=5)", 4, "keras.Input"),
    ("m = Sequential()\nfor n in x:\n    m.add(keras.layers.Dense(n, input_dim=5))", 6, "loop"),
    ("m = Sequential()\nm.fit_generator(g(), samples_per_epoch=9, nb_epoch=2)", 5, "steps_per_"),
    ("m = Sequential()\nm.save('folder')", 5, ".keras"),
    ("m = Sequential()\nm.predict_classes(x)", 5, "> 0.5"),
    ("keras.optimizers.SGD(decay=0.1)\nkeras.callbacks.ReduceLROnPlateau()", 4, "callback"),
    ("keras.layers.Dense(output_dim=3)\nkeras.layers.Conv2D(8, 3, 3)", 5, "(rows, columns)"),
    ("keras.optimizers.SGD(0.1, 0.9, decay)", 4, "lr, momentum, decay, nesterov"),
    ("m = Sequential()\nm.add(keras.layers.Convolution2D(8, 3, 3, input_shape=(3, 32, 32)))", 5,
     "channels_first"),
    ("keras.layers.Dense(output_dim=3)\nkeras.optimizers.Adadelta()", 5, "learning_rate=1.0"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), LINES, ids=[x[0][:40] for x in LINES])
def test_it_is_said(text, line, words):
    notes = [note for note in upgraded(HEAD + text).notes if note.undecided]
    assert any(note.line == line and words in f"{note.why} {note.todo}" for note in notes), notes


def test_nothing_is_said_of_what_is_done():
    done = upgraded(HEAD + "K.mean(x)\nSequential([keras.layers.Dense(3, input_dim=2)])\n")
    assert not done.notes


def test_what_changes_nothing_any_more_is_no_work_left():
    done = upgraded(HEAD + "m = Sequential()\nm.fit(x, y, nb_epoch=2, class_mode='binary')\n")
    assert [(note.what, note.undecided) for note in done.notes] == [("class_mode='binary'", False)]


def test_an_unknown_size_leaves_the_count():
    text = HEAD + "m = Sequential()\nm.fit_generator(g(), samples_per_epoch=9, nb_epoch=2)"
    assert "m.fit(g(), samples_per_epoch=9, epochs=2)" in upgraded(text).text


@pytest.mark.parametrize("said", [
    "K.set_image_dim_ordering('th')\n", "keras.config.set_image_data_format('channels_first')\n",
])  # fmt: skip
def test_nothing_is_said_of_channels_whose_place_the_program_sets(said):
    found = upgraded(
        f"{HEAD}{said}m = Sequential()\n"
        "m.add(keras.layers.Convolution2D(8, 3, 3, input_shape=(3, 32, 32)))\n"
    )
    assert not [note for note in found.notes if "channels" in note.why]
