"""The examples in the docstrings of the parsers are true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from core.chat import parsing

MODULES = sorted(path.stem for path in Path(parsing.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(import_module(f"core.chat.parsing.{name}")).failed == 0
