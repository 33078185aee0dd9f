"""The demo page: its handler on the public API, its errors, and how it is served."""

import builtins
import socket
import urllib.request

import numpy as np
import pytest
import soundfile

import voiceclone
from demo import app
from tests.audio.signals import RATE, speech_like
from tests.cloners import ToneCloner
from voiceclone import DependencyError, VoiceCloneError


@pytest.fixture
def reference(tmp_path):
    soundfile.write(tmp_path / "reference.wav", speech_like(5.0), RATE)
    return str(tmp_path / "reference.wav")


def test_a_recording_and_a_text_become_speech(reference):
    cloner, parts = ToneCloner(), []
    rate, samples = app.speak(cloner, reference, "One two. Three.", True, lambda *part: parts.append(part))
    assert rate == 24_000
    assert samples.dtype == np.int16
    assert samples.shape == (3 * 2_400,)
    assert np.abs(samples).max() == pytest.approx(16_384, rel=0.1)  # as loud as it was made, but for the watermark
    assert parts == [(1, 2), (2, 2)]
    assert cloner.calls[0]["voice"].consent.statement == app.CONSENT


def test_a_recording_is_asked_for():
    with pytest.raises(VoiceCloneError, match="no recording yet"):
        app.speak(ToneCloner(), None, "Hello.", True)


def test_consent_is_asked_for(reference):
    cloner = ToneCloner()
    with pytest.raises(VoiceCloneError, match="tick the box"):
        app.speak(cloner, reference, "Hello.", False)
    assert cloner.calls == []


@pytest.mark.parametrize("text", ["", None])
def test_a_text_is_asked_for(reference, text):
    with pytest.raises(VoiceCloneError, match="nothing to say"):
        app.speak(ToneCloner(), reference, text, True)


def handler(page):
    """Return what the page calls when its button is pressed."""
    (function,) = [function for function in page.fns.values() if function.api_name == "speak"]
    return function.fn


def test_the_button_speaks(reference):
    pytest.importorskip("gradio")
    rate, samples = handler(app.build_app(ToneCloner()))(reference, "Hello.", True)
    assert rate == 24_000
    assert len(samples) == 2_400


def test_an_error_is_a_message_without_the_place_of_the_recording(tmp_path):
    gradio = pytest.importorskip("gradio")
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE * 3), RATE)
    speak = handler(app.build_app(ToneCloner()))
    with pytest.raises(gradio.Error) as caught:
        speak(str(tmp_path / "silence.wav"), "Hello.", True)
    assert caught.value.message == f"{app.REFERENCE}: is silent; check the microphone and record again"
    with pytest.raises(gradio.Error, match="There is no recording yet"):
        speak(None, "Hello.", True)


def test_the_page_is_served_until_ctrl_c(monkeypatch, capsys):
    pytest.importorskip("gradio")
    monkeypatch.setitem(vars(voiceclone), "VoiceCloner", ToneCloner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = []

    def look_and_leave():
        seen.append(urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode())
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "_wait", look_and_leave)
    with pytest.raises(KeyboardInterrupt):
        app.main(port=port)
    assert app.CONSENT in seen[0]
    assert f"http://127.0.0.1:{port}/" in capsys.readouterr().out


def test_a_port_that_is_taken_is_named(monkeypatch):
    pytest.importorskip("gradio")
    monkeypatch.setitem(vars(voiceclone), "VoiceCloner", ToneCloner)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(VoiceCloneError, match="choose another with --port"):
            app.main(port=taken.getsockname()[1])


def test_without_gradio_the_command_to_install_it_is_named(monkeypatch):
    original = builtins.__import__

    def without_gradio(name, *arguments):
        if name == "gradio":
            raise ModuleNotFoundError(name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without_gradio)
    with pytest.raises(DependencyError, match=r'pip install "voiceclone\[demo\]"'):
        app.main()
