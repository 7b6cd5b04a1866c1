"""Random tensors, each a pure function of a key."""
