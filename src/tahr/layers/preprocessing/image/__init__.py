"""Layers on images, and on the labels, boxes and masks that belong to them."""
