"""Layers that choose among other layers on images."""
