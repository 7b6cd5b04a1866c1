"""Every way programs import Keras gives Tahr's own modules."""

from importlib.util import find_spec

import pytest
from tests.deprecations import STRICT

from tahr.apps.cli.imports import inside_keras
from tahr.compat.modules import MOVED, ROOTS

UNTOLD = ("-W", "ignore:`")
"""Leaves out what old spellings are called today: `tests/compat/test_notes.py`."""

MODERN = """
import sys
import tahr
import keras
import keras.layers
import tensorflow as tf
import tensorflow.keras as third
from keras.models import Sequential
from tensorflow import keras as second
from tensorflow.keras import layers
from tensorflow.keras.layers import Dense
from keras.src.layers import Dense as inner
from tensorflow.python.keras.layers import Dense as deep
import keras.utils as utils, keras.datasets.mnist as mnist
assert keras is second is third is tf.keras
assert keras.layers is tahr.layers is layers is tf.keras.layers
assert Dense is inner is deep is tahr.layers.Dense and Sequential is tahr.Sequential
assert utils is tahr.utils and mnist is tahr.datasets.mnist
assert sys.modules['tahr.layers'].__spec__.name == 'tahr.layers'
assert keras.__version__.startswith('3.') and tf.__version__.startswith('2.')
assert tuple(map(int, tf.__version__.split('.'))) >= (2, 0)
from keras import *
assert Model is tahr.Model
assert 'layers' in dir(keras)
assert not [m for m in sys.modules if m.startswith(('keras.src.backend', 'tensorflow.python.fr'))]
assert 'jax' not in sys.modules
print('OK')
"""

OLD = """
import tahr, keras, sys
from keras.layers.normalization import BatchNormalization
from keras.layers.core import Dense, Dropout, Flatten
from keras.layers.convolutional import Conv2D
from keras.layers.pooling import MaxPooling2D
from keras.layers.advanced_activations import LeakyReLU
from keras.utils import np_utils
from keras.utils.np_utils import to_categorical
from keras.engine.topology import Layer, Input
from keras.engine import Layer as again
from keras.objectives import mean_squared_error
from keras.initializations import get
from keras.optimizers.legacy import Adam
from keras.preprocessing import sequence
import keras.layers.core as core
assert BatchNormalization is tahr.layers.BatchNormalization
assert (Dense, Conv2D) == (tahr.layers.Dense, tahr.layers.Conv2D)
assert core.Dropout is Dropout and core.Flatten is Flatten
assert np_utils.to_categorical is to_categorical is keras.utils.to_categorical
assert keras.utils.np_utils is np_utils
assert keras.layers.advanced_activations.LeakyReLU is LeakyReLU
assert Layer is again is tahr.Layer and Input is tahr.Input
assert mean_squared_error is tahr.losses.mean_squared_error and get("zero")((2,)).shape == (2,)
assert Adam is tahr.optimizers.Adam and sequence is tahr.preprocessing.sequence
from tahr.layers.core import dense
assert dense.Dense is Dense and tahr.layers.core is sys.modules['tahr.layers.core']
assert 'np_utils' not in tahr.MODULES
print('OK')
"""

PARTS = """
import keras, tahr
from keras import losses, metrics, initializers, objectives
from keras.layers import recurrent, core, convolutional, pooling, normalization, wrappers
assert recurrent.LSTM is tahr.layers.LSTM and core.Dropout is tahr.layers.Dropout
assert convolutional.MaxPooling2D is pooling.MaxPooling2D is tahr.layers.MaxPooling2D
assert normalization.BatchNormalization is tahr.layers.BatchNormalization
assert wrappers.Bidirectional is keras.layers.wrappers.Bidirectional is tahr.layers.Bidirectional
assert keras.layers.core.Dense is tahr.layers.Dense
assert losses.mse is losses.MSE is objectives.mse is tahr.losses.mean_squared_error
assert losses.kullback_leibler_divergence is tahr.losses.kl_divergence
assert metrics.mae is tahr.metrics.mean_absolute_error
assert initializers.normal(stddev=0.1).stddev == 0.1
assert initializers.zero is tahr.initializers.Zeros
print('OK')
"""

REFUSED = """
from tahr.apps.cli import imports, tensorflow_stand_in
tensorflow_stand_in.installed_spec = imports.installed_spec = lambda *_: None
import tensorflow as tf
def say(code):
    try:
        exec(code, {'tf': tf})
    except Exception as error:
        kind = next(c.__name__ for c in type(error).__mro__ if c.__module__ == 'builtins')
        print(kind, '|', str(error).splitlines()[0])
say('tf.random.normal((2,))')
say('from tensorflow import linalg')
say('import tensorflow.compat.v1')
say('import keras.nonsense')
say('import keras.core')
say('import keras.layers.nonsense')
say('from keras import Nonsense')
say('import keras; keras.nonsense')
assert not hasattr(tf, 'Tensor') and getattr(tf, '__file__', 0) == 0
"""

SAID = """
AttributeError | TensorFlow is not installed, so there is tf.keras only, and no tf.random.normal
ModuleNotFoundError | TensorFlow is not installed, so there is tf.keras only, and no tf.linalg
ModuleNotFoundError | TensorFlow is not installed, so there is tf.keras only, and no tf.compat
ModuleNotFoundError | no module named 'keras.nonsense'
ModuleNotFoundError | no module named 'keras.core'
ModuleNotFoundError | no module named 'keras.layers.nonsense'
ImportError | cannot import name 'Nonsense' from 'keras'
AttributeError | module 'keras' has no attribute 'nonsense'
"""


@pytest.mark.parametrize("text", [MODERN, OLD, PARTS], ids=["modern", "old", "parts"])
def test_imports_give_tahrs_modules(tahr, program, text):
    done = tahr("run", program(text), flags=[*STRICT, *UNTOLD])
    assert (done.returncode, done.stdout) == (0, "OK\n"), done.stderr


def test_what_is_not_there_is_said_clearly(tahr, program):
    done = tahr("run", program(REFUSED), flags=STRICT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == SAID.lstrip()


REST = """
import sys
import tahr
from tensorflow import keras
import tensorflow as tf
assert tf.keras is keras
data = tf.data.Dataset.range(4).batch(2)
import tensorflow as again
import tensorflow.compat.v1 as first
from tensorflow.data import Dataset
from tensorflow.keras.layers import Dense
assert again.keras is keras and keras.layers is tahr.layers and Dense is tahr.layers.Dense
assert again.data.Dataset is tf.data.Dataset and issubclass(type(data), Dataset)
assert [b.numpy().tolist() for b in data] == [[0, 1], [2, 3]] and first.placeholder
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.data.Dataset.from_tensors((tf.ones((4, 2)), tf.ones((4, 1)))), verbose=0)
if sys.argv[1] == "tensorflow":
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(model(tf.ones((4, 2))))
    assert len(tape.gradient(loss, model.trainable_weights)) == 2
    assert "jax" not in sys.modules
assert not [m for m in sys.modules if m.startswith("keras.src")]
print("OK")
"""


@pytest.mark.skipif(find_spec("tensorflow") is None, reason="tensorflow is not installed")
@pytest.mark.parametrize("engine", ["tensorflow", "jax"])
def test_the_rest_of_tensorflow_is_tensorflows(tahr, program, engine):
    path = program(REST)
    done = tahr("run", "--engine", engine, path, engine, flags=[*STRICT, *UNTOLD])
    assert (done.returncode, done.stdout, done.stderr) == (0, "OK\n", "")


@pytest.mark.parametrize("root", ROOTS)
def test_roots_lead_inside(root):
    assert inside_keras(root) == ""
    assert inside_keras(f"{root}.layers.core") == "layers.core"


def test_moved_modules_have_moved_to_public_ones():
    import tahr

    for old, new in MOVED.items():
        assert new == "" or new.partition(".")[0] in tahr.MODULES, (old, new)
        assert old not in tahr.MODULES
