"""The arithmetic of an indicator: names of terms, numbers, + - * / and brackets, and nothing else."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kraftsamling.kernel.labelled import Numbers

SIGNS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True)
class Formula:
    """A formula that has been read. `names` are the terms it speaks of."""

    text: str
    names: frozenset[str]

    def value(self, terms: Mapping[str, Numbers]) -> Numbers:
        """The formula over arrays of one shape. NaN where a term is missing or a divisor is zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.asarray(_value(_tree(self.text), terms), dtype=float)
        return np.where(np.isfinite(found), found, np.nan)


def formula(text: str) -> Formula:
    """Read a formula. Raises `ValueError` with a sentence about what it may not hold."""
    tree = _tree(text)
    for node in ast.walk(tree):
        _check(node, text)
    return Formula(text, frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name)))


def _tree(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(
            f"'{text}' is no formula. Write it like: value / inhabitants * 1000"
        ) from error


def _check(node: ast.AST, text: str) -> None:
    match node:
        case ast.BinOp(op=op) if type(op) in SIGNS:
            return
        case ast.UnaryOp(op=ast.USub()) | ast.Name() | ast.Load() | ast.USub():
            return
        case ast.Constant(value=number) if type(number) in (int, float):
            return
        case ast.operator() if type(node) in SIGNS:
            return
    raise ValueError(
        f"'{text}' holds something besides terms, numbers, + - * / and brackets. Take it away."
    )


def _value(node: ast.expr, terms: Mapping[str, Numbers]) -> Any:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return SIGNS[type(op)](_value(left, terms), _value(right, terms))
        case ast.UnaryOp(operand=operand):
            return -_value(operand, terms)
        case ast.Name(id=name):
            return terms[name]
        case ast.Constant(value=number):
            return np.float64(number)  # type: ignore[arg-type]
    raise AssertionError(node)
