"""Layers that mix the images of a batch with each other."""
