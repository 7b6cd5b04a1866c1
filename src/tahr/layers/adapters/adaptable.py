"""Layers with one large weight, which may be adapted."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr.core.variables import Variable
from tahr.layers.adapters.form import on_host
from tahr.layers.adapters.lora import Adapter, check_adapter, check_rank, make_adapter
from tahr.layers.adapters.weighted import Weighted
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import add


class Adaptable(Weighted):
    """A layer whose one large weight may have an adapter of low rank beside it.

    A subclass names the weight (`main`), calls `set_up` in its constructor, and says
    `self.kernel = self.make_main(rules, shape)` in `build`.
    """

    _adapter: Adapter | None = None
    _main_shape: tuple[int, ...] = ()

    def set_up(self, lora_rank: int | None, lora_alpha: float | None) -> None:
        """Takes the arguments of an adapter, which `build` makes."""
        if lora_rank is not None:
            check_rank(lora_rank, lora_alpha, self.name)
        self.lora_rank = lora_rank
        self.lora_alpha = lora_rank if lora_alpha is None else lora_alpha

    def make_main(self, rules: WeightRules, shape: Sequence[int]) -> Variable | None:
        """Makes the weight; None where a quantized form made variables of its own for it."""
        self._main_shape = tuple(shape)
        return rules.make(shape)

    def _built(self) -> None:
        self.built = True
        if self.lora_rank is not None and not self.lora_enabled:
            self.enable_lora(self.lora_rank, self.lora_alpha)
        super()._built()

    def enable_lora(
        self,
        rank: int,
        lora_alpha: float | None = None,
        a_initializer: Any = "he_uniform",
        b_initializer: Any = "zeros",
    ) -> None:
        """Freezes the weight, and puts two trained matrices of low rank beside it.

        Args:
            rank: of their product.
            lora_alpha: the product counts `lora_alpha / rank` times; once by default.
            a_initializer: for the first matrix.
            b_initializer: for the second.

        Raises:
            ArgumentError: the layer is not built, has an adapter already or a constraint on its
                weight, or rank is no positive integer.

        Source: Hu et al. (2021), "LoRA: low-rank adaptation of large language models".
        """
        check_adapter(self, rank, lora_alpha)
        self.lora_rank = rank
        self.lora_alpha = rank if lora_alpha is None else lora_alpha
        held = vars(self).get(f"_{self.main}")
        if isinstance(held, Variable):
            held.trainable = held.made_trainable = False
        self._adapter = make_adapter(self, self._main_shape, a_initializer, b_initializer)
        setattr(self, f"lora_{self.main}_a", self._adapter.a)
        setattr(self, f"lora_{self.main}_b", self._adapter.b)
        self.lora_enabled = True

    def shown(self, held: Any) -> Any:
        """Returns what the layer shows as its weight."""
        return held if self._adapter is None else add(held, self._adapter.added())

    @property
    def saved_variables(self) -> list[Variable]:
        """The variables that files hold: an adapter is part of the weight there."""
        if self._adapter is None:
            return super().saved_variables
        beside = {id(self._adapter.a), id(self._adapter.b)}
        own = [v for v in super().saved_variables if id(v) not in beside]
        main = vars(self).get(f"_{self.main}")
        return [*(v for v in own if v is main), *(v for v in own if v is not main)]

    def saved_values(self) -> list[np.ndarray]:
        if self._adapter is None:
            return super().saved_values()
        first, *rest = self.saved_variables
        return [on_host(add(first, self._adapter.added())), *(v.numpy() for v in rest)]

    def restored(self) -> None:
        """Begins the adapter anew: what it held is in the weight that was read."""
        if self._adapter is not None:
            self._adapter.b.assign(np.zeros(self._adapter.b.shape, "float32"))
