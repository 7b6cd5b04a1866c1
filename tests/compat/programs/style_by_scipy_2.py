"""A picture changed by SciPy, by the gradients of what layers make of it (Keras 2)."""

import numpy as np
from scipy.optimize import fmin_l_bfgs_b
from keras import backend as K
from keras.layers import Conv2D, AveragePooling2D, Input
from keras.models import Model

img_nrows, img_ncols = 12, 12


def net(x):
    a = Conv2D(4, 3, padding="same", activation="relu", name="block1_conv1")(x)
    b = AveragePooling2D()(a)
    c = Conv2D(6, 3, padding="same", activation="relu", name="block2_conv1")(b)
    return c


base_image = K.variable(np.random.rand(1, 12, 12, 3))
style_reference_image = K.variable(np.random.rand(1, 12, 12, 3))
if K.image_data_format() == "channels_first":
    combination_image = K.placeholder((1, 3, img_nrows, img_ncols))
else:
    combination_image = K.placeholder((1, img_nrows, img_ncols, 3))
input_tensor = K.concatenate([base_image, style_reference_image, combination_image], axis=0)
inp = Input(tensor=input_tensor)
model = Model(inp, net(inp))
outputs_dict = dict([(layer.name, layer.output) for layer in model.layers])


def gram_matrix(x):
    assert K.ndim(x) == 3
    features = (
        K.batch_flatten(K.permute_dimensions(x, (2, 0, 1)))
        if K.image_data_format() != "channels_first"
        else K.batch_flatten(x)
    )
    return K.dot(features, K.transpose(features))


def style_loss(style, combination):
    S = gram_matrix(style)
    C = gram_matrix(combination)
    return K.sum(K.square(S - C)) / (4.0 * (3**2) * ((img_nrows * img_ncols) ** 2))


def total_variation_loss(x):
    a = K.square(x[:, : img_nrows - 1, : img_ncols - 1, :] - x[:, 1:, : img_ncols - 1, :])
    b = K.square(x[:, : img_nrows - 1, : img_ncols - 1, :] - x[:, : img_nrows - 1, 1:, :])
    return K.sum(K.pow(a + b, 1.25))


loss = K.variable(0.0)
f = outputs_dict["block2_conv1"]
loss = loss + 0.025 * K.sum(K.square(f[2, :, :, :] - f[0, :, :, :]))
for name in ["block1_conv1", "block2_conv1"]:
    lf = outputs_dict[name]
    loss = loss + (1.0 / 2) * style_loss(lf[1, :, :, :], lf[2, :, :, :])
loss += 1e-3 * total_variation_loss(combination_image)
grads = K.gradients(loss, combination_image)
outputs = [loss]
if isinstance(grads, (list, tuple)):
    outputs += grads
else:
    outputs.append(grads)
f_outputs = K.function([combination_image], outputs)


def eval_loss_and_grads(x):
    x = x.reshape((1, img_nrows, img_ncols, 3))
    outs = f_outputs([x])
    return outs[0], outs[1].flatten().astype("float64")


class Evaluator(object):
    def __init__(self):
        self.loss_value = None
        self.grads_values = None

    def loss(self, x):
        assert self.loss_value is None
        self.loss_value, self.grad_values = eval_loss_and_grads(x)
        return self.loss_value

    def grads(self, x):
        g = np.copy(self.grad_values)
        self.loss_value = None
        self.grad_values = None
        return g


evaluator = Evaluator()
x = np.random.rand(1, 12, 12, 3)
first = None
for i in range(3):
    x, min_val, info = fmin_l_bfgs_b(evaluator.loss, x.flatten(), fprime=evaluator.grads, maxfun=10)
    first = first or min_val
    print("Current loss value:", min_val)
assert min_val <= first
