"""Layers that move the pixels of images, and boxes and masks with them."""
