"""The page, served as a user serves it, and a browser before it: Debian's chromium, without a screen."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

CHROMIUM = Path("/usr/bin/chromium")
EXAMPLE = ROOT / "examples" / "reference.wav"
PATIENCE = 60_000  # milliseconds: the machine may be slow


@pytest.fixture(scope="session")
def browser():
    """Return a browser; skip where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        options = [
            "--no-sandbox",
            "--use-fake-device-for-media-stream",  # a microphone that plays a file
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={EXAMPLE}",
        ]
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    """Serve the page in a process of its own; return its address and the folder of its temporary files."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "absent").mkdir()  # whatever is installed here, the page is to be without espeak-ng
    (folder / "absent" / "espeakng_loader.py").write_text("raise ModuleNotFoundError('espeakng_loader')")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder / 'absent'}{os.pathsep}{ROOT}",
        "TMPDIR": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    command = [sys.executable, "-m", "voiceclone", "demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        while "The page is at" not in (folder / "log").read_text():
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/", folder
    finally:
        process.terminate()
        process.wait(30)
    assert "Traceback" not in (folder / "log").read_text()
    assert not list(folder.glob("voiceclone-*"))


@pytest.fixture
def visit(browser, server):
    """Return a function that opens the page for one more visitor."""
    contexts = []

    def open_page(**settings):
        context = browser.new_context(accept_downloads=True, permissions=["microphone"], **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(server[0])
        page.wait_for_selector("#speak")
        page.wait_for_timeout(1_000)  # the page tells of no end: its line to the server stays open
        return page

    yield open_page
    for context in contexts:
        context.close()
