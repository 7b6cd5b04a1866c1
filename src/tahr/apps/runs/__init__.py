"""A run: one carrying out of a job, one folder, complete in itself."""
