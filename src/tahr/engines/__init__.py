"""Engines: what computes. One folder each, behind the one interface in `base.py`."""
