"""Checkpoints by the accuracy's old name, and models as .h5 files."""

import glob
import numpy as np
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Dense, Input
from keras.models import Model, load_model, model_from_json

x = Input(shape=(3,))
model = Model(inputs=x, outputs=Dense(1, activation="sigmoid")(x))
model.compile(keras.optimizers.Adam(lr=0.1), "binary_crossentropy", metrics=["acc"])
X = np.random.normal(size=(20, 3))
Y = (X[:, 0] > 0).astype(int)
callbacks = [
    ModelCheckpoint("w.{epoch:02d}-{val_acc:.2f}.hdf5", monitor="val_acc", period=2, verbose=0),
    EarlyStopping(monitor="val_acc", patience=50, mode="max"),
    ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=1, epsilon=0.5, min_lr=1e-3),
]
history = model.fit(X, Y, validation_split=0.5, epochs=4, callbacks=callbacks, verbose=0)
assert [name[:4] for name in sorted(glob.glob("w.*.hdf5"))] == ["w.02", "w.04"]
assert "lr" in history.history
model.save("model.h5")
again = load_model("model.h5")
assert np.allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), atol=1e-6)
assert again.metrics_names[0] == "loss" and again.optimizer.lr is not None
other = model_from_json(model.to_json())
other.load_weights("model.h5")
assert np.allclose(other.get_weights()[0], model.get_weights()[0])
