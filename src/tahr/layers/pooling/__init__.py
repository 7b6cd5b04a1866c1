"""The largest or the mean of windows, or of all places."""
