"""FeatureCross, DotInteraction and embeddings of features, in a model that is saved and loaded."""

import keras
import keras_rs
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
inputs = [keras.Input((8,), name=name) for name in "abc"]
dot = keras_rs.layers.DotInteraction(self_interaction=False)(inputs)
joined = keras.layers.Concatenate()([dot, *inputs])
crossed = keras_rs.layers.FeatureCross(projection_dim=4)(joined)
crossed = keras_rs.layers.FeatureCross(use_bias=False)(joined, crossed)
model = keras.Model(inputs, keras.layers.Dense(1)(crossed))
model.compile("adam", "mse")
x = [rng.normal(size=(32, 8)).astype("float32") for _ in inputs]
history = model.fit(x, x[0][:, :1], epochs=4, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
model.save("rs.keras")
again = keras.saving.load_model("rs.keras")
assert np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-5)
reduced = keras_rs.layers.EmbedReduce(10, 4, combiner="mean")(np.array([[1, 2], [3, 4]]))
assert reduced.shape == (2, 4)
