"""Which engine and device a model computes on, and which is the fastest for it."""
