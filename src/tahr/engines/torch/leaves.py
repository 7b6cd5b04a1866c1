"""Variables as PyTorch's programs see them: parameters, whose `grad` a `backward` fills in.

A parameter stays the same object for as long as its variable lives, so an optimizer of PyTorch's
may keep it: what a step of Tahr's gives the variable is put into the parameter, and what a program
does to the parameter is the variable's value from then on. Both lie in the same memory. The
variable itself holds a tensor that never requires a gradient, so that compiled steps take it as
it is.
"""

from typing import Any

import torch

from tahr.core import current
from tahr.core.variables import Variable
from tahr.engines.torch.widening import Tensor


class Leaf:
    """What stands for a variable in programs of PyTorch's.

    Args:
        own: the parameter, or a buffer of a module.
    """

    def __init__(self, own: Tensor) -> None:
        self.own: Tensor = own
        self.tensor: Tensor = own
        """What programs see: the parameter, or what they have lent it in a `functional_call`."""

    @property
    def is_lent(self) -> bool:
        """Whether something else stands for the variable now."""
        return self.tensor is not self.own

    def lend(self, tensor: Tensor) -> None:
        """Lets another tensor stand for the variable until the parameter itself is lent again."""
        self.tensor = tensor

    def held(self, value: Any) -> Any:
        if not isinstance(value, Tensor) or is_same(self.tensor, value):
            return value
        return self.tensor.detach()

    def follow(self, value: Any) -> None:
        if not isinstance(value, Tensor):
            return
        if self.is_lent:
            self.tensor = value
        elif not is_same(self.own, value):
            self.own.data = value.detach()

    def trained(self, trainable: bool) -> None:
        self.own.requires_grad_(trainable and self.own.is_floating_point())


def is_same(x: Tensor, y: Tensor) -> bool:
    """Returns whether two tensors lie in one memory; what `torch.func` transforms lies in none."""
    try:
        return x.data_ptr() == y.data_ptr() and x.device == y.device
    except RuntimeError:
        return x is y


def is_trained(variable: Variable, tensor: Tensor) -> bool:
    """Returns whether `backward` is to leave a gradient with a variable."""
    return variable.trainable and tensor.is_floating_point()


def parameter(variable: Variable) -> Tensor:
    """Returns the parameter that stands for a variable, made where there is none yet."""
    with current.using("torch"):
        tensor = variable.own_value()
    return leaf_of(variable, tensor).tensor


def leaf_of(variable: Variable, tensor: Tensor) -> Leaf:
    """Returns what stands for a variable that holds a tensor."""
    if not isinstance(variable.alias, Leaf):
        wanted = is_trained(variable, tensor)
        variable.alias = Leaf(torch.nn.Parameter(tensor.detach(), requires_grad=wanted))
    return variable.alias


def read(variable: Variable, tensor: Tensor) -> Tensor:
    """Returns what a program is given that reads a variable.

    Args:
        variable: what it reads.
        tensor: what is to be read: what the variable holds, or another state of it.
    """
    alias = variable.alias
    if isinstance(alias, Leaf) and (alias.is_lent or is_same(alias.tensor, tensor)):
        return alias.tensor
    if not is_trained(variable, tensor):
        return tensor
    if tensor is variable.held:
        return leaf_of(variable, tensor).tensor
    return tensor.detach().requires_grad_()
