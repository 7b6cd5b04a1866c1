"""The walk through a program that gives each expression its spelling of today."""

from __future__ import annotations

import libcst as cst

from tahr.apps.upgrade import backend, calls, classes, layers, models, optimizers
from tahr.apps.upgrade.code import dotted, source, text_of, with_args, with_text
from tahr.apps.upgrade.facts import LEFT, inside, is_module, parameters, today
from tahr.apps.upgrade.first import FirstLayers
from tahr.apps.upgrade.job import Job
from tahr.apps.upgrade.kinds import FIGURES, ORDER
from tahr.compat.figures import SHORT
from tahr.compat.settings import SETTINGS
from tahr.compat.today import (
    FIGURES as OLD_FIGURES,
    GONE_ATTRIBUTES,
    OLD_ATTRIBUTES,
    SHAPES_OF_LAYERS,
    WEIGHTS_OF_LAYERS,
    WRAPPED,
)


class Rewriting(FirstLayers):
    """Rewrites names, calls and arguments; the imports are rewritten when it is done.

    Args:
        job: the rewriting.
        renamed: names of files that are others today.
    """

    def __init__(self, job: Job, renamed: dict[str, str]) -> None:
        super().__init__(job)
        self._renamed = renamed

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def visit_Arg_keyword(self, node: cst.Arg) -> None:
        if node.keyword is not None:
            self.job.quiet.add(id(node.keyword))

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.job.quiet.add(id(node.attr))
        if self._is_part(node.value) and self.job.names.path(node) is not None:
            self.job.quiet.add(id(node.value))

    def _is_part(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Name | cst.Attribute)

    def visit_Call(self, node: cst.Call) -> None:
        super().visit_Call(node)
        path = self.job.names.called(node)
        was = (self.job.names.path(node.func) or "").rpartition(".")[2]
        if backend.knows(path) or path in MERGING or was in WRAPPED:
            self.job.quiet.add(id(node.func))

    # names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        if id(original_node) in self.job.quiet:
            return updated_node
        path = self.job.names.path(original_node)
        if path is None or not path:
            return updated_node
        found = today(path)
        if found.exists and not is_module(path):
            self._note_old(path, found.path)
            return updated_node.with_changes(value=self.job.local(original_node.value, path))
        return self._gone(original_node, updated_node, path)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        path = self.job.names.path(original_node)
        if path is None:
            return self._attribute(original_node, updated_node)
        if id(original_node) in self.job.quiet and is_module(path):
            return updated_node
        if path in LEFT and not today(path).hint:
            return self.job.reference(LEFT[path])
        if not today(path).exists:
            return self._gone(original_node, updated_node, path)
        return self._renamed_chain(original_node, updated_node, path)

    def _renamed_chain(
        self, original_node: cst.Attribute, updated_node: cst.Attribute, path: str
    ) -> cst.BaseExpression:
        found = today(path)
        self._note_old(path, found.path)
        prefix = self.job.names.path(original_node.value)
        kept = prefix is not None and self._stays(original_node)
        module, _, leaf = found.path.rpartition(".")
        if kept and prefix not in LEFT and prefix == module:
            return updated_node.with_changes(attr=cst.Name(leaf))
        if kept and found.path == path:
            return updated_node
        return self.job.reference(found.path)

    def _stays(self, node: cst.Attribute) -> bool:
        """Returns whether the first name of a chain stands for Keras, or a part, and stays."""
        first = (dotted(node) or "").partition(".")[0]
        found = self.job.names.full(_first(node))
        if found is None or inside(found) is None:
            return False
        return first == "keras" or first not in ("tf_keras", "keras_core")

    def _gone(
        self, original: cst.Name | cst.Attribute, updated: cst.BaseExpression, path: str
    ) -> cst.BaseExpression:
        if backend.knows(today(path).path) and id(original) not in self.job.quiet:
            new = backend.handed_on(self.job, today(path).path)
            if new is not None:
                return new
        if id(original) in self.job.quiet or is_module(path):
            return updated
        hint = today(path).hint
        if hint is not None or not _is_private(path):
            self.job.undecided(
                original,
                "Keras 3 has nothing of this name",
                hint or "write it without, or yourself",
            )
        return updated

    def _note_old(self, path: str, now: str) -> None:
        self.job.old |= path != now

    def _attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.BaseExpression:
        name = original.attr.value
        if name in OLD_ATTRIBUTES.get(self.job.kinds.of(original.value) or "", {}):
            self.job.old = True
            kind = self.job.kinds.of(original.value) or ""
            return updated.with_changes(attr=cst.Name(OLD_ATTRIBUTES[kind][name]))
        if name in OLD_ATTRIBUTES["*"]:
            return updated.with_changes(attr=cst.Name(OLD_ATTRIBUTES["*"][name]))
        if name in SHAPES_OF_LAYERS and _is_of_model(original.value):
            part = cst.Name(SHAPES_OF_LAYERS[name])
            return updated.with_changes(
                value=cst.Attribute(updated.value, part), attr=cst.Name("shape")
            )
        if name in WEIGHTS_OF_LAYERS and _is_of_model(original.value):
            self.job.old = True
            return updated.with_changes(attr=cst.Name(WEIGHTS_OF_LAYERS[name]))
        hint = GONE_ATTRIBUTES.get(name)
        if hint is not None and not self.job.kinds.is_known_otherwise(original.value):
            self.job.undecided(original, "Keras 3 has no such attribute", hint)
        return updated

    # definitions

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        super().visit_FunctionDef(node)
        self.job.depth += 1

    def visit_Lambda(self, node: cst.Lambda) -> None:
        self.job.depth += 1

    def leave_Lambda(self, original_node: cst.Lambda, updated_node: cst.Lambda) -> cst.Lambda:
        self.job.depth -= 1
        return updated_node

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self.job.depth -= 1
        return classes.method(self.job, super().leave_FunctionDef(original_node, updated_node))

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        return classes.class_(self.job, original_node, updated_node)

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        backend_named = "KERAS_BACKEND" in source(original_node.targets[0])
        if backend_named and text_of(original_node.value) in ("theano", "cntk"):
            self.job.undecided(
                original_node, "Keras 3 does not run on it", "'jax', 'torch' or 'tensorflow'"
            )
        return super().leave_Assign(original_node, updated_node)

    # calls

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        job = self.job
        path = job.names.called(original_node)
        was = (job.names.path(original_node.func) or "").rpartition(".")[2]
        if path in MERGING:
            return MERGING[path](job, original_node, updated_node) or updated_node
        if backend.knows(path):
            return backend.called(job, original_node, updated_node, path) or updated_node
        if was in WRAPPED and path.startswith("layers."):
            updated_node = layers.wrapped(job, updated_node, was)
            return self.placed_layer(original_node, updated_node)
        if path:
            return self._of_keras(original_node, updated_node, path, was)
        return self._of_others(original_node, updated_node)

    def _of_others(self, original: cst.Call, call: cst.Call) -> cst.BaseExpression:
        """Returns the call of a method, or of what a call returned."""
        if models.is_method(self.job, original):
            return models.modern(self.job, original, call)
        if isinstance(original.func, cst.Attribute):
            call = classes.added(self.job, original, call)
        return self.placed_layer(original, self._looked_up(original, call))

    def _of_keras(
        self, original: cst.Call, call: cst.Call, path: str, was: str
    ) -> cst.BaseExpression:
        name = path.rpartition(".")[2]
        self.job.says_order |= name == "set_image_data_format"
        if not today(self.job.names.path(original.func) or "").exists:
            return call
        known = parameters(path)
        if layers.is_layer(self.job, original):
            known = (*known, *layers.declared(original), "input_dtype", *self.batch_size(original))
            call = calls.modern(self.job, original, call, name, was, known)
            return self.placed_layer(original, call)
        if path.startswith("optimizers.") and path.count(".") == 1 and known:
            call = calls.modern(self.job, original, call, name, was, (*known, "decay"))
            return optimizers.modern(self.job, original, call, path)
        return calls.modern(self.job, original, call, name, was, known)

    def _looked_up(self, original: cst.Call, call: cst.Call) -> cst.Call:
        """Gives the name of a figure in `history.get("acc")` its name of today."""
        func = original.func
        if not isinstance(func, cst.Attribute) or func.attr.value != "get" or not call.args:
            return call
        if not self._holds_figures(func.value):
            return call
        new = self._figure(call.args[0].value)
        return with_args(call, [call.args[0].with_changes(value=new), *call.args[1:]])

    # values

    def leave_Subscript(
        self, original_node: cst.Subscript, updated_node: cst.Subscript
    ) -> cst.BaseExpression:
        if not self._holds_figures(original_node.value) or len(updated_node.slice) != 1:
            return updated_node
        element = updated_node.slice[0]
        if not isinstance(element.slice, cst.Index):
            return updated_node
        index = element.slice.with_changes(value=self._figure(element.slice.value))
        return updated_node.with_changes(slice=[element.with_changes(slice=index)])

    def _holds_figures(self, node: cst.BaseExpression) -> bool:
        return self.job.kinds.of(node) == FIGURES or dotted(node) == "logs"

    def _figure(self, node: cst.BaseExpression) -> cst.BaseExpression:
        text = text_of(node) or ""
        new = OLD_FIGURES.get(text)
        if new is None:
            short = {long: short for short, long in SHORT.items() if short != "acc"}
            prefix = "val_" if text.startswith("val_") else ""
            found = short.get(text.removeprefix("val_"))
            new = f"{prefix}{found}" if found in self.job.kinds.metrics else None
        return with_text(node, new) if new else node

    def leave_Comparison(
        self, original_node: cst.Comparison, updated_node: cst.Comparison
    ) -> cst.BaseExpression:
        """Gives 'th' and 'tf' their names where they are compared with the order of the axes."""
        if self.job.kinds.of(original_node.left) != ORDER:
            return updated_node
        targets = [
            t.with_changes(comparator=with_text(t.comparator, SETTINGS["values"][text]))
            if (text := text_of(t.comparator)) in SETTINGS["values"] else t
            for t in updated_node.comparisons
        ]  # fmt: skip
        return updated_node.with_changes(comparisons=targets)

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.BaseExpression:
        new = self._renamed.get(text_of(original_node) or "")
        return with_text(updated_node, new) if new else updated_node


MERGING = {"layers.merge": layers.merged, "layers.Merge": layers.merging_layer}


def _is_of_model(node: cst.BaseExpression) -> bool:
    """Returns whether an expression is a layer of a model, as programs write it."""
    if isinstance(node, cst.Subscript):
        return (dotted(node.value) or "").endswith(".layers")
    return isinstance(node, cst.Name) and node.value in ("layer", "l")


def _first(node: cst.BaseExpression) -> cst.BaseExpression:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node


def _is_private(path: str) -> bool:
    return any(part.startswith("_") for part in path.split(".")) or path.startswith("src.")
