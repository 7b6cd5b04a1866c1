"""Modules as earlier Keras versions called them."""

ROOTS = (
    "keras",
    "keras.api",
    "keras.src",
    "keras._tf_keras.keras",
    "keras_core",
    "tf_keras",
    "tensorflow.keras",
    "tensorflow.python.keras",
    "tensorflow.contrib.keras",
    "tensorflow.compat.v1.keras",
    "tensorflow.compat.v2.keras",
)
"""Names under which programs import Keras as a whole."""

BACKENDS_OF = {"tensorflow": "tensorflow", "tf_keras": "tensorflow"}
"""By the package that Keras was imported from, the backend that it always had."""

MOVED = {
    "engine": "",
    "engine.base_layer": "",
    "engine.functional": "",
    "engine.input_layer": "",
    "engine.input_spec": "",
    "engine.network": "",
    "engine.sequential": "",
    "engine.topology": "",
    "engine.training": "",
    "applications.mobilenetv2": "applications.mobilenet_v2",
    "callbacks.callbacks": "callbacks",
    "callbacks.tensorboard_v1": "callbacks",
    "callbacks.tensorboard_v2": "callbacks",
    "backend.common": "backend",
    "backend.experimental": "backend",
    "callbacks.experimental": "callbacks",
    "engine.saving": "saving",
    "experimental": "optimizers.schedules",
    "backend.jax_backend": "backend",
    "backend.tensorflow_backend": "backend",
    "backend.theano_backend": "backend",
    "initializations": "legacy.initializations",
    "initializers.initializers_v2": "initializers",
    "layers.activation": "layers",
    "layers.advanced_activations": "layers",
    "layers.attention": "layers",
    "layers.convolutional": "layers",
    "layers.convolutional_recurrent": "layers",
    "layers.core": "layers",
    "layers.cudnn_recurrent": "layers",
    "layers.embeddings": "layers",
    "layers.experimental": "layers",
    "layers.experimental.preprocessing": "layers",
    "layers.local": "layers",
    "layers.merge": "layers",
    "layers.merging": "layers",
    "layers.noise": "layers",
    "layers.normalization": "layers",
    "layers.pooling": "layers",
    "layers.preprocessing": "layers",
    "layers.recurrent": "layers",
    "layers.recurrent_v2": "layers",
    "layers.regularization": "layers",
    "layers.reshaping": "layers",
    "layers.rnn": "layers",
    "layers.wrappers": "layers",
    "legacy.layers": "layers",
    "legacy.models": "models",
    "metrics.metrics": "metrics",
    "mixed_precision.experimental": "mixed_precision",
    "models.cloning": "models",
    "objectives": "losses",
    "optimizers.experimental": "optimizers",
    "optimizers.adam": "optimizers",
    "optimizers.rmsprop": "optimizers",
    "optimizers.sgd": "optimizers",
    "preprocessing.image_dataset": "utils",
    "saving.hdf5_format": "saving",
    "saving.save": "saving",
    "utils.all_utils": "utils",
    "utils.conv_utils": "utils",
    "utils.data_utils": "utils",
    "utils.generic_utils": "utils",
    "utils.image_utils": "utils",
    "utils.io_utils": "utils",
    "utils.layer_utils": "utils",
    "utils.multi_gpu_utils": "utils",
    "utils.losses_utils": "losses",
    "utils.np_utils": "utils",
    "utils.training_utils": "utils",
    "utils.vis_utils": "utils",
    "utils.visualize_util": "utils",
    "wrappers.scikit_learn": "wrappers",
}
"""Where the names of a module stand today; "" is the package itself."""

SUCCESSORS = {"initializations": "initializers"}
"""What does the work of a module today, where its names stay as they were."""

ALSO = {"engine": ("layers", "models", "utils")}
"""Where else to look, by the first part of an old module's name."""

INSTEAD = {
    "argmax": "keras.ops.argmax",
    "cast": "keras.ops.cast",
    "compat": "a program without TensorFlow 1",
    "config": "nothing: an engine finds its devices itself",
    "constant": "keras.ops.convert_to_tensor",
    "convert_to_tensor": "keras.ops.convert_to_tensor",
    "data": "NumPy arrays or a keras.utils.PyDataset",
    "expand_dims": "keras.ops.expand_dims",
    "function": "nothing: steps are compiled anyway",
    "GradientTape": "tahr.value_and_grad(function, variables)",
    "image": "keras.ops on the arrays of images, or Pillow before training",
    "io": "keras.utils.load_img, or open()",
    "math": "keras.ops",
    "matmul": "keras.ops.matmul",
    "nn": "keras.ops",
    "one_hot": "keras.ops.one_hot",
    "random": "keras.random, or keras.utils.set_random_seed(seed)",
    "reduce_mean": "keras.ops.mean",
    "reduce_sum": "keras.ops.sum",
    "reshape": "keras.ops.reshape",
    "set_random_seed": "keras.utils.set_random_seed(seed)",
    "shape": "keras.ops.shape",
    "square": "keras.ops.square",
    "summary": "keras.callbacks.TensorBoard",
    "Tensor": "keras.KerasTensor",
    "Variable": "keras.Variable",
}
"""What does the work of a TensorFlow name."""

KERAS_VERSION = "3.15.1"
"""The Keras whose names Tahr offers, which programs read from `keras.__version__`."""

TENSORFLOW_VERSION = "2.19.0"
"""What programs that check the version of TensorFlow are told."""
