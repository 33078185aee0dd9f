"""Speech that is heard in the browser while it is being made.

The pieces go to the page as they are, and a few lines of JavaScript play them one after the other: Gradio's own player
of streams needs ffmpeg on the server.
"""

import base64
import json
import secrets
from collections import deque
from pathlib import Path

import gradio
import numpy as np

from voiceclone import Audio

from . import texts

ASSETS = Path(__file__).parent / "assets"
_REPEATED = 3  # the page may skip a value when two come at once, so that each piece is sent so often


def player() -> gradio.HTML:
    """Return the component, whose values `Stream` makes."""
    return gradio.HTML(
        html_template=f'<button type="button" class="vc-stop" hidden>{texts.STOP}</button>',
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

    def piece(self, audio: Audio) -> str:
        """Return the value that plays the next piece."""
        samples = np.round(audio.samples * 32_767).astype("<i2")
        self._pieces.append(base64.b64encode(samples.tobytes()).decode("ascii"))
        self._sent += 1
        return self._value(done=False)

    def end(self) -> str:
        """Return the value that says that there is no more."""
        return self._value(done=True)

    def _value(self, done: bool) -> str:
        first = self._sent - len(self._pieces)
        state = {"speech": self._speech, "rate": self._rate, "first": first, "pieces": [*self._pieces], "done": done}
        return json.dumps(state)
