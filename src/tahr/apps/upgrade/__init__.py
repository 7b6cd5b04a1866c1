"""Programs of Keras 1, 2 and tf.keras, rewritten in the spelling of Keras 3.

`program.py` is the entrance for the text of one program, `files.py` for paths.
"""
