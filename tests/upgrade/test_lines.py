"""Single lines of old programs, and what becomes of them."""

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")

from hypothesis import given, settings, strategies as st

from tahr.apps.upgrade.program import upgraded

HEAD = "import keras\nfrom keras.models import Sequential\nmodel = Sequential()\n"
LINES = [
    # arguments
    ("keras.layers.Dense(output_dim=3, init='uniform', bias=True)",
     "keras.layers.Dense(units=3, kernel_initializer='uniform', use_bias=True)"),
    ("keras.layers.Dropout(p=0.5)", "keras.layers.Dropout(rate=0.5)"),
    ("keras.layers.LSTM(3, dropout_W=0.1, dropout_U=0.2, consume_less='gpu')",
     "keras.layers.LSTM(3, dropout=0.1, recurrent_dropout=0.2)"),
    ("keras.layers.LSTM(3, forget_bias_init='one')", "keras.layers.LSTM(3, unit_forget_bias=True)"),
    ("keras.layers.Conv2D(3, kernel_size=2, border_mode=mode)",
     "keras.layers.Conv2D(3, kernel_size=2, padding=mode)"),
    ("keras.layers.MaxPooling1D(pool_length=2, stride=1)",
     "keras.layers.MaxPooling1D(pool_size=2, strides=1)"),
    ("keras.layers.UpSampling1D(length=2)", "keras.layers.UpSampling1D(size=2)"),
    ("keras.layers.GaussianNoise(sigma=0.1)", "keras.layers.GaussianNoise(stddev=0.1)"),
    ("keras.layers.Embedding(9, 3, init='normal', input_length=4)(x)",
     "keras.layers.Embedding(9, 3, embeddings_initializer='normal')(x)"),
    ("keras.layers.BatchNormalization(mode=0, axis=1, beta_init='zero')",
     "keras.layers.BatchNormalization(axis=1, beta_initializer='zero')"),
    # Keras 1's kernels
    ("keras.layers.Convolution2D(32, 3, 5)", "keras.layers.Conv2D(32, (3, 5))"),
    ("keras.layers.Convolution2D(32, (3, 5))", "keras.layers.Conv2D(32, (3, 5))"),
    ("keras.layers.Convolution2D(n, k[0], k[1], border_mode='same', dim_ordering='th')",
     "keras.layers.Conv2D(n, (k[0], k[1]), padding='same', data_format='channels_first')"),
    ("keras.layers.Convolution2D(nb_filter=4, nb_row=2, nb_col=3, subsample=(1, 2))",
     "keras.layers.Conv2D(filters=4, kernel_size=(2, 3), strides=(1, 2))"),
    ("keras.layers.Convolution1D(nb_filter=4, filter_length=3, subsample_length=2)",
     "keras.layers.Conv1D(filters=4, kernel_size=3, strides=2)"),
    ("keras.layers.Convolution3D(2, 3, 4, 5)", "keras.layers.Conv3D(2, (3, 4, 5))"),
    ("keras.layers.AtrousConvolution2D(2, 3, 3, atrous_rate=(2, 2))",
     "keras.layers.Conv2D(2, (3, 3), dilation_rate=(2, 2))"),
    ("keras.layers.CuDNNLSTM(3)", "keras.layers.LSTM(3)"),
    ("keras.layers.TimeDistributedDense(3, activation='tanh')",
     "keras.layers.TimeDistributed(keras.layers.Dense(3, activation='tanh'))"),
    ("keras.layers.LeakyReLU(alpha=0.3)", "keras.layers.LeakyReLU(negative_slope=0.3)"),
    # the first layer
    ("model.add(keras.layers.Dense(3, input_dim=5))",
     "model.add(keras.Input(shape=(5,)))\nmodel.add(keras.layers.Dense(3))"),
    ("model.add(keras.layers.LSTM(3, input_dim=5, input_length=2))",
     "model.add(keras.Input(shape=(2, 5)))\nmodel.add(keras.layers.LSTM(3))"),
    ("model.add(keras.layers.LSTM(3, input_dim=5))",
     "model.add(keras.Input(shape=(None, 5)))\nmodel.add(keras.layers.LSTM(3))"),
    ("model.add(keras.layers.Dense(3, batch_input_shape=(2, 5)))",
     "model.add(keras.Input(batch_shape=(2, 5)))\nmodel.add(keras.layers.Dense(3))"),
    ("model.add(keras.layers.Dense(3, input_shape=x.shape[1:]))",
     "model.add(keras.Input(shape=x.shape[1:]))\nmodel.add(keras.layers.Dense(3))"),
    ("model.add(keras.layers.Embedding(input_dim=9, output_dim=3, input_length=4))",
     "model.add(keras.Input(shape=(4,)))\n"
     "model.add(keras.layers.Embedding(input_dim=9, output_dim=3))"),
    ("model.add(keras.layers.Bidirectional(keras.layers.LSTM(3), input_shape=(2, 5)))",
     "model.add(keras.Input(shape=(2, 5)))\n"
     "model.add(keras.layers.Bidirectional(keras.layers.LSTM(3)))"),
    ("model.add(keras.layers.Dense(1))\nmodel.add(keras.layers.Dense(3, input_shape=(5,)))",
     "model.add(keras.layers.Dense(1))\nmodel.add(keras.layers.Dense(3))"),
    ("Sequential([keras.layers.Dense(3, input_shape=(5,)), keras.layers.Dense(2)])",
     "Sequential([keras.Input(shape=(5,)), keras.layers.Dense(3), keras.layers.Dense(2)])"),
    ("Sequential([\n    keras.layers.Dense(3, input_shape=(5,)),\n])",
     "Sequential([\n    keras.Input(shape=(5,)),\n    keras.layers.Dense(3),\n])"),
    ("parts = [keras.layers.Dense(3, input_shape=(5,))]",
     "parts = [keras.layers.InputLayer(shape=(5,)), keras.layers.Dense(3)]"),
    ("if x:\n    model.add(keras.layers.Dense(3, input_dim=5))\n"
     "else:\n    model.add(keras.layers.Dense(4, input_dim=5))",
     "if x:\n    model.add(keras.Input(shape=(5,)))\n    model.add(keras.layers.Dense(3))\n"
     "else:\n    model.add(keras.Input(shape=(5,)))\n    model.add(keras.layers.Dense(4))"),
    ("w = model.layers[0].W", "w = model.layers[0].kernel"),
    ("w, b = self.W, cell.b", "w, b = self.W, cell.b"),
    ("keras.layers.Dense(3, input_shape=(5,))(x)", "keras.layers.Dense(3)(x)"),
    ("class Own(keras.Model):\n    def __init__(self):\n"
     "        self.dense = keras.layers.Dense(3, input_shape=(5,))",
     "class Own(keras.Model):\n    def __init__(self):\n"
     "        self.dense = keras.layers.Dense(3)"),
    ("keras.applications.VGG16(weights=None, input_shape=(32, 32, 3))",
     "keras.applications.VGG16(weights=None, input_shape=(32, 32, 3))"),
    ("for layer in model.layers:\n    print(layer.output_shape)",
     "for layer in model.layers:\n    print(layer.output.shape)"),
    ("self.add_weight('w', (2, 3), initializer='zeros')",
     "self.add_weight(name='w', shape=(2, 3), initializer='zeros')"),
    ("self.add_weight((2, 3), name='w')", "self.add_weight((2, 3), name='w')"),
    # merging
    ("keras.layers.merge([a, b], mode='sum')", "keras.layers.add([a, b])"),
    ("keras.layers.merge([a, b], 'concat', 1)", "keras.layers.concatenate([a, b], axis=1)"),
    ("keras.layers.merge([a, b], mode='cos', dot_axes=1)",
     "keras.layers.dot([a, b], axes=1, normalize=True)"),
    ("keras.layers.Merge(mode='concat', concat_axis=1)([a, b])",
     "keras.layers.Concatenate(axis=1)([a, b])"),
    ("keras.models.Model(input=a, output=b)", "keras.models.Model(inputs=a, outputs=b)"),
    # training
    ("a.compile('sgd', loss='mse')\nb.compile('sgd', loss='mse')\n"
     "b.fit(x, y, show_accuracy=True)",
     "a.compile('sgd', loss='mse')\nb.compile('sgd', loss='mse', metrics=['accuracy'])\n"
     "b.fit(x, y)"),
    ("model.fit(x, y, nb_epoch=3, show_accuracy=False)", "model.fit(x, y, epochs=3)"),
    ("somebody.fit(x, nb_epoch=3)", "somebody.fit(x, epochs=3)"),
    ("somebody.fit(x, epoch=3)", "somebody.fit(x, epoch=3)"),
    ("model.compile('sgd', 'kullback_leibler_divergence', metrics=['acc', f])",
     "model.compile('sgd', 'kl_divergence', metrics=['accuracy', f])"),
    ("model.compile('sgd', loss={'acc': 'logcosh'}, metrics={'acc': 'acc'})",
     "model.compile('sgd', loss={'acc': 'log_cosh'}, metrics={'acc': 'accuracy'})"),
    ("model.fit_generator(g, 10, 2, 0, workers=4)",
     "model.fit(g, steps_per_epoch=10, epochs=2, verbose=0)"),
    ("g = d.flow(x, y, batch_size=16)\nmodel.fit_generator(g, samples_per_epoch=100, nb_epoch=2)",
     "g = d.flow(x, y, batch_size=16)\nmodel.fit(g, steps_per_epoch=7, epochs=2)"),
    ("model.fit_generator(d.flow(x, y, batch_size=b), samples_per_epoch=len(x), nb_epoch=2)",
     "model.fit(d.flow(x, y, batch_size=b), steps_per_epoch=-(-len(x) // b), epochs=2)"),
    ("model.evaluate_generator(g, 3, max_q_size=2)", "model.evaluate(g, steps=3)"),
    ("model.compile('sgd', 'categorical_crossentropy')\nmodel.predict_classes(x)",
     "model.compile('sgd', 'categorical_crossentropy')\nmodel.predict(x).argmax(axis=-1)"),
    ("model.compile('sgd', 'binary_crossentropy')\nmodel.predict_classes(x, verbose=0)",
     "model.compile('sgd', 'binary_crossentropy')\n"
     "(model.predict(x, verbose=0) > 0.5).astype('int32')"),
    ("print(model.fit(x).history['val_acc'])", "print(model.fit(x).history['val_accuracy'])"),
    ("h = model.fit(x)\nh.history.get('acc')", "h = model.fit(x)\nh.history.get('accuracy')"),
    ("keras.callbacks.EarlyStopping(monitor='val_acc')",
     "keras.callbacks.EarlyStopping(monitor='val_accuracy')"),
    ("keras.callbacks.ModelCheckpoint('w-{val_acc:.2f}.hdf5', save_weights_only=True, period=1)",
     "keras.callbacks.ModelCheckpoint('w-{val_accuracy:.2f}.weights.h5', save_weights_only=True)"),
    ("model.save('m.h5')\nkeras.models.load_model('m.h5')",
     "model.save('m.keras')\nkeras.models.load_model('m.keras')"),
    ("keras.callbacks.ModelCheckpoint('w{epoch:02d}.h5')\nglob('w*.h5'), glob('x*.h5')",
     "keras.callbacks.ModelCheckpoint('w{epoch:02d}.keras')\nglob('w*.keras'), glob('x*.h5')"),
    ("keras.models.load_model('m.h5')", "keras.models.load_model('m.h5')"),
    # optimizers
    ("keras.optimizers.Adam(lr=0.1, decay=0.0, epsilon=None)",
     "keras.optimizers.Adam(learning_rate=0.1)"),
    ("keras.optimizers.SGD(0.1, 0.9, 0.0, True)",
     "keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)"),
    ("keras.optimizers.RMSprop(0.001, 0.9, None)",
     "keras.optimizers.RMSprop(0.001, rho=0.9)"),
    ("keras.optimizers.SGD(0.1, 0.9, True)", "keras.optimizers.SGD(0.1, 0.9, True)"),
    ("keras.optimizers.SGD(decay=0.5)",
     "keras.optimizers.SGD(learning_rate=keras.optimizers.schedules.InverseTimeDecay("
     "0.01, decay_steps=1, decay_rate=0.5))"),
    ("model.optimizer.lr = 3", "model.optimizer.learning_rate = 3"),
    # functions
    ("keras.backend.mean(x, axis=1)", "keras.ops.mean(x, axis=1)"),
    ("keras.backend.argmax(x)", "keras.ops.argmax(x, axis=-1)"),
    ("keras.backend.concatenate([a, b])", "keras.ops.concatenate([a, b], axis=-1)"),
    ("keras.backend.permute_dimensions(x, (0, 2, 1))", "keras.ops.transpose(x, (0, 2, 1))"),
    ("keras.backend.int_shape(x)[1]", "x.shape[1]"),
    ("keras.backend.int_shape(x + y)[1]", "(x + y).shape[1]"),
    ("keras.backend.random_normal((2, 3), stddev=s)", "keras.random.normal((2, 3), stddev=s)"),
    ("keras.backend.relu(x)", "keras.activations.relu(x)"),
    ("keras.backend.set_value(model.optimizer.lr, 0.1)",
     "model.optimizer.learning_rate.assign(0.1)"),
    ("keras.backend.set_image_dim_ordering('th')",
     "keras.backend.set_image_data_format('channels_first')"),
    ("keras.backend.epsilon()", "keras.backend.epsilon()"),
    ("keras.utils.np_utils.to_categorical(y, nb_classes=3)",
     "keras.utils.to_categorical(y, num_classes=3)"),
    ("keras.objectives.mse", "keras.losses.mean_squared_error"),
    ("keras.utils.visualize_util.plot(model, to_file='m.png')",
     "keras.utils.plot_model(model, to_file='m.png')"),
]  # fmt: skip
IMPORTS = [
    ("from keras.layers.core import Dense, Dropout\nDense, Dropout",
     "from keras.layers import Dense, Dropout\nDense, Dropout"),
    ("from keras.layers.convolutional import Convolution2D as C\nC(3, 2, 2)",
     "from keras.layers import Conv2D as C\nC(3, (2, 2))"),
    ("from keras.layers import Convolution2D\nConv2D = 3\nConvolution2D(3, 2, 2)",
     "from keras.layers import Conv2D as Convolution2D\nConv2D = 3\nConvolution2D(3, (2, 2))"),
    ("import keras.backend as K\nK.sum(x)", "from keras import ops\nops.sum(x)"),
    ("import keras.backend as K\nops = 1\nK.sum(x)",
     "import keras\nops = 1\nkeras.ops.sum(x)"),
    ("from keras import backend as K, layers\nK.epsilon(), layers",
     "from keras import backend as K, layers\nK.epsilon(), layers"),
    ("from keras.utils import np_utils\nnp_utils.to_categorical(y)",
     "import keras\nkeras.utils.to_categorical(y)"),
    ("import tensorflow as tf\ntf.keras.Model", "import keras\nkeras.Model"),
    ("import tensorflow as tf\ntf.keras.Model, tf.data",
     "import tensorflow as tf\nimport keras\nkeras.Model, tf.data"),
    ("from tensorflow import keras\nkeras.Model", "import keras\nkeras.Model"),
    ("import tensorflow as tf\nfrom tensorflow import keras\ntf.keras.Model",
     "import keras\nkeras.Model"),
    ("import tf_keras\ntf_keras.Model", "import keras\nkeras.Model"),
    ("import keras_core as keras\nkeras.Model", "import keras\nkeras.Model"),
    ("from tensorflow.python.keras.layers import Dense\nDense",
     "from keras.layers import Dense\nDense"),
    ("from keras.engine.topology import Layer, InputSpec\nLayer, InputSpec",
     "from keras import Layer, InputSpec\nLayer, InputSpec"),
    ("from keras.layers import recurrent\nrecurrent.LSTM", "import keras\nkeras.layers.LSTM"),
    ("from keras.layers import (\n    Dense,  # one\n    Dropout,\n)\nDense, Dropout",
     "from keras.layers import (\n    Dense,  # one\n    Dropout,\n)\nDense, Dropout"),
    ("def f():\n    from keras.layers.core import Dense\n    return Dense",
     "def f():\n    from keras.layers import Dense\n    return Dense"),
    ("from keras.layers import *\nConvolution2D(3, 2, 2)",
     "from keras.layers import *\nConv2D(3, (2, 2))"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), LINES, ids=[line[0][:40] for line in LINES])
def test_a_line_is_rewritten(before, after):
    assert upgraded(HEAD + before).text == HEAD + after


@pytest.mark.parametrize(("before", "after"), IMPORTS, ids=[line[0][:40] for line in IMPORTS])
def test_imports_follow(before, after):
    assert upgraded(before).text == after


def test_a_second_run_changes_nothing():
    once = upgraded(HEAD + "\n".join(line[0] for line in LINES) + "\n").text
    assert upgraded(once).text == once


@pytest.mark.soak
@settings(deadline=None)
@given(st.lists(st.sampled_from([line[0] for line in LINES]), min_size=1, max_size=8))
def test_a_second_run_changes_nothing_in_any_order(lines):
    once = upgraded(HEAD + "\n".join(lines) + "\n").text
    assert upgraded(once).text == once
    compile(once, "program", "exec")


def test_names_of_others_are_left_alone():
    text = (
        "import keras\nfrom mine import Dense, Merge, K\nDense(output_dim=3), Merge(), K.mean(x)\n"
    )
    assert upgraded(text).text == text
    text = "import keras\nfrom sklearn.svm import SVC\nm = SVC()\nm.fit(x, y)\nm.predict_proba(x)\n"
    assert upgraded(text).text == text


def test_what_is_of_today_is_left_alone():
    text = (
        "import keras\nfrom keras import layers, ops\n\n\n"
        "@keras.saving.register_keras_serializable()\n"
        "class Own(layers.Layer):\n    def call(self, x, training=None):\n"
        "        return ops.relu(x) if training else x\n\n\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2), Own()])\n"
        "model.compile(keras.optimizers.Adam(1e-3), 'mse', metrics=['mae'])\n"
        "model.fit(x, y, epochs=2, callbacks=[keras.callbacks.ModelCheckpoint('a.keras')])\n"
    )
    done = upgraded(text)
    assert (done.text, done.notes) == (text, ())
