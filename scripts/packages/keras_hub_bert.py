"""A small BERT with random weights: classified, its backbone saved, loaded and used again."""

import keras
import keras_hub
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
backbone = keras_hub.models.BertBackbone(
    vocabulary_size=30, num_layers=2, num_heads=2, hidden_dim=16, intermediate_dim=32,
    max_sequence_length=8,
)  # fmt: skip
model = keras_hub.models.BertTextClassifier(backbone=backbone, num_classes=2, preprocessor=None)
ids = rng.integers(1, 30, (64, 8))
x = {"token_ids": ids, "segment_ids": np.zeros_like(ids), "padding_mask": np.ones_like(ids)}
y = (ids[:, 0] > 15).astype("int32")
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.AdamW(0.01), loss, metrics=["accuracy"])
history = model.fit(x, y, epochs=8, batch_size=16, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
model.save("bert.keras")
again = keras.saving.load_model("bert.keras")
assert np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-4)
again.fit(x, y, epochs=1, verbose=0)
same = keras_hub.models.BertBackbone.from_config(backbone.get_config())
backbone.save_weights("bert.weights.h5")
same.load_weights("bert.weights.h5")
wanted = backbone.predict(x, verbose=0)["pooled_output"]
assert np.allclose(same.predict(x, verbose=0)["pooled_output"], wanted, atol=1e-5)
backbone.enable_lora(2)
assert len(backbone.trainable_weights) < len(same.trainable_weights)
backbone.save_lora_weights("bert.lora.h5")
backbone.load_lora_weights("bert.lora.h5")
