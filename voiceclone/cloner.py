"""VoiceCloner: the one place where the three networks meet."""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.audio.audio import Audio
from voiceclone.audio.checks import check_reference
from voiceclone.audio.files import load_audio
from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.mel import MEL, log_mel, speech_spectrum
from voiceclone.audio.pitch import estimate_pitch, pitch_statistics
from voiceclone.audio.trim import trim_silence
from voiceclone.errors import AudioError, ConsentError, TextError, VoiceError
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.synthesis import Engine, Spoken, plan
from voiceclone.text import TextFrontend
from voiceclone.trust.consent import Consent
from voiceclone.trust.release import release
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.voice import Voice
from voiceclone.weights import SHIPPED, file_fingerprint, load_network

log = logging.getLogger(__name__)

PathLike: TypeAlias = str | os.PathLike  # type: ignore[type-arg]
Reference: TypeAlias = PathLike | Audio

LONGEST_REFERENCE = 60.0  # seconds that are read of each recording: more adds nothing
LONGEST_TEXT = 100_000  # characters that are spoken into one piece: some two hours, half a gigabyte
_WINDOW, _STEP = 282, 141  # frames: the encoder hears windows of 3 s, as it did in training


class VoiceCloner:
    """Enrols voices and speaks in them."""

    def __init__(self, folder: Path) -> None:
        """Use the weights in a folder; each network is read when it is first needed."""
        self._folder = folder
        self._frontends: dict[str, TextFrontend] = {}

    @classmethod
    def from_pretrained(cls, path: PathLike | None = None) -> "VoiceCloner":
        """Return a cloner with the shipped weights, or with those in the folder `path`.

        Raises WeightsError, here or at first use, where a file is missing, damaged or does not fit.
        """
        return cls(SHIPPED if path is None else Path(path))

    @property
    def sample_rate(self) -> int:
        """Rate of what `synthesize` returns, in Hz."""
        return MEL.sample_rate

    def enroll(
        self, references: Reference | Sequence[Reference], *, consent: Consent, name: str | None = None
    ) -> Voice:
        """Learn a voice from one recording or several of the same person; up to a minute of each is heard.

        Any common audio file, or Audio. Raises AudioError where a recording cannot be read, holds less than a second
        of speech or is badly distorted, and ConsentError where consent is missing.
        """
        if not isinstance(consent, Consent):
            raise ConsentError("consent is missing: pass consent=Consent.self_attested() if the speaker agrees")
        consent.check()
        recordings = list(references) if isinstance(references, Sequence) and not isinstance(references, str) else None
        recordings = [references] if recordings is None else recordings  # type: ignore[list-item]
        if not recordings:
            raise AudioError("no recording was given: enrol with at least one")
        speech = [self._speech(recording) for recording in recordings]
        embedding, tokens, spectrum = self._listen(speech)
        pitch_mean, pitch_std = pitch_statistics(np.concatenate([estimate_pitch(samples) for samples in speech]))
        return Voice(
            name=name or _name_of(recordings[0]),
            embedding=embedding,
            tokens=tokens,
            pitch_mean=pitch_mean,
            pitch_std=pitch_std,
            spectrum=spectrum,
            consent=consent,
            encoder=self._encoder_fingerprint,
        )

    def synthesize(
        self,
        text: str,
        voice: Voice,
        *,
        seed: int = 0,
        speed: float = 1.0,
        language: str = "en",
        progress: Callable[[int, int], None] | None = None,
    ) -> Audio:
        """Speak `text` in `voice`, `speed` times as fast as the voice would.

        `progress` is called with the number of sentences done and of all. Raises TextError where there is nothing to
        say, VoiceError where the voice was enrolled with other weights, ConsentError where it may not be used.
        """
        self._check_voice(voice)
        if len(text) > LONGEST_TEXT:
            raise TextError(f"the text has {len(text):,} characters, more than {LONGEST_TEXT:,} at once: use stream()")
        spoken = list(plan(text, self._frontend(language)))
        generator = torch.Generator().manual_seed(seed)
        pieces = []
        for done, piece in enumerate(self._pieces(spoken, voice, generator, speed), start=1):
            pieces.append(piece)
            if progress:
                progress(done, len(spoken))
        return release(np.concatenate(pieces), MEL.sample_rate, voice)

    def stream(
        self, text: str, voice: Voice, *, seed: int = 0, speed: float = 1.0, language: str = "en"
    ) -> Iterator[Audio]:
        """Yield `text` spoken in `voice` sentence by sentence, as `synthesize` would speak it."""
        self._check_voice(voice)
        generator = torch.Generator().manual_seed(seed)
        for piece in self._pieces(plan(text, self._frontend(language)), voice, generator, speed):
            yield release(piece, MEL.sample_rate, voice)

    def _pieces(
        self, spoken: Sequence[Spoken] | Iterator[Spoken], voice: Voice, generator: torch.Generator, speed: float
    ) -> Iterator[NDArray[np.float32]]:
        if not 0.25 <= speed <= 4.0:
            raise TextError(f"speed {speed:g} is out of range: from 0.25 to 4")
        for item in spoken:
            samples = self._engine.sound(self._engine.render(item.sentence.symbols(), voice, speed), generator)
            yield np.concatenate([samples, np.zeros(int(item.pause / speed * MEL.sample_rate), dtype=np.float32)])

    def _speech(self, recording: Reference) -> NDArray[np.float32]:
        """Trimmed, levelled samples of one recording at the working rate, `(samples,)`."""
        if isinstance(recording, Audio):
            audio, name = recording.resampled(MEL.sample_rate), "the reference"
        else:
            audio, name = load_audio(recording, max_seconds=LONGEST_REFERENCE), os.fspath(recording)
        for warning in check_reference(audio, name):
            log.warning(warning)
        samples = audio.samples[: int(LONGEST_REFERENCE * MEL.sample_rate)]
        return normalise_loudness(trim_silence(samples, MEL.sample_rate), MEL.sample_rate)

    @torch.inference_mode()
    def _listen(
        self, speech: Sequence[NDArray[np.float32]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Embedding, tokens and mean spectrum over windows of all recordings."""
        mels = [log_mel(torch.from_numpy(samples.copy())) for samples in speech]
        windows = torch.cat([_windows(mel) for mel in mels])  # (windows, frames, n_mels)
        embeddings, tokens = self._encoder(windows)
        embedding = torch.nn.functional.normalize(embeddings.mean(dim=0), dim=0)
        spectrum = speech_spectrum(torch.cat(mels).unsqueeze(0))[0]
        return embedding.numpy(), tokens.mean(dim=0).numpy(), spectrum.numpy()

    def _check_voice(self, voice: Voice) -> None:
        voice.consent.check()
        if voice.encoder != self._encoder_fingerprint:
            raise VoiceError(f"the voice {voice.name!r} was enrolled with other weights: enrol it again with these")

    def _frontend(self, language: str) -> TextFrontend:
        if language not in self._frontends:
            self._frontends[language] = TextFrontend(language)
        return self._frontends[language]

    @cached_property
    def _encoder_fingerprint(self) -> str:
        return file_fingerprint(self._folder / "speaker.safetensors")

    @cached_property
    def _encoder(self) -> SpeakerEncoder:
        return load_network(SpeakerEncoder, SpeakerConfig, self._folder / "speaker.safetensors")

    @cached_property
    def _engine(self) -> Engine:
        return Engine(
            load_network(AcousticModel, AcousticConfig, self._folder / "acoustic.safetensors"),
            load_network(Vocoder, VocoderConfig, self._folder / "vocoder.safetensors"),
        )


def _windows(mel: torch.Tensor) -> torch.Tensor:
    """Overlapping windows of a recording `(windows, frames, n_mels)`; a short one is repeated to fill one window."""
    if len(mel) < _WINDOW:
        mel = mel.repeat(-(-_WINDOW // len(mel)), 1)[:_WINDOW]
    return mel.unfold(0, _WINDOW, _STEP).transpose(1, 2)


def _name_of(recording: Reference) -> str:
    return "voice" if isinstance(recording, Audio) else Path(recording).stem
