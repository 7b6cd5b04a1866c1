"""Tahr."""
