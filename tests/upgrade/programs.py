"""Short programs in the manner of Keras 0.3, 1, 2 and tf.keras, each with tiny data."""

PROGRAMS = {
    # Keras 0.3
    "perceptron": '''
"""A perceptron of Keras 0.3."""
import numpy as np
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import SGD
from keras.utils import np_utils

X = np.random.rand(12, 20)
Y = np_utils.to_categorical(np.arange(12) % 3, 3)

model = Sequential()
# Dense(64) is a fully-connected layer with 64 hidden units.
model.add(Dense(64, input_dim=20, init='uniform'))
model.add(Activation('tanh'))
model.add(Dropout(0.5))
model.add(Dense(3, init='uniform'))
model.add(Activation('softmax'))

sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd, class_mode="categorical")
model.fit(X, Y, nb_epoch=1, batch_size=4, show_accuracy=True, verbose=0)
score, acc = model.evaluate(X, Y, batch_size=4, show_accuracy=True, verbose=0)
classes = model.predict_classes(X, batch_size=4, verbose=0)
proba = model.predict_proba(X, batch_size=4, verbose=0)
assert classes.shape == (12,) and proba.shape == (12, 3), classes
''',
    "two_numbers": """
import numpy as np
from keras.models import Sequential
from keras.layers.core import Dense, TimeDistributedDense
from keras.layers.recurrent import LSTM, GRU

model = Sequential()
model.add(LSTM(output_dim=8, input_dim=5, return_sequences=True, inner_activation='hard_sigmoid',
               inner_init='orthogonal', forget_bias_init='one'))
model.add(GRU(4, return_sequences=True))
model.add(TimeDistributedDense(2, activation='sigmoid'))
model.compile(loss='mse', optimizer='rmsprop')
model.fit(np.random.rand(6, 7, 5), np.random.rand(6, 7, 2), nb_epoch=1, verbose=0)
assert model.predict(np.zeros((2, 3, 5)), verbose=0).shape == (2, 3, 2)
""",
    # Keras 1
    "convolutions": """
from __future__ import print_function
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation, Flatten
from keras.layers import Convolution2D, MaxPooling2D, ZeroPadding2D, AtrousConvolution2D
from keras.layers.normalization import BatchNormalization
from keras.regularizers import l2, activity_l2
from keras.constraints import maxnorm
from keras import backend as K

nb_filters, nb_conv = 4, 3
if K.image_dim_ordering() == 'th':
    input_shape = (1, 12, 12)
else:
    input_shape = (12, 12, 1)

model = Sequential()
model.add(ZeroPadding2D((1, 1), input_shape=input_shape))
model.add(Convolution2D(nb_filters, nb_conv, nb_conv, border_mode='valid', activation='relu'))
model.add(BatchNormalization(mode=0, axis=-1))
model.add(Convolution2D(4, 3, 5, subsample=(2, 1), border_mode='same',
                        W_regularizer=l2(0.01), W_constraint=maxnorm(3), bias=False))  # wide
model.add(AtrousConvolution2D(4, 2, 2, atrous_rate=(2, 2)))
model.add(MaxPooling2D(pool_size=(2, 2), border_mode='same'))
model.add(Flatten())
model.add(Dropout(p=0.25))
model.add(Dense(output_dim=2, activity_regularizer=activity_l2(0.001)))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adadelta', metrics=['accuracy'])

X, Y = np.random.rand(8, 12, 12, 1), np.eye(2)[np.arange(8) % 2]
history = model.fit(X, Y, batch_size=4, nb_epoch=1, verbose=0, validation_data=(X, Y))
print(history.history['val_acc'], history.history['acc'])
assert model.layers[3].kernel_size == (3, 5) and model.layers[3].strides == (2, 1)
""",
    "functional": """
import numpy as np
from keras.models import Model
from keras.layers import Input, Dense, merge, Embedding, LSTM, Lambda
from keras.engine.topology import Layer, InputSpec
import keras.backend as K

a = Input(shape=(4,), name='a')
b = Input(shape=(4,), name='b')
hidden = Dense(3, activation='relu')
joined = merge([hidden(a), hidden(b)], mode='concat', concat_axis=-1)
summed = merge([hidden(a), hidden(b)], mode='sum')
dotted = merge([hidden(a), hidden(b)], mode='dot', dot_axes=1)
everything = merge([joined, summed, dotted], mode='concat')
distance = Lambda(lambda x: K.sqrt(K.sum(K.square(x), axis=1, keepdims=True)))(everything)
model = Model(input=[a, b], output=distance)


def error(y_true, y_pred):
    return K.mean(K.square(K.clip(y_pred, K.epsilon(), 10.) - y_true), axis=-1)


model.compile(loss=error, optimizer='rmsprop')
x = np.random.rand(6, 4)
model.fit([x, x], np.ones(6), nb_epoch=1, verbose=0)
assert K.int_shape(everything) == (None, 10), K.int_shape(everything)
""",
    "generator": """
import numpy as np
from keras.models import Sequential
from keras.layers import Dense
from keras.callbacks import ModelCheckpoint, EarlyStopping, LearningRateScheduler


def batches():
    while True:
        yield np.random.rand(4, 3), np.random.rand(4, 1)


model = Sequential([
    Dense(4, input_shape=(3,)),
    Dense(1),
])
model.compile('sgd', 'mse', metrics=['mae'])
model.fit_generator(batches(), steps_per_epoch=2, epochs=1, verbose=0, workers=1,
                    validation_data=batches(), validation_steps=1, max_queue_size=2,
                    callbacks=[ModelCheckpoint('best.hdf5', save_best_only=True),
                               EarlyStopping(monitor='val_loss', patience=1)])
model.evaluate_generator(batches(), 2)
assert model.predict_generator(batches(), steps=2).shape == (8, 1)
model.load_weights('best.hdf5')
""",
    # Keras 2
    "digits": """
import os
os.environ['KERAS_BACKEND'] = 'jax'
import keras
from keras.models import Sequential, load_model
from keras.layers import Dense, Conv2D, MaxPooling2D, Flatten, Dropout
from keras.layers.advanced_activations import LeakyReLU
import numpy as np

save_dir, name = os.getcwd(), 'digits.h5'
model = Sequential()
model.add(Conv2D(4, kernel_size=(3, 3), activation='relu', input_shape=(8, 8, 1)))
model.add(LeakyReLU(alpha=0.1))
model.add(MaxPooling2D())
model.add(Flatten())
model.add(Dense(10, activation='softmax'))
model.compile(loss=keras.losses.categorical_crossentropy,
              optimizer=keras.optimizers.Adadelta(),
              metrics=['accuracy'])
y = keras.utils.to_categorical(np.arange(20) % 10, 10)
model.fit(np.random.rand(20, 8, 8, 1), y, epochs=1, verbose=0)
path = os.path.join(save_dir, name)
model.save(path)
model.save_weights('digits_weights.h5')
again = load_model(path)
again.load_weights('digits_weights.h5')
""",
    "text": """
from keras.preprocessing import sequence
from keras.models import Sequential
from keras.layers import Dense, Embedding, Bidirectional, LSTM, Conv1D, GlobalMaxPooling1D
import numpy as np

maxlen = 6
x = sequence.pad_sequences([[1, 2], [3, 4, 5], [1], [2, 3]], maxlen=maxlen)
model = Sequential()
model.add(Embedding(10, 4, input_length=maxlen))
model.add(Conv1D(3, 2, padding='valid', activation='relu', strides=1))
model.add(Bidirectional(LSTM(3, dropout=0.2, recurrent_dropout=0.2, implementation=2)))
model.add(Dense(1, activation='sigmoid'))
model.compile('adam', 'binary_crossentropy', metrics=['acc'])
history = model.fit(x, np.array([0, 1, 0, 1]), epochs=1, verbose=0)
acc = history.history['acc']
assert model.predict_classes(x).shape == (4, 1)
""",
    "stateful": """
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, LSTM

model = Sequential()
model.add(LSTM(5, batch_input_shape=(2, 3, 1), return_sequences=True, stateful=True))
model.add(LSTM(5, stateful=True))
model.add(Dense(1))
model.compile(loss='mse', optimizer='rmsprop')
for epoch in range(2):
    model.fit(np.zeros((4, 3, 1)), np.zeros((4, 1)), batch_size=2, verbose=0, shuffle=False)
    model.reset_states()
""",
    "own_layer": """
from keras import backend as K
from keras.engine.topology import Layer
from keras.models import Sequential
from keras.callbacks import Callback, ReduceLROnPlateau
from keras.optimizers import Adam
import numpy as np


class Scaled(Layer):

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(Scaled, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel', shape=(input_shape[1], self.output_dim),
                                      initializer='uniform', trainable=True)
        super(Scaled, self).build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.output_dim)


class Rates(Callback):
    def on_epoch_end(self, epoch, logs={}):
        self.rate = K.get_value(self.model.optimizer.lr)
        K.set_value(self.model.optimizer.lr, 0.5 * self.rate)
        self.acc = logs.get('acc')


model = Sequential()
model.add(Scaled(2, input_shape=(3,)))
model.compile(loss='mean_squared_error', optimizer=Adam(lr=0.01, decay=0.0), metrics=['acc'])
rates = Rates()
model.fit(np.ones((4, 3)), np.ones((4, 2)), epochs=1, verbose=0,
          callbacks=[rates, ReduceLROnPlateau(monitor='loss', epsilon=0.1)])
assert abs(float(model.optimizer.lr) - 0.005) < 1e-6 and rates.acc is not None
""",
    # tf.keras
    "tensorflow": """
import tensorflow as tf
import numpy as np

model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(4, 4)),
    tf.keras.layers.Dense(8, activation=tf.keras.activations.relu),
    tf.keras.layers.Dropout(0.2),
    tf.keras.layers.Dense(3, activation='softmax')
])
model.compile(optimizer=tf.keras.optimizers.Adam(lr=0.001),
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
model.fit(np.random.rand(6, 4, 4), np.arange(6) % 3, epochs=1, verbose=0)
model.save('tf_model.h5')
""",
    "from_tensorflow": """
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers, backend as K
from tensorflow.python.keras.layers import Dense
from tensorflow.keras.optimizers.legacy import SGD
from tensorflow.keras.layers.experimental import preprocessing

inputs = keras.Input(shape=(5,))
rescale = preprocessing.Rescaling(1. / 255)
x = layers.Dense(3, activation='swish')(inputs)
outputs = Dense(1, input_shape=(3,))(x)
model = keras.Model(inputs, outputs)
model.compile(SGD(lr=0.01, decay=0.1), loss=lambda t, p: K.mean(K.abs(t - p)))
model.fit(np.ones((4, 5)), np.ones((4, 1)), epochs=1, verbose=0)
model.layers[1].trainable = False
""",
    "core": """
import keras_core as keras
from keras_core import layers, ops
import numpy as np


def make(size):
    model = keras.Sequential()
    model.add(layers.Input((size,)))
    model.add(layers.Dense(2))
    return model


model = make(3)
model.compile("adam", "mse")
model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
assert ops.sum(model(np.ones((1, 3)))).shape == ()
""",
    "functions": '''
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout
from keras.objectives import mse
from keras.initializers import normal
from keras.regularizers import l1l2


def create_model(neurons=4):
    """Makes a model."""
    model = Sequential()
    model.add(Dense(neurons, input_dim=8, kernel_initializer='normal', activation='relu',
                    kernel_regularizer=l1l2(l1=0.01, l2=0.01)))
    for units in (4, 3):
        model.add(Dense(units, activation='relu'))
    model.add(Dense(1, activation='sigmoid'))
    model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
    return model


def train(net, x, y):
    return net.fit(x, y, nb_epoch=1, verbose=0, validation_split=0.5)


model = create_model()
hist = train(model, np.random.rand(8, 8), np.arange(8) % 2)
rounded = [int(p[0]) for p in model.predict_classes(np.random.rand(3, 8))]
figures = hist.history
assert figures['acc'] and 'val_acc' not in figures
''',
    "stars": """
from keras.layers import *
from keras.models import *
import keras.backend as K
import numpy as np

inputs = Input((8, 8, 1))
conv = Convolution2D(2, 3, 3, border_mode='same')(inputs)
up = merge([conv, inputs], mode='concat', concat_axis=3)
out = Convolution2D(1, 1, 1, activation='sigmoid')(up)
model = Model(input=inputs, output=out)


def dice(y_true, y_pred):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    return (2. * K.sum(t * p) + 1.) / (K.sum(t) + K.sum(p) + 1.)


model.compile(optimizer='adam', loss='binary_crossentropy', metrics=[dice])
h = model.fit(np.ones((2, 8, 8, 1)), np.ones((2, 8, 8, 1)), nb_epoch=1, verbose=0)
assert h.history['dice']
""",
    "variational": """
import numpy as np
from keras.layers import Input, Dense, Lambda
from keras.models import Model
from keras import backend as K
from keras import metrics, objectives

x = Input(batch_shape=(4, 6))
h = Dense(3, activation='relu')(x)
mean, log_var = Dense(2)(h), Dense(2)(h)


def sampling(args):
    mean, log_var = args
    noise = K.random_normal(shape=(4, 2), mean=0., stddev=1.)
    return mean + K.exp(log_var / 2) * noise


z = Lambda(sampling, output_shape=(2,))([mean, log_var])
model = Model(x, Dense(6, activation='sigmoid')(z))


def loss(t, p):
    return 6 * objectives.binary_crossentropy(t, p) + K.mean(metrics.mean_squared_error(t, p))


model.compile(optimizer='rmsprop', loss=loss)
data = np.random.rand(8, 6)
model.fit(data, data, shuffle=True, nb_epoch=1, batch_size=4, verbose=0)
""",
}
