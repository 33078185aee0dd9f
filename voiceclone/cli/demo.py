"""The verb `demo`: a page in the browser, served on this machine."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

PACKAGE = Path(__file__).parent.parent


def demo(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port to serve on.")] = 7860,
    host: Annotated[str, typer.Option(help="The address to serve on; the default is this machine only.")] = "127.0.0.1",
) -> None:
    """Open a page that speaks in the voice of a recording."""
    _demo_app().main(port=port, host=host)


def _demo_app() -> ModuleType:
    """Return the demo, which lies within the installed package, and beside it in the source tree."""
    places = (PACKAGE / "demo" / "app.py", PACKAGE.parent / "demo" / "app.py")
    spec = importlib.util.spec_from_file_location("voiceclone_demo", next(filter(Path.is_file, places)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
