"""Training: the pure step, the loop, data, callbacks."""
