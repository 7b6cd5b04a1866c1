"""Layers that change the colours of images."""
