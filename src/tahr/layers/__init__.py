"""Layers, one family a folder."""
