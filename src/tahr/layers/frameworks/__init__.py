"""Layers that run a framework's own modules and functions."""
