"""Layers that only move values: reshaping, padding, cropping, repeating."""
