"""Arithmetic over terms, and nothing that could do anything else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from kraftsamling.evidence.indicators.formula import formula


def test_it_reckons_as_written() -> None:
    found = formula("(a - b) / -c * 100 + 1.5")

    assert found.names == {"a", "b", "c"}
    terms = {"a": np.array([3.0, 1]), "b": np.array([1.0, 1]), "c": np.array([4.0, 2])}
    assert found.value(terms).tolist() == [-48.5, 1.5]


def test_a_missing_term_and_a_zero_divisor_are_missing() -> None:
    terms = {"a": np.array([np.nan, 1, 0]), "b": np.array([2.0, 0, 0])}

    assert np.isnan(formula("a / b").value(terms)).all()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "__import__('os').system('x')",
        "a ** b",
        "a.b",
        "a[0]",
        "a if b else c",
        "'a'",
        "True",
        "a < b",
        "a @ b",
        "lambda: a",
        "(" * 300 + "a" + ")" * 300,
        "a\nb",
    ],
)
def test_it_refuses_everything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write it like|Take it away"):
        formula(text)


@given(st.text(alphabet="ab1+-*/(). ", max_size=12))
def test_it_agrees_with_python_itself(text: str) -> None:
    try:
        found = formula(text)
    except ValueError:
        return
    terms = {"a": np.array([2.0]), "b": np.array([3.0])}
    if found.names - set(terms):
        return
    try:
        expected = eval(text.strip(), {"__builtins__": {}}, {"a": 2.0, "b": 3.0})
    except ZeroDivisionError:
        expected = np.nan
    value = found.value(terms).ravel()[0]
    assert value == pytest.approx(expected, nan_ok=True) or np.isnan(value)
