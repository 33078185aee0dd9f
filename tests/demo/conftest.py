"""What the tests of the demo share."""

import pytest
import soundfile

from tests.audio.signals import RATE, speech_like
from tests.cloners import ToneCloner


@pytest.fixture
def page():
    """Return a page that is not served, whose handlers can be called."""
    pytest.importorskip("gradio")
    from tests.demo.visitors import Page

    page = Page(ToneCloner())
    yield page
    page.sessions.close_all()


@pytest.fixture
def reference(tmp_path):
    """Return the name of a recording that can serve as a reference."""
    soundfile.write(tmp_path / "reference.wav", speech_like(5.0), RATE)
    return str(tmp_path / "reference.wav")
