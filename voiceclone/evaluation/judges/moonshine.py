"""The recogniser Moonshine, tiny and English (27 million parameters, MIT), inside its wheel up to release 0.1.0."""

from pathlib import Path

from voiceclone.audio.audio import Audio
from voiceclone.errors import DependencyError
from voiceclone.evaluation.extras import require

_RATE = 16_000
_WORDS_A_SECOND = 6  # no one speaks faster for long; the recogniser, when it loops, does


class Moonshine:
    """A `Recogniser`."""

    name = "moonshine-tiny-en"

    def __init__(self) -> None:
        package = require("moonshine_voice")
        transcriber = require("moonshine_voice.transcriber")
        model = Path(package.__file__).parent / "assets" / "tiny-en"
        if not model.is_dir():
            raise DependencyError(
                "this release of moonshine-voice carries no recogniser: pip install moonshine-voice==0.1.0"
            )
        # Its voice detector remembers the recordings before, and so would the result; at zero it lets all pass.
        options = {"vad_threshold": 0.0}
        self._transcriber = transcriber.Transcriber(str(model), transcriber.ModelArch.TINY, options=options)

    def transcribe(self, audio: Audio) -> str:
        """Return the words heard, its lines joined; what exceeds six words a second is cut off as a loop."""
        samples = audio.resampled(_RATE).samples
        transcript = self._transcriber.transcribe_without_streaming(samples.tolist(), _RATE)
        words = " ".join(line.text for line in transcript.lines).split()
        return " ".join(words[: 5 + int(_WORDS_A_SECOND * len(samples) / _RATE)])
