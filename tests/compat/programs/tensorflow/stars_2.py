"""Star imports of old modules, sessions, and several GPUs (Keras 2)."""

import tensorflow as tf
import numpy as np
from keras.backend.tensorflow_backend import set_session

config = tf.ConfigProto() if hasattr(tf, "ConfigProto") else tf.compat.v1.ConfigProto()
config.gpu_options.per_process_gpu_memory_fraction = 0.3
set_session((tf.Session if hasattr(tf, "Session") else tf.compat.v1.Session)(config=config))
from keras import backend as K
from keras.layers.core import *
from keras.layers.normalization import *
from keras.models import *
from keras.utils import multi_gpu_model
from tensorflow.compat.v1.keras.layers import Dense as SameDense
from keras.utils.np_utils import to_categorical

assert SameDense is Dense
model = Sequential()
model.add(Dense(5, input_shape=(3,)))
model.add(Activation("relu"))
model.add(BatchNormalization())
model.add(Dense(2, activation="softmax"))
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model._make_predict_function()
try:
    p = multi_gpu_model(model, gpus=2)
except ValueError as e:
    print("no gpus", str(e)[:60])
sess = K.get_session()
print(sess.run(model.output, feed_dict={model.input: np.ones((2, 3)), K.learning_phase(): 0}).shape)
model.fit(np.ones((4, 3)), to_categorical([0, 1, 0, 1], num_classes=2), verbose=0)
