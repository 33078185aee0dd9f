"""What a frame and a mel are in this package: the numbers that every network agrees on, without any computing."""

from dataclasses import dataclass

N_FFT = 1024  # samples, also the window's length
HOP = 256  # samples
BINS = N_FFT // 2 + 1


@dataclass(frozen=True)
class MelConfig:
    """What a mel-spectrogram is in this package; a weights file carries it as its fingerprint.

    `sample_rate` in Hz; `n_fft` (also the window) and `hop` in samples; `f_max` in Hz; `floor` is the
    smallest magnitude, below which the logarithm is cut off.
    """

    sample_rate: int = 24_000
    n_fft: int = N_FFT
    hop: int = HOP
    n_mels: int = 100
    f_min: float = 0.0
    f_max: float = 12_000.0
    floor: float = 1e-5

    @property
    def frame_rate(self) -> float:
        """Frames a second."""
        return self.sample_rate / self.hop


MEL = MelConfig()
SPEECH_DEPTH = 4.0  # nepers (35 dB) below the loud frames, down to which a frame is speech
HEARD_BINS = 80  # the lowest bins, up to 6.4 kHz: the band that nearly every recording has
