"""How good a model is, and the document that says so."""
