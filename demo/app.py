"""A page in the browser: a recording, a text, a button, and the text in the recording's voice.

On the public API only. `voiceclone demo` serves it, and so does `python demo/app.py` where the package is installed.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from voiceclone import Consent, DependencyError, VoiceCloneError

if TYPE_CHECKING:
    from voiceclone import VoiceCloner

TITLE = "Speak in a voice"
INTRODUCTION = """
# Speak in a voice
Give a recording of one person, 5 to 20 seconds without music or other voices, and write what to say.
Everything is computed on this machine; the recording and the speech are deleted within an hour.
"""
REFERENCE = "Recording of the voice"
TEXT = "What to say"
EXAMPLE = "The old clock in the hall stopped just before noon."
CONSENT = "This is my own voice, or the person whose voice it is has allowed me to use it for this."
SPEAK = "Speak"
SPEECH = "Speech"
SPEAKING = "Speaking"
NO_REFERENCE = "There is no recording yet: record yourself, or choose a file."
NO_CONSENT = "Please say first by what right you use this voice: tick the box above the button."
ADDRESS = "The page is at http://{host}:{port}/ (Ctrl-C ends it)."
NO_PORT = "the demo cannot be served on {host}:{port}; choose another with --port"
NO_GRADIO = 'the demo needs gradio, which is not installed; run: pip install "voiceclone[demo]"'

DELETION = (600, 3_000)  # seconds: every so often, what is older than that is deleted from the disk
BUTTONS = ["download"]  # gradio's own would also offer to publish a recording on the internet


def speak(
    cloner: "VoiceCloner",
    reference: str | None,
    text: str | None,
    consented: bool,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, npt.NDArray[np.int16]]:
    """Return the sample rate in Hz and the samples, shape `(samples,)`, of `text` in the voice of `reference`.

    `progress` gets the sentences done and their number. Raises VoiceCloneError where something is missing or bad.
    """
    if not reference:
        raise VoiceCloneError(NO_REFERENCE)
    if not consented:
        raise VoiceCloneError(NO_CONSENT)
    voice = cloner.enroll(reference, consent=Consent.self_attested(CONSENT))
    audio = cloner.synthesize(text or "", voice, progress=progress)
    return audio.sample_rate, np.round(audio.samples * 32_767).astype(np.int16)


def build_app(cloner: "VoiceCloner") -> Any:
    """Return the page, a `gradio.Blocks` that is not yet served, which speaks with `cloner`.

    Raises DependencyError where gradio is not installed.
    """
    gradio = _gradio()

    def answer(
        reference: str | None,
        text: str | None,
        consented: bool,
        progress: Any = gradio.Progress(),  # noqa: B008
    ) -> tuple[int, npt.NDArray[np.int16]]:
        try:
            return speak(cloner, reference, text, consented, lambda *parts: progress(parts, SPEAKING))
        except VoiceCloneError as error:
            raise gradio.Error(_sentence(error, reference), print_exception=False) from error

    with gradio.Blocks(title=TITLE, analytics_enabled=False, delete_cache=DELETION) as page:
        gradio.Markdown(INTRODUCTION)
        reference = gradio.Audio(label=REFERENCE, sources=["upload", "microphone"], type="filepath", buttons=BUTTONS)
        text = gradio.Textbox(label=TEXT, value=EXAMPLE, lines=3)
        consented = gradio.Checkbox(label=CONSENT)
        button = gradio.Button(SPEAK, variant="primary")
        speech = gradio.Audio(label=SPEECH, interactive=False, buttons=BUTTONS)
        button.click(answer, [reference, text, consented], speech, api_name="speak")
    return page


def main(port: int = 7860, host: str = "127.0.0.1") -> None:
    """Serve the page at `host` and `port` until Ctrl-C.

    Raises DependencyError where gradio is not installed, and VoiceCloneError where the port is taken.
    """
    _gradio()  # before the weights are loaded: what is missing is said at once
    from voiceclone import VoiceCloner

    page = build_app(VoiceCloner.from_pretrained())
    try:
        page.launch(
            server_name=host, server_port=port, share=False, quiet=True, prevent_thread_lock=True, footer_links=[]
        )
    except OSError as error:
        raise VoiceCloneError(NO_PORT.format(host=host, port=port)) from error
    print(ADDRESS.format(host=host, port=port), flush=True)
    try:
        _wait()
    finally:
        page.close(verbose=False)


def _wait() -> None:
    """Wait until Ctrl-C."""
    threading.Event().wait()


def _gradio() -> Any:
    try:
        import gradio
    except ModuleNotFoundError as error:
        raise DependencyError(NO_GRADIO) from error
    return gradio


def _sentence(error: VoiceCloneError, reference: str | None) -> str:
    """Return the message of `error`, in which the recording is not called by its place on the server."""
    message = str(error).replace(reference, REFERENCE) if reference else str(error)
    return message[:1].upper() + message[1:]


if __name__ == "__main__":
    main()
