"""ResNet of 50 layers, under the name of its own that it has in Keras."""

from tahr.applications.resnet import ResNet50, decode_predictions, preprocess_input

__all__ = ["ResNet50", "decode_predictions", "preprocess_input"]
