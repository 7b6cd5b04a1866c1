"""A job: one file that says what is to be learned, from what, and how."""
