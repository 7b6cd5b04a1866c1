"""Names that old programs import of modules there are no more, under each root of Keras."""

PROGRAM = """
import tahr, keras
assert keras.preprocessing.text.Tokenizer
from keras import backend as K
import keras.backend as again
import keras.backend.tensorflow_backend as KTF
from tensorflow.keras import backend as second
from tensorflow.python.keras import backend as third
from keras.datasets import mnist, imdb, reuters, cifar10
from keras.preprocessing.image import ImageDataGenerator, NumpyArrayIterator, img_to_array
from keras.preprocessing.sequence import TimeseriesGenerator, pad_sequences, skipgrams
from keras.preprocessing.text import Tokenizer, text_to_word_sequence
from tensorflow.keras.preprocessing.text import Tokenizer as same
from keras.utils.conv_utils import conv_output_length, normalize_tuple
from keras.utils.data_utils import OrderedEnqueuer, get_file
from keras.utils.generic_utils import CustomObjectScope, Progbar, get_from_module
from keras.utils.io_utils import HDF5Matrix
from keras.utils.layer_utils import convert_all_kernels_in_model, print_summary
from keras.utils.np_utils import categorical_probas_to_classes
from keras.utils.vis_utils import plot_model
from keras.utils.visualize_util import plot
from keras.utils import multi_gpu_model
from keras.utils.training_utils import multi_gpu_model
from keras.wrappers.scikit_learn import KerasClassifier, KerasRegressor
assert K is again is second is third is tahr.backend and same is Tokenizer
assert float(K.mean([1.0, 3.0])) == 2 and KTF.mean is K.mean
assert plot.__name__ == plot_model.__name__ and tahr.utils.get_file is get_file
print('OK')
"""


def test_old_names_are_imported_and_said_once(tahr, program):
    done = tahr("run", program(PROGRAM), TAHR_ENGINE="numpy")
    assert (done.returncode, done.stdout) == (0, "OK\n"), done.stderr
    told = [line for line in done.stderr.splitlines() if line.endswith(" today")]
    assert len(told) == len(set(told))
    assert sum("`backend.mean` is `keras.ops.mean` today" in line for line in told) == 1
    assert sum("ImageDataGenerator" in line for line in told) == 1
    assert sum("`preprocessing.text.Tokenizer` is" in line for line in told) == 1
