"""The ready-made HyperResNet, HyperXception and HyperImageAugment, built and called."""

import keras_tuner as kt
import numpy as np
from keras_tuner.applications import HyperImageAugment, HyperResNet, HyperXception

x = np.random.default_rng(0).random((2, 32, 32, 3)).astype("float32")
for kind in (HyperResNet, HyperXception):
    hp = kt.HyperParameters()
    if kind is HyperResNet:
        hp.Fixed("conv3_depth", 4)
        hp.Fixed("conv4_depth", 6)
    else:
        hp.Fixed("num_residual_blocks", 2)
        hp.Fixed("conv2d_num_filters", 32)
        hp.Fixed("sep_num_filters", 128)
    model = kind(input_shape=(32, 32, 3), classes=3).build(hp)
    assert model.predict(x, verbose=0).shape == (2, 3)
assert HyperImageAugment(input_shape=(32, 32, 3)).build(kt.HyperParameters())(x).shape == x.shape
