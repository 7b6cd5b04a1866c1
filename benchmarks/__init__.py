"""Tahr beside Keras and programs written by hand: `make bench`."""
