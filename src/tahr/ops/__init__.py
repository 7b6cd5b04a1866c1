"""Every tensor function, once."""
