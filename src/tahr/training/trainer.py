"""Trainer: how a model is to be trained."""

from collections.abc import Iterator, Mapping
from typing import Any

from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.core.serialization import deserialize, serialize
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracking import MetricBase, held, unique
from tahr.core.variables import Variable
from tahr.training import precisions
from tahr.training.compile_checks import check_compiled
from tahr.training.compile_metrics import CompileMetrics, keys_of
from tahr.training.compile_names import in_order
from tahr.training.compiled import compiled
from tahr.training.doubts import about_last_layer
from tahr.training.programs import Programs

ONE = 1
"""What files say for "auto" steps in one call: Keras's default, which changes no result."""


class Trainer(Programs):
    """A layer with an optimizer, losses and metrics: the set-up of a model's steps."""

    @accepts_old_spellings
    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int | str = "auto",
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
        precision: str | None = None,
    ) -> None:
        """Says how the model is to be trained.

        Args:
            optimizer: name or object; or several, in a dict or in pairs: a regular expression
                for the whole path of weights, or a layer, and an optimizer for these. What
                "default" is given trains the rest.
            loss: name, function or `Loss`; or a list or dict of them by output.
            loss_weights: a number for each output.
            metrics: names, functions or `Metric`s, alone, in a list, or by output.
            weighted_metrics: the same, taking sample weights into account.
            run_eagerly: whether steps run uncompiled, for debugging.
            steps_per_execution: how many batches are handed to the engine in one call, callbacks
                being called once for all of them; "auto" lets the engine have many where that is
                faster and no callback wants to see every batch.
            jit_compile: how hard the engine compiles the steps, where it knows more than one way
                (PyTorch: True runs `torch.compile`, False replays a recording, "auto" starts
                with the recording and compiles it where `fit` is long enough to pay for that;
                TensorFlow: True compiles by XLA).
            auto_scale_loss: whether a model that computes in float16 with float32 weights has
                its optimizer wrapped in a `LossScaleOptimizer`, so that small gradients survive.
            precision: what the steps compute in: "bfloat16", "float16" or "float32" for all
                layers that were given no dtype of their own, whatever the global policy;
                "auto" for bfloat16 where the engine multiplies matrices faster in it on this
                device, and float32 elsewhere. Weights, optimizer, losses, metrics and what
                `predict` gives stay as they are. By default layers compute as their own
                policies say.

        Raises:
            ArgumentError: a name is unknown.
        """
        for output in trees.leaves(self.known_outputs()):
            about_last_layer(loss, getattr(getattr(output, "node", None), "operation", None))
        given = [metrics, weighted_metrics]
        check_compiled(optimizer, loss, loss_weights, given, jit_compile)
        self.compilation = compiled(
            optimizer,
            loss,
            loss_weights,
            metrics,
            weighted_metrics,
            run_eagerly,
            self.names_of_outputs(),
            isinstance(self.known_outputs(), dict),
        )
        self.compilation.arguments |= {
            "steps_per_execution": _steps(steps_per_execution),
            "jit_compile": jit_compile,
        }
        if precision is not None:
            self.compilation.arguments["precision"] = precisions.checked(precision, self.name)
        mixed = precision == "float16" or self.dtype_policy.name == "mixed_float16"
        if auto_scale_loss and mixed and self.optimizer is not None:
            self.compilation.scale_loss()
        self._steps = None

    def names_of_outputs(self) -> list[str] | None:
        """Returns the names by which losses and metrics may be told which output is meant."""
        return None

    @property
    def optimizer(self) -> Any:
        """The optimizer given to `compile`."""
        return self.compilation.optimizer if self.compilation else None

    @optimizer.setter
    def optimizer(self, value: Any) -> None:
        if self.compilation is None:
            Trainer.compile(self, optimizer=None)
        if self.compilation is not None:
            self.compilation.optimizer = value

    @property
    def loss(self) -> Any:
        """The loss given to `compile`."""
        return self.compilation.arguments["loss"] if self.compilation else None

    def zero_grad(self) -> None:
        """Forgets what PyTorch's `backward` left with the weights; other engines leave nothing."""
        for variable in self.trainable_variables:
            value: Any = variable.value
            if getattr(value, "grad", None) is not None:
                value.grad = None

    def parameters(self, recurse: bool = True) -> Iterator[Any]:
        """Returns the trained weights as PyTorch's tensors, for an optimizer of PyTorch's.

        Args:
            recurse: taken as in PyTorch, where False leaves out the layers inside.

        Raises:
            AttributeError: the model is on another engine.
        """
        return (tensor for _, tensor in self.named_parameters(recurse=recurse))

    def named_parameters(self, prefix: str = "", recurse: bool = True) -> Iterator[tuple[str, Any]]:
        """Returns the trained weights as PyTorch's tensors, with their paths.

        Args:
            prefix: what the names begin with.
            recurse: taken as in PyTorch, where False leaves out the layers inside.

        Raises:
            AttributeError: the model is on another engine.
        """
        if self.engine.name != "torch":
            raise AttributeError(
                f"{self.name} is on the {self.engine.name} engine, and has PyTorch's parameters "
                'on PyTorch alone: model.to("torch"), or use trainable_variables'
            )
        variables = self.trainable_variables
        if not recurse:
            variables = [v for v in self.own_variables if v.trainable]
        start = f"{prefix}." if prefix else ""
        with self.placed():
            return iter([(f"{start}{v.path.replace('/', '.')}", v.value) for v in variables])

    @property
    def compiled(self) -> bool:
        """Whether `compile` has been called."""
        return self.compilation is not None

    @property
    def metrics(self) -> list[Any]:
        """All metrics: the mean loss, those given to `compile` as one, those in attributes.

        Those in the attributes of other models inside belong to their own training.
        """
        layers = (
            one for one in self.flatten_layers() if one is self or not isinstance(one, Trainer)
        )
        own = unique([m for layer in layers for m in held(layer, MetricBase)])
        if self.compilation is None:
            return own
        given = {id(metric) for metric in self.compilation.every_metric}
        return [*self.compilation.metrics, *(m for m in own if id(m) not in given)]

    @property
    def metrics_names(self) -> list[str]:
        """The names of the figures that `evaluate` lists, in its order, before the first step too.

        Where a model's outputs are not known before it has been called, it is taken to have one.
        """
        return in_order(self._names_of_metrics(), self._names_of_figures())

    def listed(self, figures: Mapping[str, Any]) -> Any:
        """Returns figures as `evaluate` lists them; one by itself.

        Args:
            figures: by name.
        """
        values = [figures[name] for name in in_order(self._names_of_metrics(), figures)]
        return values[0] if len(values) == 1 else values

    def _names_of_metrics(self) -> list[str]:
        return [name for one in self._foreseen() for name in one[0]]

    def _names_of_figures(self) -> list[str]:
        return [name for one in self._foreseen() for name in one[1]]

    def _foreseen(self) -> Iterator[tuple[list[str], list[str]]]:
        """Returns, for each metric, the names in it and the names of its figures."""
        if self.compilation is None:
            every = map(_names, self.metrics)
            yield from ((names, names) for names in every)
            return
        names = self.compilation.foreseen_outputs(self.known_outputs())
        losses = self.compilation.names_of_losses(names)
        given = {id(metric) for metric in self.compilation.metrics}
        for metric in sorted(self.metrics, key=lambda m: id(m) not in given):
            if isinstance(metric, CompileMetrics):
                yield metric.names(names), metric.figures(names)
                continue
            if id(metric) not in given and losses:
                yield losses, losses
            yield [metric.name], _names(metric)
        if any(id(metric) in given for metric in self.metrics):
            yield losses, losses

    def check_host(self, x: Any) -> None:
        """Raises where inputs on the host cannot be what the model takes.

        Args:
            x: the inputs of a batch.
        """

    def known_outputs(self) -> Any:
        """Returns the symbolic outputs, where they are known before the model is called."""
        return None

    @property
    def metrics_variables(self) -> list[Variable]:
        """The state of all metrics."""
        return [v for m in self.metrics for v in m.variables]

    def get_compile_config(self) -> dict[str, Any] | None:
        """Returns what `compile_from_config` needs; None for a model that is not compiled."""
        if self.compilation is None:
            return None
        given = {**self.compilation.arguments, "optimizer": self.compilation.given_optimizer()}
        if given["steps_per_execution"] == "auto":
            given["steps_per_execution"] = ONE
        return serialize(given)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compiles as the model was when it was saved."""
        given = deserialize(config)
        if given.get("steps_per_execution") == ONE:
            given["steps_per_execution"] = "auto"
        self.compile(**given)
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_variables)


def _steps(value: int | str) -> int | str:
    if value == "auto" or (isinstance(value, int) and value >= 1):
        return value
    raise ArgumentError(
        "steps_per_execution cannot be this", expected='"auto", or 1 or more', got=told(value)
    )


def _names(metric: Any) -> list[str]:
    return keys_of(metric) or [metric.name]
