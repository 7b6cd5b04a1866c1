"""Types of features: what a column or file is, and how a model takes it in or gives it out.

One file a type; `table.py` lists them. A new type is one file, and its line there.
"""
