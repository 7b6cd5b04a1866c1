"""Two inputs, two outputs: the price and the kind of a house, from its size and its rooms."""

import numpy as np

import tahr
from tahr import layers

tahr.utils.set_random_seed(5)
size = np.random.uniform(-1, 1, (600, 1))
rooms = np.random.randint(0, 5, 600)
price = 2 * size[:, 0] + 0.3 * rooms
kind = (rooms > 2).astype("int32")

size_in = layers.Input((1,), name="size")
rooms_in = layers.Input((), dtype="int32", name="rooms")
both = layers.concatenate([size_in, layers.Embedding(5, 4)(rooms_in)])
hidden = layers.Dense(32, activation="relu")(both)

model = tahr.Model(
    inputs={"size": size_in, "rooms": rooms_in},
    outputs={
        "price": layers.Dense(1, name="price")(hidden),
        "kind": layers.Dense(2, activation="softmax", name="kind")(hidden),
    },
)
model.compile(
    tahr.optimizers.Adam(0.01),
    loss={"price": "mse", "kind": "sparse_categorical_crossentropy"},
    loss_weights={"price": 1.0, "kind": 0.5},
    metrics={"kind": ["accuracy"], "price": ["mae"]},
)
model.summary()
inputs = {"size": size, "rooms": rooms}
history = model.fit(inputs, {"price": price, "kind": kind}, epochs=20, verbose=0).history

last = {name: values[-1] for name, values in history.items()}
print(" ".join(f"{name} {value:.3f}" for name, value in last.items()))
