"""Layers in which every step looks at all the others."""
