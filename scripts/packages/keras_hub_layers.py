"""Layers for transformers: encoder, decoder with a cache, positions, a head for masked words."""

import keras
import keras_hub
import numpy as np

keras.utils.set_random_seed(0)
layers = keras_hub.layers
ids = np.array([[1, 2, 3, 0], [4, 5, 0, 0]])
inputs = keras.Input((4,), dtype="int32")
x = layers.TokenAndPositionEmbedding(10, 4, 8, mask_zero=True)(inputs)
x = layers.TransformerEncoder(16, 2)(x)
x = layers.TransformerEncoder(16, 2, normalize_first=True)(x)
x = layers.FNetEncoder(16)(x)
model = keras.Model(inputs, x + layers.SinePositionEncoding()(x))
model.compile("adam", "mse")
model.fit(ids, np.zeros((2, 4, 8)), epochs=2, verbose=0)
model.save("hub_layers.keras")
again = keras.saving.load_model("hub_layers.keras")
assert np.allclose(again.predict(ids, verbose=0), model.predict(ids, verbose=0), atol=1e-5)

decoder = layers.TransformerDecoder(16, 2)
whole = np.random.default_rng(0).normal(size=(2, 4, 8)).astype("float32")
wanted = keras.ops.convert_to_numpy(decoder(whole))
cache, steps = np.zeros((2, 2, 4, 2, 4), "float32"), []
for n in range(4):
    got, cache = decoder(
        whole[:, n : n + 1], self_attention_cache=cache, self_attention_cache_update_index=n
    )
    steps.append(keras.ops.convert_to_numpy(got))
assert np.allclose(np.concatenate(steps, 1), wanted, atol=1e-4)

rotary = layers.RotaryEmbedding()(whole)
assert rotary.shape == whole.shape and layers.AlibiBias()(np.zeros((1, 2, 4, 4))).shape[1] == 2
head = layers.MaskedLMHead(vocabulary_size=10, activation="softmax")
assert head(whole, mask_positions=np.array([[0, 1], [2, 3]])).shape == (2, 2, 10)
tied = layers.ReversibleEmbedding(10, 8)
assert tied(tied(ids), reverse=True).shape == (2, 4, 10)
