"""The layer: its state, its call pipeline, what it expects."""
