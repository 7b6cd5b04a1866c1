"""What `saving` uses of `h5py.h5d`."""

CONTIGUOUS: int
COMPACT: int
