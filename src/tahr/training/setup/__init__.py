"""What `compile` sets up: losses, metrics, their names, and whether they can be meant."""
