"""VGG of 19 layers (Simonyan and Zisserman 2015)."""

from tahr.applications.building import family, standard
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.vgg import PAPER, vgg

_model = family(__name__, standard, PAPER)
VGG19 = _model("VGG19", vgg(19, (2, 2, 4, 4, 4)), "Makes a VGG of 19 layers.")

preprocess_input: Preparation = preparation(__name__, "caffe")

__all__ = ["VGG19", "decode_predictions", "preprocess_input"]
