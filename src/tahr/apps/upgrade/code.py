"""Small things that are asked of code and made of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

import libcst as cst

UNKNOWN = object()
"""What `literal` returns for what is not a literal."""


def literal(node: cst.CSTNode) -> object:
    """Returns the value of a literal: text, a number, True, a tuple of such; else UNKNOWN."""
    try:
        return ast.literal_eval(source(node))
    except (ValueError, SyntaxError, TypeError):
        return UNKNOWN


def source(node: cst.CSTNode) -> str:
    """Returns the source code of a node."""
    return cst.Module([]).code_for_node(node)


def line_of(node: cst.CSTNode) -> str:
    """Returns the source code of a node on one line, cut where it is long."""
    text = " ".join(source(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def text_of(node: cst.BaseExpression) -> str | None:
    """Returns the text of a plain string; None for what is not one."""
    if not isinstance(node, cst.SimpleString) or "b" in node.prefix.lower():
        return None
    value = literal(node)
    return value if isinstance(value, str) else None


def with_text(node: cst.BaseExpression, text: str) -> cst.BaseExpression:
    """Returns a string with another text, in the same quotes."""
    if not isinstance(node, cst.SimpleString) or any(c in text for c in "\\\n'\""):
        return cst.SimpleString(repr(text))
    return node.with_changes(value=f"{node.prefix}{node.quote}{text}{node.quote}")


def dotted(node: cst.BaseExpression) -> str | None:
    """Returns `a.b.c` for a chain of names; None for what is not one."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    return ".".join([node.value, *reversed(parts)])


def chain(path: str) -> cst.Name | cst.Attribute:
    """Returns the chain of names of a dotted path."""
    first, *rest = path.split(".")
    node: cst.Name | cst.Attribute = cst.Name(first)
    for name in rest:
        node = cst.Attribute(node, cst.Name(name))
    return node


def expression(text: str) -> cst.BaseExpression:
    """Returns the expression that a text is."""
    return cst.parse_expression(text)


def keyword(name: str, value: cst.BaseExpression) -> cst.Arg:
    """Returns the argument `name=value`."""
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Arg(value, cst.Name(name), equal=tight)


def renamed(arg: cst.Arg, name: str, value: cst.BaseExpression | None = None) -> cst.Arg:
    """Returns a keyword argument by another name, and with another value if one is given."""
    return arg.with_changes(keyword=cst.Name(name), value=value or arg.value)


def given(call: cst.Call, name: str) -> cst.Arg | None:
    """Returns the keyword argument of a name."""
    return next((a for a in call.args if a.keyword and a.keyword.value == name), None)


def without(call: cst.Call, names: Iterable[str]) -> cst.Call:
    """Returns a call without some of its keyword arguments."""
    gone = set(names)
    left: list[cst.Arg] = []
    for arg in call.args:
        if arg.keyword is None or arg.keyword.value not in gone:
            left.append(arg)
        else:
            left = broken_as(left, arg)
    return call if len(left) == len(call.args) else with_args(call, left)


def broken_as(args: list[cst.Arg], dropped: cst.Arg) -> list[cst.Arg]:
    """Returns arguments with the line break after the last that one behind it had, which goes."""
    comma = dropped.comma
    if not args or not isinstance(comma, cst.Comma) or "\n" not in source(comma):
        return args
    return [*args[:-1], args[-1].with_changes(comma=comma)]


def with_args(call: cst.Call, args: Sequence[cst.Arg]) -> cst.Call:
    """Returns a call with other arguments; a comma at the end stays where it was."""
    if not args:
        return call.with_changes(args=[], whitespace_before_args=cst.SimpleWhitespace(""))
    last = call.args[-1] if call.args else cst.Arg(cst.Name("x"))
    *first, end = args
    between = next((a.comma for a in call.args[:-1]), cst.MaybeSentinel.DEFAULT)
    kept = [
        a.with_changes(comma=between, whitespace_after_arg=cst.SimpleWhitespace(""))
        if isinstance(a.comma, cst.MaybeSentinel) or a is last
        else a
        for a in first
    ]
    end = end.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
    return call.with_changes(args=[*kept, end])


def placed(args: Sequence[cst.Arg], names: Sequence[str]) -> list[cst.Arg] | None:
    """Returns arguments with their names; None where they cannot be told (`*args`, too many)."""
    result: list[cst.Arg] = []
    for place, arg in enumerate(args):
        if arg.star == "*" or (arg.keyword is None and not arg.star and place >= len(names)):
            return None
        named = arg.keyword or arg.star
        result.append(arg if named else keyword(names[place], arg.value).with_changes(
            comma=arg.comma, whitespace_after_arg=arg.whitespace_after_arg
        ))  # fmt: skip
    return result


def bare(node: cst.BaseExpression) -> cst.BaseExpression:
    """Returns an expression that can stand before a dot: in parentheses where it needs them."""
    plain = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.BaseNumber)
    if isinstance(node, plain) or getattr(node, "lpar", ()):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
