"""VGG of 16 layers (Simonyan and Zisserman 2015)."""

from tahr.applications.building import family, standard
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.vgg import PAPER, vgg

_model = family(__name__, standard, PAPER)
VGG16 = _model("VGG16", vgg(16, (2, 2, 3, 3, 3)), "Makes a VGG of 16 layers.")

preprocess_input: Preparation = preparation(__name__, "caffe")

__all__ = ["VGG16", "decode_predictions", "preprocess_input"]
