"""A small ResNet with random weights: trained, saved and loaded."""

import keras
import keras_hub
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
backbone = keras_hub.models.ResNetBackbone(
    input_conv_filters=[64], input_conv_kernel_sizes=[3], stackwise_num_filters=[64, 64],
    stackwise_num_blocks=[1, 1], stackwise_num_strides=[1, 2], block_type="basic_block",
    image_shape=(16, 16, 3),
)  # fmt: skip
model = keras_hub.models.ImageClassifier(backbone=backbone, num_classes=3, preprocessor=None)
x, y = rng.random((24, 16, 16, 3)).astype("float32"), rng.integers(0, 3, 24)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
history = model.fit(x, y, epochs=4, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
model.save("resnet.keras")
again = keras.saving.load_model("resnet.keras")
assert np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-4)
