"""Activations, losses, normalization, convolution, pooling and attention."""
