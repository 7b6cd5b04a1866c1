"""Layers of earlier Keras versions that Keras 3 has no more."""
