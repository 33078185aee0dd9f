"""Speech: what was spoken, and when each word and phoneme of it is heard."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voiceclone.audio.atomic_write import check_destination, write_atomically
from voiceclone.audio.audio import Audio
from voiceclone.errors import OutputError
from voiceclone.synthesis.timestamps import TimedSentence, to_json, to_srt, to_textgrid, to_vtt
from voiceclone.trust.released import ReleasedAudio


@dataclass(frozen=True)
class Speech:
    """The audio, and its sentences with the times of their words and phonemes.

    `unclear`: where the speech was verified, the sentences, as they are written, that were made several times and were
    not recognised as what they say.
    """

    audio: Audio
    sentences: tuple[TimedSentence, ...]
    unclear: tuple[str, ...] = ()

    @classmethod
    def joined(cls, pieces: Sequence[Audio], sentences: Sequence[TimedSentence]) -> "Speech":
        """Return what `narrate` would have, from all that one `stream` has yielded and told.

        Raises AudioError where there are no pieces, or where they are not of one speech.
        """
        return cls(ReleasedAudio.joined(pieces), tuple(sentences))

    def save_timestamps(self, path: str | os.PathLike[str]) -> None:
        """Write the times as the file's name asks: .srt, .vtt, .json or .TextGrid.

        Raises OutputError for any other name, and where the file cannot be written.
        """
        destination = check_timestamps(path)
        kind = destination.suffix.lower()
        text = _FORMATS[kind](self.sentences) if kind in _FORMATS else to_textgrid(self.sentences, self.audio.seconds)
        write_atomically(destination, text.encode())


_FORMATS = {".srt": to_srt, ".vtt": to_vtt, ".json": to_json}


def check_timestamps(path: str | os.PathLike[str]) -> Path:
    """Return `path` as a Path, or raise OutputError where no times can be written to it."""
    if Path(path).suffix.lower() not in (*_FORMATS, ".textgrid"):
        raise OutputError(f"{os.fspath(path)}: times are written as .srt, .vtt, .json or .TextGrid")
    return check_destination(path)
