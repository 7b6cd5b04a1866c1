"""Digits that lie a little beside the middle are read by a model that has seen such pictures.

Of 599 that it has not seen it reads 46 % in place of 13 %.
"""

import numpy as np
from sklearn.datasets import load_digits

import tahr
from tahr import layers

images, labels = load_digits(return_X_y=True)
images = images.reshape(-1, 8, 8, 1) / 16
held_out = np.arange(len(images)) % 3 == 0
beside = np.roll(images[held_out], (1, 1), axis=(1, 2))  # one pixel down and to the right


def accuracy(*first):
    """Trains on digits in the middle, and says how many of those beside it are read."""
    tahr.utils.set_random_seed(7)
    model = tahr.Sequential(
        [
            layers.Input((8, 8, 1)),
            *first,
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(images[~held_out], labels[~held_out], epochs=15, verbose=0)
    return model.evaluate(beside, labels[held_out], verbose=0, return_dict=True)["accuracy"]


moved = layers.RandomTranslation(0.15, 0.15, fill_mode="constant", seed=1)
print(f"plain {accuracy():.3f} augmented {accuracy(moved):.3f}")
