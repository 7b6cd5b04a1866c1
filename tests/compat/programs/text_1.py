"""A recurrent classifier of text, with the names and the gates of Keras 1."""

import numpy as np
from keras.layers import Dense, Embedding, GRU, LSTM
from keras.models import Sequential

model = Sequential()
model.add(Embedding(20, 6, input_length=5, dropout=0.2, init="uniform"))
model.add(
    LSTM(
        4,
        dropout_W=0.1,
        dropout_U=0.1,
        inner_init="orthogonal",
        forget_bias_init="one",
        inner_activation="hard_sigmoid",
        consume_less="gpu",
        return_sequences=True,
    )
)
model.add(GRU(output_dim=3, inner_activation="hard_sigmoid"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
X, Y = np.random.randint(0, 20, (8, 5)), np.random.randint(0, 2, 8)
model.fit(X, Y, batch_size=4, nb_epoch=1, validation_data=(X, Y), verbose=0)


def gate(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


table, (w, u, b), (wz, uz, bz) = (layer.get_weights() for layer in model.layers[:3])
x, h, c = table[0][X], np.zeros((8, 4)), np.zeros((8, 4))
outputs = []
for t in range(5):
    i, f, g, o = np.split(x[:, t] @ w + h @ u + b, 4, axis=1)
    c = gate(f) * c + gate(i) * np.tanh(g)
    h = gate(o) * np.tanh(c)
    outputs.append(h)
state = np.zeros((8, 3))
for step in outputs:
    xs, zr = step @ wz + bz, state @ uz[:, :6]
    z, r = gate(xs[:, :3] + zr[:, :3]), gate(xs[:, 3:6] + zr[:, 3:])
    new = np.tanh(xs[:, 6:] + (r * state) @ uz[:, 6:])
    state = z * state + (1 - z) * new
weights, bias = model.layers[3].get_weights()
wanted = 1 / (1 + np.exp(-(state @ weights + bias)))
assert np.allclose(model.predict(X, verbose=0), wanted, atol=1e-5)
