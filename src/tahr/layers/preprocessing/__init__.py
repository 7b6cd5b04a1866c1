"""Layers that bring raw data into the form a network takes."""
