"""The acoustic model and the vocoder in onnxruntime, as the engine asks for them."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from voiceclone.acoustic.config import PITCH_UNIT
from voiceclone.errors import VoiceError, WeightsError
from voiceclone.portable.place import RECORD
from voiceclone.portable.session import open_session
from voiceclone.portable.signal import filtered, harmonic_source
from voiceclone.synthesis.networks import Encoded, Floats, Integers, Intonation
from voiceclone.voice import Voice

Arrays: TypeAlias = Mapping[str, Floats | Integers]


class OnnxNetworks:
    """`Networks` of an exported folder. Raises WeightsError where it holds none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            record = json.loads((folder / RECORD).read_text())
            self.n_mels, self.frames_a_step = int(record["n_mels"]), int(record["frames_a_step"])
            self.reach, self.vocoder_reach = int(record["reach"]), int(record["vocoder_reach"])
            self.nobodys_tokens = np.array(record["nobodys_tokens"], dtype=np.float32)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"{folder}: holds no exported networks: `voiceclone export-onnx` writes them") from error

    def of(self, voice: Voice) -> "OnnxNetworks":
        """Return these networks. Raises VoiceError for a voice that has a decoder of its own: a file has but one."""
        if len(voice.adaptation):
            raise VoiceError(f"the voice {voice.name!r} has adapted the decoder: only the engine torch speaks in it")
        return self

    def encode(self, symbols: Integers, voice: Voice) -> Encoded:
        """See `Networks.encode`."""
        inputs: Arrays = {"symbols": symbols, "embedding": voice.embedding, "spectrum": voice.spectrum}
        pitch = {"pitch_mean": _number(voice.pitch_mean), "pitch_std": _number(voice.pitch_std)}
        return Encoded(*(output[0] for output in self._symbols.run(None, {**_batched(inputs), **pitch})))

    def mel(
        self,
        encoded: Encoded,
        energy: Floats,
        durations: Integers,
        frames: Integers,
        intonation: Intonation,
        voice: Voice,
        noise: Floats,
    ) -> tuple[Floats, Floats]:
        """See `Networks.mel`."""
        inputs: Arrays = {
            "states": encoded.states,
            "energy": energy,
            "durations": durations,
            "frames": frames,
            "raised": intonation.raised / np.float32(PITCH_UNIT),
            "tokens": voice.tokens,
            "condition": encoded.condition,
            "noise": noise,
        }
        numbers = {"pitch_range": _number(intonation.range), "pitch_mean": _number(voice.pitch_mean)}
        mel, f0 = self._frames.run(None, {**_batched(inputs), **numbers})
        return mel[0], f0[0]

    def samples(self, mel: Floats, f0: Floats, noise: Floats) -> Floats:
        """See `Networks.samples`."""
        start = len(f0) - len(mel)
        (filters,) = self._vocoder.run(None, _batched({"mel": mel, "f0": f0[start:]}))
        return filtered(filters[0], harmonic_source(f0, start), noise)

    @cached_property
    def _symbols(self) -> Any:
        return open_session(self._folder / "symbols.onnx")

    @cached_property
    def _frames(self) -> Any:
        return open_session(self._folder / "frames.onnx")

    @cached_property
    def _vocoder(self) -> Any:
        return open_session(self._folder / "vocoder.onnx")


def _batched(arrays: Arrays) -> Arrays:
    return {name: array[None] for name, array in arrays.items()}


def _number(value: float) -> Floats:
    return np.array([value], dtype=np.float32)
