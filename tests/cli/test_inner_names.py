"""A package that reaches into `keras.src` finds what is in the list, and an error for the rest."""

PACKAGE = """
import io
import keras
from keras import distribution
from keras.src import backend, saving
from keras.src.backend import get_keras_mask, set_keras_mask
from keras.src.backend.common.variables import KerasVariable
from keras.src.distribution import distribution_lib
from keras.src.losses.losses import LossFunctionWrapper
from keras.src.ops import *
from keras.src.saving import serialization_lib
from keras.src.saving.saving_lib import load_model, save_model
from keras.src.trainers.data_adapters.data_adapter_utils import (
    class_weight_to_sample_weights, unpack_x_y_sample_weight,
)
from keras.src.utils.backend_utils import in_grain_data_pipeline
import keras.src.callbacks
assert keras.src.callbacks.History is keras.callbacks.History
assert keras.src.utils.tracking.no_automatic_dependency_tracking
assert keras.src.saving.saving_lib.H5IOStore and keras.src.layers.Dense is keras.layers.Dense
assert backend.KerasTensor is keras.KerasTensor and KerasVariable is keras.Variable
assert backend.standardize_shape([None, 2]) == (None, 2) and backend.backend() == "numpy"
assert backend.nn.dot_product_attention is keras.ops.dot_product_attention
assert backend.convert_to_tensor([1.0]).shape == (1,)
assert not serialization_lib.in_safe_mode() and distribution.distribution() is None
assert saving.serialize_keras_object is keras.saving.serialize_keras_object
assert not hasattr(keras.utils, "tracking")
x = keras.ops.ones((1, 2))
set_keras_mask(x, keras.ops.ones((1,), dtype="bool"))
assert get_keras_mask(x) is not None
"""

USES = """
import package
def say(code):
    try:
        exec(code)
    except (ImportError, AttributeError) as error:
        print(type(error).__name__, str(error).splitlines()[0])
say("from keras.src.utils.tracking import Nonsense")
say("import keras.src.nonsense")
say("from keras.distribution import ModelParallel")
"""

SAID = """\
ImportError cannot import name 'Nonsense' from 'keras.src.utils.tracking'
UnknownModuleError no module named 'keras.src.nonsense'
ImportError cannot import name 'ModelParallel' from 'keras.distribution': Keras has it, \
Tahr does not yet
"""


def test_a_package_finds_what_is_in_the_list(tahr, program):
    program(PACKAGE, "package/__init__.py")
    done = tahr("run", "--engine", "numpy", program(USES))
    assert (done.returncode, done.stdout) == (0, SAID), done.stderr
