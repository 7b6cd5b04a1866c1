"""Attention that multiplies its weights by a mask in place (Keras 2)."""

import numpy as np
from keras import backend as K
from keras import initializers, regularizers, constraints
from keras.engine.topology import Layer
from keras.layers import Input, Embedding, LSTM, Dense, Bidirectional
from keras.models import Model


def dot_product(x, kernel):
    if K.backend() == "tensorflow":
        return K.squeeze(K.dot(x, K.expand_dims(kernel)), axis=-1)
    return K.dot(x, kernel)


class AttentionWithContext(Layer):
    def __init__(
        self,
        W_regularizer=None,
        u_regularizer=None,
        b_regularizer=None,
        W_constraint=None,
        u_constraint=None,
        b_constraint=None,
        bias=True,
        **kwargs,
    ):
        self.supports_masking = True
        self.init = initializers.get("glorot_uniform")
        self.W_regularizer = regularizers.get(W_regularizer)
        self.u_regularizer = regularizers.get(u_regularizer)
        self.b_regularizer = regularizers.get(b_regularizer)
        self.W_constraint = constraints.get(W_constraint)
        self.u_constraint = constraints.get(u_constraint)
        self.b_constraint = constraints.get(b_constraint)
        self.bias = bias
        super(AttentionWithContext, self).__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape) == 3
        self.W = self.add_weight(
            (
                input_shape[-1],
                input_shape[-1],
            ),
            initializer=self.init,
            name="{}_W".format(self.name),
            regularizer=self.W_regularizer,
            constraint=self.W_constraint,
        )
        if self.bias:
            self.b = self.add_weight(
                (input_shape[-1],),
                initializer="zero",
                name="{}_b".format(self.name),
                regularizer=self.b_regularizer,
                constraint=self.b_constraint,
            )
        self.u = self.add_weight(
            (input_shape[-1],),
            initializer=self.init,
            name="{}_u".format(self.name),
            regularizer=self.u_regularizer,
            constraint=self.u_constraint,
        )
        super(AttentionWithContext, self).build(input_shape)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        uit = dot_product(x, self.W) if K.backend() == "x" else K.dot(x, self.W)
        if self.bias:
            uit += self.b
        uit = K.tanh(uit)
        ait = K.squeeze(K.dot(uit, K.expand_dims(self.u)), axis=-1)
        a = K.exp(ait)
        if mask is not None:
            a *= K.cast(mask, K.floatx())
        a /= K.cast(K.sum(a, axis=1, keepdims=True) + K.epsilon(), K.floatx())
        a = K.expand_dims(a)
        weighted_input = x * a
        return K.sum(weighted_input, axis=1)

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[-1]


class Attention(Layer):
    def __init__(self, step_dim, bias=True, **kwargs):
        self.supports_masking = True
        self.init = initializers.get("glorot_uniform")
        self.bias = bias
        self.step_dim = step_dim
        self.features_dim = 0
        super(Attention, self).__init__(**kwargs)

    def build(self, input_shape):
        self.W = self.add_weight(
            (input_shape[-1],), initializer=self.init, name="{}_W".format(self.name)
        )
        self.features_dim = input_shape[-1]
        self.b = (
            self.add_weight((input_shape[1],), initializer="zero", name="{}_b".format(self.name))
            if self.bias
            else None
        )
        self.built = True

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        features_dim = self.features_dim
        step_dim = self.step_dim
        eij = K.reshape(
            K.dot(K.reshape(x, (-1, features_dim)), K.reshape(self.W, (features_dim, 1))),
            (-1, step_dim),
        )
        if self.bias:
            eij += self.b
        eij = K.tanh(eij)
        a = K.exp(eij)
        if mask is not None:
            a *= K.cast(mask, K.floatx())
        a /= K.cast(K.sum(a, axis=1, keepdims=True) + K.epsilon(), K.floatx())
        a = K.expand_dims(a)
        weighted_input = x * a
        return K.sum(weighted_input, axis=1)

    def compute_output_shape(self, input_shape):
        return input_shape[0], self.features_dim


for att in (AttentionWithContext(W_regularizer=regularizers.l2(1e-4)), Attention(7)):
    inp = Input((7,), dtype="int32")
    h = Embedding(20, 8, mask_zero=True)(inp)
    h = Bidirectional(LSTM(4, return_sequences=True))(h)
    h = att(h)
    out = Dense(1, activation="sigmoid")(h)
    m = Model(inp, out)
    m.compile("adam", "binary_crossentropy", metrics=["acc"])
    x = np.random.randint(0, 20, (16, 7))
    x[:, 4:] = 0
    y = np.random.randint(0, 2, 16)
    m.fit(x, y, epochs=1, batch_size=16, verbose=0)
    hidden = x.copy()
    hidden[:, 4:] = 0
    assert m.predict(x, verbose=0).shape == (16, 1)


class Inplace(Layer):
    def call(self, x):
        y = x
        y *= 2.0
        y -= 1.0
        y **= 2
        return x + y


i = Input((3,))
m = Model(i, Inplace()(i))
v = np.random.rand(2, 3).astype("f")
keep = v.copy()
assert np.allclose(m.predict(v), v + (2 * v - 1) ** 2, atol=1e-5), m.predict(v)
assert (v == keep).all()
assert np.allclose(np.asarray(K.eval(m(K.variable(v)))), v + (2 * v - 1) ** 2, atol=1e-5)
