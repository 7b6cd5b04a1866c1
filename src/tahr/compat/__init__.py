"""Tables of how Keras 1 and 2 spelled things."""
