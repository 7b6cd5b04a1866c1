"""Layers that bring values to mean zero, variance one, or length one."""
