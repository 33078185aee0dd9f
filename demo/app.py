"""The page in the browser: `build_app` makes it, `main` serves it.

`voiceclone demo` does so, and `python demo/app.py` where the package is installed.
"""

import importlib
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceclone import DependencyError, VoiceCloneError

if __name__ == "__main__" and not __package__:  # run as a file: what lies beside it is its package (PEP 366)
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    __package__ = Path(__file__).resolve().parent.name
    importlib.import_module(__package__)

from . import texts
from .sessions import Sessions

if TYPE_CHECKING:
    from voiceclone import VoiceCloner

LARGEST_UPLOAD = 25 * 2**20  # bytes


def build_app(cloner: "VoiceCloner", sessions: Sessions | None = None) -> Any:
    """Return the page, a `gradio.Blocks` that is not yet served, which speaks with `cloner`.

    Raises DependencyError where gradio is not installed.
    """
    _gradio()
    from .page import build

    return build(cloner, Sessions() if sessions is None else sessions)


def main(port: int = 7860, host: str = "127.0.0.1") -> None:
    """Serve the page at `host` and `port` until Ctrl-C.

    Raises DependencyError where gradio is not installed, and VoiceCloneError where the port is taken.
    """
    _gradio()  # before the weights are loaded: what is missing is said at once
    from voiceclone import VoiceCloner

    from .appearance import appearance

    with tempfile.TemporaryDirectory(prefix="voiceclone-demo-") as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder  # all that is uploaded and handed out lies there, and ends with it
        sessions = Sessions(Path(folder))
        cloner = VoiceCloner.from_pretrained()
        for name in cloner.presets[:1]:
            cloner.synthesize(texts.SAMPLE, cloner.preset(name))  # reads the networks, so that no visitor waits for it
        page = build_app(cloner, sessions)
        try:
            page.launch(
                server_name=host, server_port=port, share=False, quiet=True, prevent_thread_lock=True, footer_links=[],
                max_file_size=LARGEST_UPLOAD, **appearance(),
            )  # fmt: skip
        except OSError as error:
            raise VoiceCloneError(texts.NO_PORT.format(host=host, port=port)) from error
        print(texts.ADDRESS.format(host=host, port=port), flush=True)
        try:
            _wait()
        finally:
            page.close(verbose=False)
            sessions.close_all()


def _wait() -> None:
    """Wait until Ctrl-C, or until the system asks the program to end."""
    asked = threading.Event()
    if threading.current_thread() is threading.main_thread():  # nobody else is told
        signal.signal(signal.SIGTERM, lambda *_: asked.set())
    asked.wait()


def _gradio() -> None:
    """Raise DependencyError where gradio is not installed."""
    try:
        import gradio  # noqa: F401
    except ModuleNotFoundError as error:
        raise DependencyError(texts.NO_GRADIO) from error


if __name__ == "__main__":
    main()
