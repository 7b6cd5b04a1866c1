"""Layers, one family a folder."""

from tahr.layers.base.input_spec import InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.core.dense import Dense
from tahr.layers.core.input_layer import Input, InputLayer
