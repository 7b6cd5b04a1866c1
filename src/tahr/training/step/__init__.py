"""One step on one batch: made, compiled, counted and run."""
