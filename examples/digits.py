"""A network that reads handwritten digits: scikit-learn's 1,797 pictures of 8 x 8 pixels."""

import numpy as np
from sklearn.datasets import load_digits

import tahr
from tahr import layers

tahr.utils.set_random_seed(7)
images, labels = load_digits(return_X_y=True)
images = images.reshape(-1, 8, 8, 1) / 16
held_out = np.arange(len(images)) % 6 == 0

model = tahr.Sequential(
    [
        layers.Input((8, 8, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(images[~held_out], labels[~held_out], epochs=15, verbose=2)

figures = model.evaluate(images[held_out], labels[held_out], verbose=0, return_dict=True)
print(f"accuracy {figures['accuracy']:.3f}")
