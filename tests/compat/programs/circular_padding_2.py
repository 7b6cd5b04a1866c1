"""Fields around a globe: layers that pad in a circle, channels first (Keras 2)."""

import numpy as np
from keras import backend as K
from keras.models import Sequential
from keras.layers import Conv2D, ZeroPadding2D, MaxPooling2D, UpSampling2D
from keras.engine.base_layer import Layer as L2
from keras.utils import conv_utils
from keras.engine import InputSpec


class PeriodicPadding2D(L2):
    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super(PeriodicPadding2D, self).__init__(**kwargs)
        self.data_format = conv_utils.normalize_data_format(data_format)
        if isinstance(padding, int):
            self.padding = ((padding, padding), (padding, padding))
        elif hasattr(padding, "__len__"):
            h = conv_utils.normalize_tuple(padding[0], 2, "1st entry of padding")
            w = conv_utils.normalize_tuple(padding[1], 2, "2nd entry of padding")
            self.padding = (h, w)
        self.input_spec = InputSpec(ndim=4)

    def compute_output_shape(self, input_shape):
        (t, b), (l, r) = self.padding
        if self.data_format == "channels_first":
            return (input_shape[0], input_shape[1], input_shape[2] + t + b, input_shape[3] + l + r)
        return (input_shape[0], input_shape[1] + t + b, input_shape[2] + l + r, input_shape[3])

    def call(self, inputs):
        (top, bottom), (left, right) = self.padding
        if self.data_format == "channels_first":
            top_slice = slice(inputs.shape[2] - top, inputs.shape[2])
            inputs = K.concatenate(
                [inputs[:, :, top_slice, :], inputs, inputs[:, :, slice(0, bottom), :]], axis=2
            )
            inputs = K.concatenate(
                [
                    inputs[:, :, :, slice(inputs.shape[3] - left, inputs.shape[3])],
                    inputs,
                    inputs[:, :, :, slice(0, right)],
                ],
                axis=3,
            )
        return inputs

    def get_config(self):
        config = {"padding": self.padding, "data_format": self.data_format}
        return dict(
            list(super(PeriodicPadding2D, self).get_config().items()) + list(config.items())
        )


cs = (2, 12, 16)
m = Sequential()
m.add(PeriodicPadding2D(padding=(0, 2), data_format="channels_first", input_shape=cs))
m.add(ZeroPadding2D(padding=(2, 0), data_format="channels_first"))
m.add(Conv2D(4, kernel_size=5, padding="valid", activation="tanh", data_format="channels_first"))
m.add(MaxPooling2D((2, 2), data_format="channels_first"))
m.add(PeriodicPadding2D(padding=((0, 0), (1, 1)), data_format="channels_first"))
m.add(ZeroPadding2D(padding=((1, 1), (0, 0)), data_format="channels_first"))
m.add(Conv2D(8, kernel_size=3, padding="valid", activation="tanh", data_format="channels_first"))
m.add(UpSampling2D((2, 2), data_format="channels_first"))
m.add(PeriodicPadding2D(padding=(0, 2), data_format="channels_first"))
m.add(ZeroPadding2D(padding=(2, 0), data_format="channels_first"))
m.add(Conv2D(2, kernel_size=5, padding="valid", activation="linear", data_format="channels_first"))
assert m.output_shape == (None, 2, 12, 16), m.output_shape


def lat_loss(y_true, y_pred):
    w = np.cos(np.linspace(-1, 1, 12)).reshape(12, 1)
    w = K.variable(w, name="lat_weights")
    return K.mean(w * K.square(y_true - y_pred), axis=-1)


m.compile(loss=lat_loss, optimizer="adam", metrics=["mae"])
x = np.random.rand(8, 2, 12, 16)
m.fit(x, x, batch_size=8, epochs=1, verbose=0, shuffle=True)
assert m.predict(x).shape == x.shape
from keras.models import load_model

m.save("globe.h5")
again = load_model(
    "globe.h5", custom_objects={"PeriodicPadding2D": PeriodicPadding2D, "lat_loss": lat_loss}
)
assert np.allclose(again.predict(x), m.predict(x), atol=1e-5)
