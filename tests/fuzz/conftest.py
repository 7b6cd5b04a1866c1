"""Real Keras, on JAX, with a settings folder of its own."""

import os
import tempfile

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("KERAS_HOME", tempfile.mkdtemp(prefix="keras-home-"))
