"""The API reference: every public name, on a page where a reader looks for it first."""
