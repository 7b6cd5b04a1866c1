"""A classifier as Keras 0.3 and 1 had it."""

import numpy as np

np.random.seed(1337)
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from keras.regularizers import activity_l2, l2
from keras.utils import np_utils

X = np.random.normal(size=(64, 8)).astype("float32")
labels = (X[:, 0] > 0).astype(int)
Y = np_utils.to_categorical(labels, 2)

model = Sequential()
model.add(Dense(16, input_dim=8, init="glorot_uniform", W_regularizer=l2(1e-4)))
model.add(Activation("relu"))
model.add(Dropout(p=0.1))
model.add(Dense(output_dim=2, activation="softmax", activity_regularizer=activity_l2(1e-5)))
sgd = SGD(lr=0.3, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="categorical_crossentropy", optimizer=sgd, class_mode="categorical")
history = model.fit(
    X, Y, batch_size=16, nb_epoch=8, show_accuracy=True, verbose=0, validation_split=0.25
)
loss, accuracy = model.evaluate(X, Y, show_accuracy=True, verbose=0)
classes = model.predict_classes(X, verbose=0)

assert history.history["val_acc"][-1] == history.history["val_accuracy"][-1]
assert history.history["loss"][-1] < history.history["loss"][0]
assert abs(accuracy - (classes == labels).mean()) < 1e-6 and accuracy > 0.8
assert model.predict_proba(X, verbose=0).shape == (64, 2)
assert len(model.train_on_batch(X[:4], Y[:4], accuracy=True)) == 2
