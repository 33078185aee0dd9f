"""Speech that is heard in the browser while it is being made.

The pieces go to the page as they are, and a few lines of JavaScript play them one after the other: Gradio's own player
of streams needs ffmpeg on the server.
"""

import base64
import json
import secrets
from collections import deque

import gradio
import numpy as np

from voiceclone import Audio

from . import texts
from .appearance import ASSETS

_REPEATED = 3  # the page may skip a value when two come at once, so that each piece is sent so often


def player() -> gradio.HTML:
    """Return the component, whose values `Stream` makes."""
    return gradio.HTML(
        html_template=(
            '<div class="vc-player" hidden><label><span></span><progress max="1"></progress></label>'
            f'<button type="button" class="vc-stop" hidden>{texts.STOP}</button></div>'
        ),
        js_on_load=(ASSETS / "player.js").read_text(encoding="utf-8"),
        elem_id="player",
    )


class Stream:
    """Makes the values of the player for one speech."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._speech = secrets.token_hex(4)
        self._pieces: deque[str] = deque(maxlen=_REPEATED)
        self._sent = 0

    def at(self, work: str, share: float | None = None) -> str:
        """Return the value that tells which work is done, and which share of it, if that is known."""
        return self._value(work=work, share=share)

    def piece(self, audio: Audio, share: float) -> str:
        """Return the value that plays the next piece; with it, so much of the speech is made."""
        samples = np.round(audio.samples * 32_767).astype("<i2")
        self._pieces.append(base64.b64encode(samples.tobytes()).decode("ascii"))
        self._sent += 1
        return self._value(work=texts.MAKING, share=share)

    def end(self) -> str:
        """Return the value that says that there is no more."""
        return self._value(work="", share=None)

    def _value(self, work: str, share: float | None) -> str:
        state = {
            "speech": self._speech,
            "rate": self._rate,
            "first": self._sent - len(self._pieces),
            "pieces": [*self._pieces],
            "work": work,
            "share": share,
        }
        return json.dumps(state)
