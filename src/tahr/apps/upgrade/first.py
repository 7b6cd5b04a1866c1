"""The shape of the input: said by the first layer of a model before, and by `keras.Input` today."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade import layers
from tahr.apps.upgrade.code import dotted, given, line_of
from tahr.apps.upgrade.job import Job

EMPTY, BEGUN, OUTSIDE = "empty", "begun", "outside"
"""What is known of a Sequential model: without layers, with some, or made outside of this loop."""
SEQUENTIAL = ("Sequential", "models.Sequential")


class FirstLayers(cst.CSTTransformer):
    """Puts an Input before the layer that says its shape, in `add` and in lists of layers.

    Args:
        job: the rewriting.
    """

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self._models: dict[str, str] = {}
        self._saved: list[dict[str, str]] = []
        self._placed: set[int] = set()
        self._in_models: set[int] = set()
        self._own: set[int] = set()

    # where the walk is

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._saved.append(self._models)
        self._models = {}

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._models = self._saved.pop()
        return updated_node

    def visit_If_body(self, node: cst.If) -> None:
        self._saved.append(dict(self._models))

    def leave_If_body(self, node: cst.If) -> None:
        after = self._models
        self._models = self._saved.pop()
        self._saved.append(after)

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.If:
        for name, state in self._saved.pop().items():
            if state == BEGUN or name not in self._models:
                self._models[name] = state
        return updated_node

    def visit_For_body(self, node: cst.For) -> None:
        self._saved.append(self._models)
        self._models = {n: OUTSIDE if s == EMPTY else s for n, s in self._models.items()}

    def leave_For_body(self, node: cst.For) -> None:
        self._saved.pop()

    def visit_While_body(self, node: cst.While) -> None:
        self._models = {n: OUTSIDE if s == EMPTY else s for n, s in self._models.items()}

    # which layers are dealt with

    def visit_Call(self, node: cst.Call) -> None:
        func = node.func
        if isinstance(func, cst.Call):
            self._placed.add(id(func))
        elif self.job.names.called(node) in SEQUENTIAL:
            self._in_models |= {id(a.value) for a in node.args}
        if layers.is_layer(self.job, node):
            self._placed |= {id(a.value) for a in node.args}

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        found = _added(node)
        if found is not None:
            self._placed.add(id(found[1]))

    def visit_List(self, node: cst.List) -> None:
        self._placed |= {id(e.value) for e in node.elements}

    def batch_size(self, original: cst.Call) -> tuple[str, ...]:
        """Returns `batch_size` where a layer takes it, beside the shape of its input."""
        return ("batch_size",) if "input_shape" in layers.declared(original) else ()

    def placed_layer(self, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        """Returns a call of a layer without what only the first layer of a model says.

        Args:
            original: the call as it was.
            call: the call, rewritten otherwise.
        """
        job = self.job
        if isinstance(call.func, cst.Call) and isinstance(original.func, cst.Call):
            if layers.is_layer(job, original.func):
                return call.with_changes(func=layers.undeclared(call.func))
            return call
        if not layers.is_layer(job, original):
            return call
        if layers.begins_with_channels(original) and not job.says_order:
            job.doubted(
                original, "its shape seems to begin with the channels, and nothing says so",
                "add data_format='channels_first', or call "
                "keras.config.set_image_data_format('channels_first')",
            )  # fmt: skip
        if layers.declared(original) and id(original) not in self._placed:
            job.undecided(
                original, "a layer no longer says the shape of its input",
                "put keras.Input(shape=...) before it in the model",
                ", ".join(layers.declared(original)),
            )  # fmt: skip
        if job.names.called(original).rpartition(".")[2] == "Bidirectional":
            return call
        args = [
            a.with_changes(value=layers.undeclared(a.value))
            if _is_declared(job, b.value) and isinstance(a.value, cst.Call) else a
            for a, b in zip(call.args, original.args, strict=False)
        ]  # fmt: skip
        return call.with_changes(args=[*args, *call.args[len(args) :]])

    # add

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        value = original_node.value
        if isinstance(updated_node.value, cst.Call) and id(original_node) in self._own:
            return updated_node.with_changes(value=layers.undeclared(updated_node.value))
        if self.job.names.called(value) in SEQUENTIAL and isinstance(value, cst.Call):
            begun = any(a.keyword is None or a.keyword.value == "layers" for a in value.args)
            for target in original_node.targets:
                self._models[dotted(target.target) or ""] = BEGUN if begun else EMPTY
        return updated_node

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        found = _added(original_node)
        if found is None:
            return updated_node
        owner, layer = found
        name = dotted(owner) or ""
        state = self._models.get(name, EMPTY)
        known = name in self._models or layers.is_layer(self.job, layer)
        if not known or not self._says_shape(layer):
            self._models[name] = BEGUN if state != OUTSIDE else OUTSIDE
            return updated_node
        self._models[name] = BEGUN
        if state == OUTSIDE:
            self.job.undecided(
                original_node, "whether this is the first layer of the model depends on the loop",
                f"{name}.add(keras.Input(shape=...)) before the loop", line_of(layer.func),
            )  # fmt: skip
            return updated_node
        new = _layer_in(updated_node)
        shape = layers.shape_of(self.job, new)
        bare = _with_layer(updated_node, layers.undeclared(new))
        if state == BEGUN or shape is None:
            return bare
        self.job.old = True
        make = cst.Call(self.job.reference("Input"), shape)
        first = _with_layer(updated_node, make).with_changes(
            trailing_whitespace=cst.TrailingWhitespace()
        )
        return cst.FlattenSentinel([first, bare.with_changes(leading_lines=())])

    def _says_shape(self, layer: cst.Call) -> bool:
        if self.job.names.called(layer).startswith("applications."):
            return False
        if layers.is_layer(self.job, layer):
            name = self.job.names.called(layer).rpartition(".")[2]
            inner = layer.args[0].value if name == "Bidirectional" and layer.args else None
            said = layers.declared(layer) or (
                isinstance(inner, cst.Call) and layers.declared(inner)
            )
            return bool(said) and name != "InputLayer"
        return bool(given(layer, "input_shape") or given(layer, "batch_input_shape"))

    def visit_Assign(self, node: cst.Assign) -> None:
        if (
            isinstance(node.value, cst.Call)
            and _is_own(node)
            and layers.is_layer(self.job, node.value)
        ):
            self._placed.add(id(node.value))
            self._own.add(id(node))

    # lists

    def leave_List(self, original_node: cst.List, updated_node: cst.List) -> cst.BaseExpression:
        made = [e.value for e in original_node.elements]
        if not any(isinstance(m, cst.Call) and layers.is_layer(self.job, m) for m in made):
            return updated_node
        elements = [
            e.with_changes(value=layers.undeclared(e.value))
            if _is_declared(self.job, m) and isinstance(e.value, cst.Call) else e
            for e, m in zip(updated_node.elements, made, strict=True)
        ]  # fmt: skip
        first = updated_node.elements[0].value if made else None
        if (
            not isinstance(made[0], cst.Call)
            or not self._says_shape(made[0])
            or not isinstance(first, cst.Call)
        ):
            return updated_node.with_changes(elements=elements)
        shape = layers.shape_of(self.job, first)
        if shape is None:
            return updated_node.with_changes(elements=elements)
        self.job.old = True
        kind = "Input" if id(original_node) in self._in_models else "layers.InputLayer"
        make = cst.Call(self.job.reference(kind), shape)
        new = _before(updated_node, elements, make)
        return updated_node.with_changes(elements=[new, *elements])


def _before(
    node: cst.List, elements: list[cst.BaseElement], value: cst.BaseExpression
) -> cst.Element:
    """Returns an element that stands before others as they stand after one another."""
    after = node.lbracket.whitespace_after
    broken = after if isinstance(after, cst.ParenthesizedWhitespace) else cst.SimpleWhitespace(" ")
    comma = next(
        (e.comma for e in elements[:-1] if isinstance(e.comma, cst.Comma)),
        cst.Comma(whitespace_after=broken),
    )
    return cst.Element(value, comma=comma)


def _is_declared(job: Job, node: cst.BaseExpression) -> bool:
    if not isinstance(node, cst.Call) or not layers.is_layer(job, node):
        return False
    inner = node.args[0].value if node.args else None
    return bool(layers.declared(node)) or (isinstance(inner, cst.Call) and _is_declared(job, inner))


def _is_own(node: cst.Assign) -> bool:
    """Returns whether a line sets an attribute: such layers are built when they are called."""
    return (dotted(node.targets[0].target) or "").startswith("self.")


def _added(line: cst.SimpleStatementLine) -> tuple[cst.BaseExpression, cst.Call] | None:
    """Returns the model and the layer of a line `model.add(Layer(...))`."""
    part = line.body[0]
    if (
        len(line.body) != 1
        or not isinstance(part, cst.Expr)
        or not isinstance(part.value, cst.Call)
    ):
        return None
    call = part.value
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "add":
        return None
    if len(call.args) != 1 or not isinstance(call.args[0].value, cst.Call):
        return None
    return call.func.value, call.args[0].value


def _layer_in(line: cst.SimpleStatementLine) -> cst.Call:
    call = cst.ensure_type(cst.ensure_type(line.body[0], cst.Expr).value, cst.Call)
    return cst.ensure_type(call.args[0].value, cst.Call)


def _with_layer(line: cst.SimpleStatementLine, layer: cst.Call) -> cst.SimpleStatementLine:
    part = cst.ensure_type(line.body[0], cst.Expr)
    call = cst.ensure_type(part.value, cst.Call)
    args = [call.args[0].with_changes(value=layer)]
    return line.with_changes(body=[part.with_changes(value=call.with_changes(args=args))])
