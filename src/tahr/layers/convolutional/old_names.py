"""Convolutions under the names and with the arguments that Keras 1 had."""

from tahr.core.spelling import OldName
from tahr.layers.convolutional.conv import Conv1D, Conv2D, Conv3D
from tahr.layers.convolutional.conv_transpose import Conv2DTranspose
from tahr.layers.convolutional.separable_conv import SeparableConv2D


class Convolution1D(Conv1D, metaclass=OldName):
    """`Conv1D`: `Convolution1D(nb_filter, filter_length, init, ...)`, or today's arguments."""


class Convolution2D(Conv2D, metaclass=OldName):
    """`Conv2D`: `Convolution2D(nb_filter, nb_row, nb_col, ...)`, or today's arguments.

    Example:
        >>> Convolution2D(32, 3, 5).kernel_size, Convolution2D(32, (3, 5)).kernel_size
        ((3, 5), (3, 5))
    """


class Convolution3D(Conv3D, metaclass=OldName):
    """`Conv3D`: `Convolution3D(nb_filter, kernel_dim1, kernel_dim2, kernel_dim3, ...)`."""


class AtrousConvolution1D(Conv1D, metaclass=OldName):
    """`Conv1D` with a dilation: `AtrousConvolution1D(nb_filter, filter_length, ...)`."""


class AtrousConvolution2D(Conv2D, metaclass=OldName):
    """`Conv2D` with a dilation: `AtrousConvolution2D(nb_filter, nb_row, nb_col, ...)`."""


class Deconvolution2D(Conv2DTranspose, metaclass=OldName):
    """`Conv2DTranspose`: `Deconvolution2D(nb_filter, nb_row, nb_col, output_shape, ...)`."""


class SeparableConvolution2D(SeparableConv2D, metaclass=OldName):
    """`SeparableConv2D`: `SeparableConvolution2D(nb_filter, nb_row, nb_col, ...)`, or today's."""
