"""Pictures of models, without Graphviz: what is in the boxes, where they stand, SVG and PNG."""

from tahr.models.picture.plot import Picture, plot_model

__all__ = ["Picture", "plot_model"]
