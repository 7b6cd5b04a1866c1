"""NumPy's functions on tensors, once more: the names of `keras.ops.numpy`.

They stand in the files of this folder; `tahr.ops` puts them here.
"""
