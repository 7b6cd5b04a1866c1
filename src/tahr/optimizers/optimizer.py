"""Optimizer: gradients to better weights."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Annotated, Any

from tahr import ops
from tahr.core import awaited, constructors, current
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.matching import from_file, matcher
from tahr.core.mistaken import missing_method
from tahr.core.portable import ByIdentity
from tahr.core.ranges import Count, Fraction, NotNegative, Positive, Range
from tahr.core.registry import known_as
from tahr.core.suggesting import unknown_arguments
from tahr.core.typing import Tensor, TensorLike, is_sequence
from tahr.core.variables import Variable
from tahr.optimizers.branching import branch
from tahr.optimizers.clipping import clipped
from tahr.optimizers.gradients import Pairs, overwritten, present
from tahr.optimizers.groups import Group, check_groups, the_one, written
from tahr.optimizers.moments import average
from tahr.optimizers.old_methods import OldMethods
from tahr.optimizers.rate import Rated
from tahr.optimizers.shared import listing
from tahr.optimizers.state import Slots

FACTORS = "learning_rate_factors"
"""Where a configuration holds the factors of the learning rate, if there are any."""


@known_as("keras.optimizers", "Optimizer")
class Optimizer(Rated, OldMethods):
    """What all optimizers share; a subclass names its slots and writes `update_step`.

    Args:
        learning_rate: a number, a schedule, or a callable that gives a number.
        weight_decay: the share of each weight, times the learning rate, taken off each update.
        clipnorm: the longest each gradient may be.
        clipvalue: the largest an element of a gradient may be.
        global_clipnorm: the longest all gradients may be together.
        use_ema: whether to keep a moving average of the weights.
        ema_momentum: how slowly it moves, 0 to 1.
        ema_overwrite_frequency: after how many updates the weights take its value; None for
            the end of training only.
        loss_scale_factor: what the loss is multiplied with, and gradients are divided by.
        gradient_accumulation_steps: how many gradients are averaged for one update.
        name: for paths and files.
        **kwargs: `decay`, by which the learning rate falls as in Keras 1 and 2: it is divided by
            1 + decay * (the updates so far).

    Raises:
        ArgumentError: an argument is none of an optimizer's, or out of its range.

    Example:
        >>> class Descent(Optimizer):
        ...     def update_step(self, gradient, variable, learning_rate):
        ...         variable.assign_sub(gradient * learning_rate)
        >>> weight = Variable([1.0, 2.0])
        >>> Descent(learning_rate=0.5).apply([ops.ones(2)], [weight])
        >>> weight.numpy().tolist()
        [0.5, 1.5]
    """

    @checked
    def __init__(
        self,
        learning_rate: Any,
        weight_decay: NotNegative | None = None,
        clipnorm: NotNegative | None = None,
        clipvalue: NotNegative | None = None,
        global_clipnorm: NotNegative | None = None,
        use_ema: bool = False,
        ema_momentum: Fraction = 0.99,
        ema_overwrite_frequency: Count | None = None,
        loss_scale_factor: Positive | None = None,
        gradient_accumulation_steps: Annotated[int, Range(2, whole=True)] | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(learning_rate, name)
        self.decay: float = float(kwargs.pop("decay", None) or 0)
        if kwargs:
            owner = type(self)
            raise unknown_arguments(owner.__name__, kwargs, constructors.names(owner), self.name)
        self.weight_decay = weight_decay
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.global_clipnorm = global_clipnorm
        self.use_ema = use_ema
        self.ema_momentum = ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self._undecayed: ByIdentity[None] = ByIdentity()
        self._undecayed_names: list[str] = []
        self._rate_factors: dict[Group, float] = {}
        self._check_arguments()

    def _check_arguments(self) -> None:
        limits = {n: getattr(self, n) for n in ("clipnorm", "clipvalue", "global_clipnorm")}
        given = {name: limit for name, limit in limits.items() if limit is not None}
        if len(given) > 1:
            raise ArgumentError(
                "gradients can be clipped in one way only", where=self.name, got=given
            )
        if self.decay < 0:
            raise ArgumentError("decay is 0 or more", where=self.name, got=self.decay)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Lists what all optimizers take in the documentation of each."""
        super().__init_subclass__(**kwargs)
        cls.__doc__ = listing(cls.__doc__, Optimizer.__doc__)

    # Building.

    def slots(self) -> Sequence[Slots]:
        """Names the slots beside each weight, in groups, with their initializers.

        All slots of a group are made weight by weight, one group after the other.
        """
        return ()

    def build(self, variables: Sequence[Variable]) -> None:
        """Makes the slots for the weights that are to be trained.

        Args:
            variables: all of them; later updates may be of some only.
        """
        if self.built:
            return
        variables = adopted(variables)
        self._remember(variables)
        if self.use_ema:
            self._add_averages(variables)
        if self.gradient_accumulation_steps:
            self._add_slots(variables, {"gradient_accumulator": "zeros"})
        for group in self.slots():
            self._add_slots(variables, group)
        self.built = True
        awaited.made()

    def _add_averages(self, variables: Sequence[Variable]) -> None:
        """Makes the slots of averages; one of a weight that comes later begins at its value."""
        late = bool(self._waiting)
        self._slots["average"] = [
            self.add_variable_from_reference(v, "average", self.copied(v) if late else "zeros")
            for v in variables
        ]

    # Updating.

    def apply(
        self,
        grads: Sequence[Tensor | None],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        """Updates weights by their gradients.

        Args:
            grads: a gradient for each weight, None where the loss does not depend on it.
            trainable_variables: the weights, for new ones of which slots are made; all the
                optimizer was built with by default.

        Raises:
            ArgumentError: there is no gradient at all, or another number of them.
            ShapeError: a gradient has another shape than its weight.
        """
        grads = list(grads)
        if not grads:
            return
        variables = self._targets(grads, trainable_variables)
        pairs = overwritten(present(grads, variables, self.name))
        if pairs:
            self.settle_copies()
            self._apply(pairs)
            for _, variable in pairs:
                if variable.constraint is not None:
                    variable.assign(variable.constraint(variable.value))
        self._iterations.assign_add(1)

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Tensor, Variable]]) -> Variable:
        """Updates weights by pairs of a gradient and a weight; gives the step counter."""
        grads, variables = pairs_of(grads_and_vars, self.name)
        self.apply(grads, variables)
        return self._iterations

    def prepare(self) -> None:
        """Updates, once a step and before all weights, what is one for all of them."""

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        """Updates one weight; every optimizer writes its own.

        Args:
            gradient: of the weight's shape and dtype.
            variable: the weight.
            learning_rate: a scalar of the weight's dtype.
        """
        raise missing_method(self, "update_step")

    def _targets(
        self, grads: Sequence[Any], variables: Sequence[Variable] | None
    ) -> list[Variable]:
        if variables is None and not self.built:
            raise ArgumentError(
                "gradients without variables, before the optimizer was built",
                where=self.name,
                todo="call optimizer.build(model.trainable_variables) first",
            )
        chosen = self._trainable_variables if variables is None else adopted(variables)
        self._check_count(chosen, grads)
        self.add_slots_for(chosen)
        return chosen

    def _apply(self, pairs: Pairs) -> None:
        pairs = [(ops.cast(g, v.dtype), v) for g, v in pairs]
        if self.loss_scale_factor is not None:
            pairs = [(ops.divide(g, self.loss_scale_factor), v) for g, v in pairs]
        if self.gradient_accumulation_steps:
            self._accumulate(pairs, self.gradient_accumulation_steps)
        else:
            self._update(pairs)
        if self.use_ema:
            self._move_average([v for _, v in pairs])

    def _update(self, pairs: Pairs) -> None:
        grads = clipped([g for g, _ in pairs], self.clipnorm, self.global_clipnorm, self.clipvalue)
        rate = self._rate_now()
        self.prepare()
        for gradient, (_, variable) in zip(grads, pairs, strict=True):
            local = ops.cast(rate, variable.dtype)
            factor = self.rate_factor(variable)
            local = local if factor == 1 else ops.multiply(local, factor)
            decay = self.decay_of(variable)
            if decay is not None and self._decays(variable):
                variable.assign_sub(ops.multiply(variable, ops.multiply(local, decay)))
            self.update_step(gradient, variable, local)

    def _rate_now(self) -> Any:
        rate = self.learning_rate
        if not self.decay:
            return rate
        updates = ops.cast(self.iterations, "float32")
        return ops.divide(rate, ops.add(1.0, ops.multiply(self.decay, updates)))

    def _accumulate(self, pairs: Pairs, steps: int) -> None:
        sums = [self.slot("gradient_accumulator", v) for _, v in pairs]
        totals = [ops.add(s, g) for s, (g, _) in zip(sums, pairs, strict=True)]

        def update() -> None:
            self._update(
                [(ops.divide(t, steps), v) for t, (_, v) in zip(totals, pairs, strict=True)]
            )
            for slot in sums:
                slot.assign(ops.zeros_like(slot))

        def wait() -> None:
            for slot, total in zip(sums, totals, strict=True):
                slot.assign(total)

        full = ops.equal(ops.mod(ops.add(self._iterations, 1), steps), 0)
        branch(full, update, wait, [*(v for _, v in pairs), *self._variables])

    # Factors of the learning rate.

    def set_rate_factors(self, factors: Mapping[Any, float]) -> None:
        """Lets some weights learn slower or faster than the rest.

        Args:
            factors: what the learning rate is multiplied with, by regular expressions that
                have to fit the whole path of a weight, or by layers. Other weights keep the
                learning rate. What was set before is forgotten.

        Raises:
            ArgumentError: a factor is negative or no number.

        Example: A trained backbone and a new head, one learning at a hundredth of the rate.
            >>> from tahr import layers, models, optimizers
            >>> backbone = models.Sequential([layers.Dense(4)], name="backbone")
            >>> head = layers.Dense(1, name="head")
            >>> model = models.Sequential([layers.Input((3,)), backbone, head])
            >>> optimizer = optimizers.Adam(1e-3)
            >>> optimizer.set_rate_factors({backbone: 0.01, ".*/head/bias": 2.0})
            >>> model.compile(optimizer, "mse")
            >>> [optimizer.rate_factor(v) for v in model.weights]
            [0.01, 0.01, 1.0, 2.0]

        Source: Howard and Ruder (2018), "Universal language model fine-tuning for text
        classification", section 3.2, "discriminative fine-tuning".
        """
        for group, factor in factors.items():
            if not _is_factor(factor):
                raise ArgumentError(
                    "a factor of the learning rate is 0 or more",
                    where=f"{self.name}, {group}",
                    got=told(factor),
                )
        self._rate_factors = dict(factors)

    def rate_factor(self, variable: Variable) -> float:
        """Returns what the learning rate is multiplied with for a weight.

        Raises:
            ArgumentError: it was given more than one factor.
        """
        return the_one(self._rate_factors, variable.path, 1.0)

    @property
    def recipe(self) -> Hashable:
        """What a compiled update depends on beside the variables."""
        return tuple(self._rate_factors.items())

    def bind_weights(self, weights: Sequence[Variable]) -> None:
        super().bind_weights(weights)
        check_groups(self._rate_factors, weights, f"{self.name}, factors of the learning rate")

    # Weight decay and averages of the weights.

    def exclude_from_weight_decay(
        self,
        var_list: Sequence[Variable] | None = None,
        var_names: Sequence[str] | None = None,
    ) -> None:
        """Spares weights the weight decay.

        Args:
            var_list: weights.
            var_names: regular expressions, searched for in the names of weights.
        """
        for variable in var_list or ():
            self._undecayed[variable] = None
        self._undecayed_names += var_names or ()

    def decay_of(self, variable: Variable) -> float | None:
        """Returns the weight decay of a weight, where it is not spared: one for all by default."""
        return self.weight_decay

    def _decays(self, variable: Variable) -> bool:
        named = matcher(tuple(self._undecayed_names), anywhere=True)(variable.name)
        return not named and variable not in self._undecayed

    def _move_average(self, variables: Sequence[Variable]) -> None:
        step = self.iterations
        for variable in variables:
            slot = self.slot("average", variable)
            began = ops.not_equal(step, 0)
            moved = average(slot, variable.value, self.ema_momentum)
            slot.assign(ops.where(began, moved, variable))
            if self.ema_overwrite_frequency:
                due = ops.equal(ops.mod(ops.add(step, 1), self.ema_overwrite_frequency), 0)
                variable.assign(ops.where(due, slot, variable))

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Sets weights to their final values: the moving average, where one is kept."""
        if self.use_ema:
            for variable in filter(self.has_slots_for, var_list):
                variable.assign(self.slot("average", variable))

    def scale_loss(self, loss: TensorLike) -> TensorLike:
        """Returns the loss whose gradients are to be applied."""
        if self.loss_scale_factor is None:
            return loss
        return ops.multiply(loss, self.loss_scale_factor)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self.decay:
            config["decay"] = self.decay
        if self._rate_factors:
            factors = self._rate_factors.items()
            paths = [variable.path for variable in self._met]
            config[FACTORS] = {written(group, paths): factor for group, factor in factors}
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        optimizer = super().from_config(
            {k: v for k, v in config.items() if k != FACTORS}, custom_objects
        )
        if FACTORS in config:
            optimizer.set_rate_factors(from_file(config[FACTORS], FACTORS))
        return optimizer


def _is_factor(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def adopted(variables: Iterable[Any]) -> list[Variable]:
    """Returns variables, in the place of a framework's own those that stand for them."""
    return [v if isinstance(v, Variable) else current.engine().variable_of(v) for v in variables]


def pairs_of(pairs: Any, where: str) -> tuple[Any, Any]:
    """Returns gradients and variables apart.

    Raises:
        ArgumentError: they are no pairs of a gradient and a variable.
    """
    rows: list[tuple[Any, ...]] = [tuple(p) if is_sequence(p) else (p,) for p in pairs]
    if rows and all(len(row) == 2 and hasattr(row[1], "assign") for row in rows):
        grads, variables = zip(*rows, strict=True)
        return grads, variables
    raise ArgumentError(
        "gradients come in pairs with their variables",
        where=where,
        expected="zip(gradients, variables)",
        got=told(rows[0]) if rows else "nothing",
    )
