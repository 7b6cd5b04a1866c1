"""The real Keras, to compare with."""

import os

os.environ["KERAS_BACKEND"] = "jax"
