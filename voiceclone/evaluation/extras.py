"""Imports what only the extra `eval` installs, or says how to install it."""

import importlib
from typing import Any

from voiceclone.errors import DependencyError


def require(module: str) -> Any:
    """Return the module of that name; raises DependencyError, with the command that installs it, if it is missing."""
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        raise DependencyError(
            f'evaluation needs {module}, which cannot be imported ({error}): pip install "voiceclone[eval]"'
        ) from error
