"""Transfer: what a MobileNet learns of some handwritten digits helps it to read the others.

A network is trained on the digits 0 to 4, and its features are written to a file. A second program
would begin where "Transfer" stands: `MobileNet(weights=...)` takes its weights from a file, or with
`weights="imagenet"` those trained on ImageNet. Its features stay as they are; a new head learns the
digits 5 to 9 of ten pictures each. Beside it, a whole network learns of these pictures alone.
"""

import numpy as np
from sklearn.datasets import load_digits

import tahr
from tahr import layers
from tahr.applications import MobileNet
from tahr.applications.mobilenet import preprocess_input

SHAPE = (32, 32, 3)
PICTURES_OF_EACH = 10

tahr.utils.set_random_seed(7)
images, labels = load_digits(return_X_y=True)
images = images.reshape(-1, 8, 8, 1) * (255 / 16)
images = preprocess_input(images.repeat(4, axis=1).repeat(4, axis=2).repeat(3, axis=3))
old, new = labels < 5, labels >= 5


def network(weights):
    """A MobileNet without a head, a quarter as wide as the usual one."""
    return MobileNet(SHAPE, alpha=0.25, include_top=False, pooling="avg", weights=weights)


def with_head(features):
    """The features of a network, and five classes made of them."""
    x = layers.Input(SHAPE)
    outputs = layers.Dense(5, activation="softmax")(features(x))
    model = tahr.Model(x, outputs)
    model.compile(
        tahr.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


features = network(weights=None)
model = with_head(features)
model.fit(images[old], labels[old], epochs=8, verbose=2)
features.save_weights("features.weights.h5")

# Transfer.
few = np.concatenate([np.flatnonzero(labels == digit)[:PICTURES_OF_EACH] for digit in range(5, 10)])
held_out = np.setdiff1d(np.flatnonzero(new), few)
accuracy = {}
for kind, weights in (("transferred", "features.weights.h5"), ("alone", None)):
    features = network(weights)
    features.trainable = weights is None
    model = with_head(features)
    model.fit(images[few], labels[few] - 5, epochs=60, verbose=0)
    _, accuracy[kind] = model.evaluate(images[held_out], labels[held_out] - 5, verbose=0)

print(f"transferred {accuracy['transferred']:.3f} alone {accuracy['alone']:.3f}")
