"""What a recording sounds like: bandwidth, noise, clipping, silence, and a hash by which its copies are found."""

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.signal import welch

from voiceclone.audio.activity import FRAME_SECONDS, frame_levels, noise_and_loud, speech_frames
from voiceclone.audio.audio import Audio
from voiceclone.audio.checks import clipped_share
from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError
from voiceclone.evaluation.judges.dnsmos import Dnsmos
from voiceclone.training.corpora.header import recording_header
from voiceclone.training.corpora.measured import Measured

HEARD = 120.0  # seconds of a recording that are listened to, so that memory is bounded
_BAND = 250.0  # Hz, the resolution of the bandwidth
_LOWEST_EDGE = 2_000.0  # Hz, below which no bandwidth of speech ends
_CLIFF = 15.0  # dB by which the last band must stand above everything beyond it
_NOTHING = -65.0  # dB below the loudest band, under which a band holds nothing that is heard
_BELOW_ALL = -50.0  # dB below the loudest band, which what lies beyond the last one must not exceed


def stamp(path: Path) -> str:
    """Size and time of a file, by which a change of it is noticed; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"


def measure(folder: Path, quality: bool, file: str) -> Measured:
    """Listen to a recording, and rate its `quality` if asked to; what cannot be read comes back with its fault."""
    path, seen = folder / file, stamp(folder / file)
    try:
        seconds, rate = recording_header(path)
        audio = load_audio(path, max_seconds=HEARD)
        channels = soundfile.info(str(path)).channels
    except AudioError as error:
        return Measured(file, seen, fault=str(error).removeprefix(f"{path}: "))
    levels = frame_levels(audio.samples, audio.sample_rate)
    noise, loud = noise_and_loud(levels) if levels.size else (-100.0, -100.0)
    speech = speech_frames(audio.samples, audio.sample_rate).sum() * FRAME_SECONDS
    return Measured(
        file=file,
        stamp=seen,
        seconds=round(seconds, 3),
        rate=rate,
        channels=channels,
        bandwidth=min(rate / 2, bandwidth(audio)),
        contrast=round(loud - noise, 1),
        loud=round(loud, 1),
        speech=round(float(speech), 2),
        clipped=round(clipped_share(audio.samples), 4),
        dnsmos=round(_judge().rate(audio)["overall"], 3) if quality else 0.0,
        digest=_digest(audio.samples),
    )


@lru_cache(maxsize=1)
def _judge() -> Dnsmos:
    """The judge of this process: making one takes a while."""
    return Dnsmos()


def bandwidth(audio: Audio) -> float:
    """Return the highest frequency of a recording in Hz, half its rate where nothing is missing.

    A resampler leaves a fall of tens of dB within a few hundred Hz, and next to nothing beyond it; a codec fades until
    there is nothing. Speech itself fades slowly, and hardly ever to nothing.
    """
    nyquist = audio.sample_rate / 2
    if len(audio.samples) < 2048:
        return nyquist
    frequencies, power = welch(audio.samples, audio.sample_rate, nperseg=2048)
    bands = int(nyquist / _BAND)
    inside = frequencies < bands * _BAND
    sums = np.bincount((frequencies[inside] / _BAND).astype(int), power[inside], bands)
    levels = 10 * np.log10(np.maximum(sums, 1e-20))  # (bands,)
    beyond = np.append(np.maximum.accumulate(levels[::-1])[::-1], -200.0)  # (bands + 1,): loudest from here on
    falls = levels[:-2] - beyond[2:bands]  # (bands - 2,)
    falls[: int(_LOWEST_EDGE / _BAND)] = 0.0
    edge = int(falls.argmax())
    is_cut = falls[edge] >= _CLIFF and beyond[edge + 2] - levels.max() < _BELOW_ALL
    audible = int(np.flatnonzero(levels > levels.max() + _NOTHING)[-1]) + 1
    return float(min((edge + 1) * _BAND if is_cut else nyquist, audible * _BAND))


def _digest(samples: npt.NDArray[np.float32]) -> str:
    return hashlib.blake2b((samples * 32767).round().astype("<i2").tobytes(), digest_size=16).hexdigest()
