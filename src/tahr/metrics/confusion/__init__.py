"""Metrics that count right and wrong answers above and below thresholds."""
