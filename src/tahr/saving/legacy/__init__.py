"""The HDF5 files of Keras 1 and 2 and of tf.keras, which Keras 3 still reads and writes."""
