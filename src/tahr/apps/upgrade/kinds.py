"""What the variables of a program hold, as far as the rewriting has to know: by their names."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from tahr.apps.upgrade.code import dotted, given, literal, text_of
from tahr.apps.upgrade.names import Names

MODEL, OPTIMIZER, HISTORY, FIGURES, FLOW = "model", "optimizer", "history", "figures", "flow"
ORDER, GENERATOR = "order of the axes", "generator"
MADE = {
    **dict.fromkeys(
        ("Model", "Sequential", "models.Model", "models.Sequential", "models.load_model",
         "models.clone_model", "models.model_from_json", "models.model_from_yaml"), MODEL
    ),
    "backend.image_data_format": ORDER,
    "config.image_data_format": ORDER,
}  # fmt: skip
ATTRIBUTES = {"optimizer": OPTIMIZER, "history": FIGURES}
METHODS = {
    **dict.fromkeys(("fit", "fit_generator"), HISTORY),
    **dict.fromkeys(("flow", "flow_from_directory", "flow_from_dataframe"), FLOW),
}
"""What calls and attributes are, whosoever they are of."""


@dataclass
class Kinds:
    """The kinds of variables, by name; a name that holds several things has none.

    Attributes:
        losses: by the name of a model, the loss it is compiled with.
        last: by the name of a model, the layer that was added last.
        batches: by the name of an iterator, the size of its batches.
        compiled: how many calls of `compile` there are.
        metrics: the names of metrics that the program asks for.
        texts: the texts that a variable is made of, and after a `$` the variables.
        sets_rates: whether a callback sets the learning rate.
        wants_accuracy: the names of models of which a call of Keras 0 asks for the accuracy.
    """

    names: Names
    found: dict[str, set[str | None]] = field(default_factory=dict)
    losses: dict[str, str | None] = field(default_factory=dict)
    last: dict[str, cst.Call] = field(default_factory=dict)
    batches: dict[str, cst.BaseExpression] = field(default_factory=dict)
    metrics: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)
    compiled: int = 0
    sets_rates: bool = False
    wants_accuracy: set[str] = field(default_factory=set)

    def texts_of(self, name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Returns the texts that a variable is made of, those of further variables included."""
        found: set[str] = set()
        for text in self.texts.get(name, set()):
            if not text.startswith("$"):
                found.add(text)
            elif text[1:] not in seen and len(seen) < 4:
                found |= self.texts_of(text[1:], seen | {name})
        return found

    def of(self, node: cst.BaseExpression) -> str | None:
        """Returns the kind of an expression; None where it is not known."""
        kind = self._made(node)
        if kind is not None:
            return kind
        kinds = self.found.get(dotted(node) or "", set())
        return next(iter(kinds)) if len(kinds) == 1 else None

    def is_known_otherwise(self, node: cst.BaseExpression) -> bool:
        """Returns whether an expression is a variable that holds something that is not Keras's."""
        return None in self.found.get(dotted(node) or "", set())

    def _made(self, node: cst.BaseExpression) -> str | None:
        if isinstance(node, cst.Attribute):
            return ATTRIBUTES.get(node.attr.value)
        if not isinstance(node, cst.Call):
            return None
        path = self.names.called(node)
        if path:
            return _made_by(path)
        if isinstance(node.func, cst.Attribute):
            return METHODS.get(node.func.attr.value)
        function = node.func.value if isinstance(node.func, cst.Name) else ""
        kinds = self.found.get(f"{function}()", set())
        return GENERATOR if kinds == {GENERATOR} else None


def _made_by(path: str) -> str | None:
    """Returns the kind of what a class or function of Keras makes."""
    module, _, name = path.rpartition(".")
    if module.startswith("applications") and name[:1].isupper():
        return MODEL
    return OPTIMIZER if module == "optimizers" else MADE.get(path)


class Finder(cst.CSTVisitor):
    """Goes through a program and notes what its variables hold."""

    def __init__(self, names: Names) -> None:
        self.kinds: Kinds = Kinds(names)
        self._function: list[str] = []
        self._returned: list[tuple[str, cst.BaseExpression]] = []
        self._later: list[tuple[str, str]] = []

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._function.append(node.name.value)

    def leave_FunctionDef(self, original_node: cst.FunctionDef) -> None:
        self._function.pop()

    def visit_Yield(self, node: cst.Yield) -> None:
        if self._function:
            self.kinds.found.setdefault(f"{self._function[-1]}()", set()).add(GENERATOR)

    def visit_Return(self, node: cst.Return) -> None:
        if self._function and node.value is not None:
            self._returned.append((self._function[-1], node.value))

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._assigned(target.target, node.value)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            self._assigned(node.target, node.value)

    def _assigned(self, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        if isinstance(target, cst.Tuple | cst.List) and isinstance(value, cst.Tuple | cst.List):
            for one, of in zip(target.elements, value.elements, strict=False):
                self._assigned(one.value, of.value)
            return
        name = dotted(target)
        if name is None:
            return
        texts = _Texts.of(value) if not isinstance(value, cst.Dict | cst.List) else set()
        texts |= {f"${used}" for used in _Texts.names_in(value)}
        self.kinds.texts.setdefault(name, set()).update(texts)
        kind = self.kinds.of(value)
        called = dotted(value.func) if isinstance(value, cst.Call) else None
        if kind is None and called and "." not in called:
            self._later.append((name, called))
            return
        self.kinds.found.setdefault(name, set()).add(kind)
        if kind == FLOW and isinstance(value, cst.Call):
            size = given(value, "batch_size")
            self.kinds.batches[name] = size.value if size else cst.Integer("32")

    def visit_Call(self, node: cst.Call) -> None:
        if self.kinds.names.called(node).rpartition(".")[2] in SCHEDULERS:
            self.kinds.sets_rates = True
        if not isinstance(node.func, cst.Attribute):
            return
        owner, method = dotted(node.func.value) or "", node.func.attr.value
        accuracy = given(node, "show_accuracy") or given(node, "accuracy")
        if accuracy is not None and literal(accuracy.value) is True:
            self.kinds.wants_accuracy.add(owner)
        if method == "compile":
            self._compiled(owner, node)
        elif method == "add" and node.args and isinstance(node.args[0].value, cst.Call):
            self.kinds.last[owner] = node.args[0].value

    def _compiled(self, owner: str, node: cst.Call) -> None:
        self.kinds.compiled += 1
        loss = given(node, "loss") or (node.args[1] if len(node.args) > 1 else None)
        self.kinds.losses[owner] = text_of(loss.value) if loss else None
        metrics = given(node, "metrics") or (node.args[2] if len(node.args) > 2 else None)
        if metrics is not None:
            self.kinds.metrics |= _Texts.of(metrics.value)

    def finish(self) -> Kinds:
        """Returns what was found, functions that return a model included."""
        for function, value in self._returned:
            self.kinds.found.setdefault(f"{function}()", set()).add(self.kinds.of(value))
        for name, function in self._later:
            made = self.kinds.found.get(f"{function}()", {None})
            self.kinds.found.setdefault(name, set()).update(made)
        return self.kinds


SCHEDULERS = ("LearningRateScheduler", "ReduceLROnPlateau")


class _Texts(cst.CSTVisitor):
    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.names: set[str] = set()

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        self.texts |= {text_of(node) or ""}

    def visit_Name(self, node: cst.Name) -> None:
        self.names.add(node.value)

    @classmethod
    def of(cls, node: cst.CSTNode) -> set[str]:
        found = cls()
        node.visit(found)
        return found.texts

    @classmethod
    def names_in(cls, node: cst.CSTNode) -> set[str]:
        found = cls()
        node.visit(found)
        return found.names


def found_in(names: Names) -> Kinds:
    """Returns what the variables of a program hold."""
    finder = Finder(names)
    names.wrapper.module.visit(finder)
    return finder.finish()
