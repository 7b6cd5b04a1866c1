"""Bounding boxes: how they are written, how they overlap, and where they go with an image."""
