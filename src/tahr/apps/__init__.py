"""Applications on top of the library, each in its own folder."""
