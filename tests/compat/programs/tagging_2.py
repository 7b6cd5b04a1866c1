"""A layer whose methods are the loss and the metric of the model (Keras 2)."""

import numpy as np
from keras import backend as K
from keras.layers import Layer, Input, Embedding, Bidirectional, LSTM, Dense
from keras.models import Model


class CRF(Layer):
    def __init__(self, ignore_last_label=False, **kwargs):
        self.ignore_last_label = 1 if ignore_last_label else 0
        super(CRF, self).__init__(**kwargs)

    def build(self, input_shape):
        self.num_labels = input_shape[-1] - self.ignore_last_label
        self.trans = self.add_weight(
            name="crf_trans",
            shape=(self.num_labels, self.num_labels),
            initializer="glorot_uniform",
            trainable=True,
        )

    def log_norm_step(self, inputs, states):
        inputs, mask = inputs[:, :-1], inputs[:, -1:]
        states = K.expand_dims(states[0], 2)
        trans = K.expand_dims(self.trans, 0)
        outputs = K.logsumexp(states + trans, 1) + inputs
        outputs = mask * outputs + (1 - mask) * states[:, :, 0]
        return outputs, [outputs]

    def path_score(self, inputs, labels):
        point_score = K.sum(K.sum(inputs * labels, 2), 1, keepdims=True)
        l1 = K.expand_dims(labels[:, :-1], 3)
        l2 = K.expand_dims(labels[:, 1:], 2)
        lab = l1 * l2
        trans = K.expand_dims(K.expand_dims(self.trans, 0), 0)
        return point_score + K.sum(K.sum(trans * lab, [2, 3]), 1, keepdims=True)

    def call(self, inputs):
        return inputs

    def loss(self, y_true, y_pred):
        if self.ignore_last_label:
            mask = 1 - y_true[:, :, -1:]
        else:
            mask = K.ones_like(y_pred[:, :, :1])
        y_true, y_pred = y_true[:, :, : self.num_labels], y_pred[:, :, : self.num_labels]
        path_score = self.path_score(y_pred, y_true)
        init_states = [y_pred[:, 0]]
        y_pred = K.concatenate([y_pred, mask])
        log_norm, _, _ = K.rnn(self.log_norm_step, y_pred[:, 1:], init_states)
        log_norm = K.logsumexp(log_norm, 1, keepdims=True)
        return log_norm - path_score

    def accuracy(self, y_true, y_pred):
        mask = 1 - y_true[:, :, -1] if self.ignore_last_label else None
        y_true, y_pred = y_true[:, :, : self.num_labels], y_pred[:, :, : self.num_labels]
        isequal = K.cast(K.equal(K.argmax(y_true, 2), K.argmax(y_pred, 2)), "float32")
        return K.mean(isequal) if mask is None else K.sum(isequal * mask) / K.sum(mask)


x_in = Input(shape=(None,), dtype="int32")
x = Embedding(20, 8)(x_in)
x = Bidirectional(LSTM(6, return_sequences=True))(x)
t = Dense(5)(x)
crf = CRF(True)
s = crf(t)
m = Model(inputs=x_in, outputs=s)
m.compile(loss=crf.loss, optimizer="adam", metrics=[crf.accuracy])
y = np.eye(5)[np.random.randint(0, 5, (16, 7))]
h = m.fit(np.random.randint(0, 20, (16, 7)), y, epochs=3, batch_size=8, verbose=0)
print(h.history)
assert h.history["loss"][-1] < h.history["loss"][0]
assert crf in m.layers and len(crf.trainable_weights) == 1
