"""The verb `demo`: a page in the browser, served on this machine."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

PACKAGE = Path(__file__).parent.parent
NAME = "voiceclone_demo"  # nobody else's package is called that


def demo(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port to serve on.")] = 7860,
    host: Annotated[str, typer.Option(help="The address to serve on; the default is this machine only.")] = "127.0.0.1",
) -> None:
    """Open a page in the browser: speak, collect voices, detect, play, and see how it works."""
    _demo_app().main(port=port, host=host)


def _demo_app() -> ModuleType:
    """Return the demo, a package within the installed one, and beside it in the source tree."""
    places = (PACKAGE / "demo", PACKAGE.parent / "demo")
    folder = next(place for place in places if (place / "app.py").is_file())
    start = folder / "__init__.py"
    spec = importlib.util.spec_from_file_location(NAME, start, submodule_search_locations=[str(folder)])
    assert spec is not None
    assert spec.loader is not None
    sys.modules[NAME] = importlib.util.module_from_spec(spec)  # so that its modules find one another
    spec.loader.exec_module(sys.modules[NAME])
    return importlib.import_module(f"{NAME}.app")
