"""Pictures of models, without Graphviz: what is in the boxes, where they stand, SVG and PNG."""

from tahr.models.picture.dot import model_to_dot
from tahr.models.picture.plot import Picture, plot_model

__all__ = ["Picture", "model_to_dot", "plot_model"]
