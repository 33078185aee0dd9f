"""Audio: samples that know their rate, cannot be changed, and can be saved, heard and resampled."""

import base64
import os
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.formats import FORMATS, check_output, encode, format_of
from voiceclone.errors import AudioError


@dataclass(frozen=True, eq=False)
class Audio:
    """Mono sound: `samples` float32, shape `(samples,)` in [-1, 1], read-only; `sample_rate` in Hz.

    Plays in a notebook. `torch.tensor(audio.samples)` makes a tensor of it (a copy: the array is read-only).
    Raises AudioError for samples that are not mono, not finite, none, or outside [-1, 1].

    >>> audio = Audio(np.zeros(12_000), 24_000)
    >>> audio.seconds
    0.5
    """

    samples: npt.NDArray[np.float32]
    sample_rate: int

    def __post_init__(self) -> None:
        """Validate, and keep a copy that nobody can write to."""
        object.__setattr__(self, "sample_rate", _checked_rate(self.sample_rate))
        object.__setattr__(self, "samples", _checked_samples(self.samples))

    def __repr__(self) -> str:
        """Return the length and the rate; the samples themselves say nothing to a reader."""
        return f"Audio({self.seconds:.2f} s, {self.sample_rate} Hz)"

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a file in the format that the suffix names: wav (16 bit), flac, ogg, opus or mp3.

        The file appears whole or not at all. Raises OutputError where it cannot be written: the folder is
        missing, the format unknown, the disk full.
        """
        destination = check_output(path)
        write_atomically(destination, encode(self.samples, self.sample_rate, format_of(destination)))

    def resampled(self, sample_rate: int) -> "Audio":
        """Return the same sound at `sample_rate` Hz."""
        from voiceclone.audio.resample import resample  # loads torch, which a file that is only saved does without

        target = _checked_rate(sample_rate)
        if target == self.sample_rate:
            return self
        return Audio(np.clip(resample(self.samples, self.sample_rate, target), -1.0, 1.0), target)

    def mel(self) -> npt.NDArray[np.float32]:
        """Return the natural-log mel magnitudes that all networks see, `(frames, 100)`; 93.75 frames a second."""
        import torch

        from voiceclone.audio.mel import MEL, log_mel

        return log_mel(torch.from_numpy(self.resampled(MEL.sample_rate).samples.copy())).numpy()

    def pitch(self) -> npt.NDArray[np.float32]:
        """Return F0 in Hz, 0 where unvoiced, one value for each frame of `mel`, `(frames,)`."""
        from voiceclone.audio.mel import MEL
        from voiceclone.audio.pitch import estimate_pitch

        return estimate_pitch(self.resampled(MEL.sample_rate).samples.copy())

    def _repr_html_(self) -> str:
        content = base64.b64encode(encode(self.samples, self.sample_rate, FORMATS[".wav"])).decode("ascii")
        return f'<audio controls src="data:audio/wav;base64,{content}">{self!r}</audio>'


def _checked_rate(sample_rate: int) -> int:
    if isinstance(sample_rate, bool) or not isinstance(sample_rate, int | np.integer) or sample_rate <= 0:
        raise AudioError(f"a sample rate is a positive whole number of Hz, not {sample_rate!r}")
    return int(sample_rate)


def _checked_samples(samples: npt.ArrayLike) -> npt.NDArray[np.float32]:
    try:
        array = np.asarray(samples, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise AudioError(f"samples are an array of numbers, not {type(samples).__name__}") from error
    if array.ndim != 1:
        raise AudioError(f"samples are mono, of shape (samples,), not {array.shape}; mix the channels down first")
    if array.size == 0:
        raise AudioError("there are no samples: audio holds one at least")
    if not np.isfinite(array).all():
        raise AudioError("samples contain NaN or infinity; what made them failed")
    peak = float(np.abs(array).max())
    if peak > 1.0:
        raise AudioError(f"samples lie in [-1, 1], but the largest magnitude is {peak:g}; scale them first")
    return np.frombuffer(array.tobytes(), dtype=np.float32)  # over bytes: not even setflags makes it writeable
