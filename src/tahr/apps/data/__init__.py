"""Data as a job finds it: where it lies, what its columns are, and how its rows are shared out."""
