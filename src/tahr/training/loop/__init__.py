"""The training loop: epochs of steps, with callbacks in between."""
