"""Layers that act only in training: dropout, noise, penalties."""
