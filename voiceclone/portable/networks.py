"""The acoustic model and the vocoder in onnxruntime, as the engine asks for them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from voiceclone.acoustic.config import PITCH_UNIT
from voiceclone.errors import VoiceError, WeightsError
from voiceclone.portable.place import RECORD
from voiceclone.portable.session import open_session
from voiceclone.synthesis.networks import Encoded, Floats, Integers, Intonation
from voiceclone.threads import is_one_of_several, made_once
from voiceclone.vocoder.signal import filtered, harmonic_source
from voiceclone.voice import Voice

Arrays: TypeAlias = Mapping[str, Floats | Integers]


class OnnxNetworks:
    """`Networks` of an exported folder. Raises WeightsError where it holds none."""

    def __init__(self, folder: Path) -> None:
        self._on_all_threads, self._on_one_thread = _Sessions(folder, 0), _Sessions(folder, 1)
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
        return Encoded(*(output[0] for output in self._sessions.symbols.run(None, {**_batched(inputs), **pitch})))

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
        mel, f0 = self._sessions.frames.run(None, {**_batched(inputs), **numbers})
        return mel[0], f0[0]

    def samples(self, mel: Floats, f0: Floats, noise: Floats) -> Floats:
        """See `Networks.samples`."""
        start = len(f0) - len(mel)
        (filters,) = self._sessions.vocoder.run(None, _batched({"mel": mel, "f0": f0[start:]}))
        return filtered(filters[0], harmonic_source(f0, start), noise)

    @property
    def _sessions(self) -> "_Sessions":
        return self._on_one_thread if is_one_of_several() else self._on_all_threads


class _Sessions:
    """The networks of a folder on some number of threads (0: all), each read when it is first needed."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder, self._threads = folder, threads

    @made_once
    def symbols(self) -> Any:
        return self._open("symbols")

    @made_once
    def frames(self) -> Any:
        return self._open("frames")

    @made_once
    def vocoder(self) -> Any:
        return self._open("vocoder")

    def _open(self, name: str) -> Any:
        return open_session(self._folder / f"{name}.onnx", self._threads)


def _batched(arrays: Arrays) -> Arrays:
    return {name: array[None] for name, array in arrays.items()}


def _number(value: float) -> Floats:
    return np.array([value], dtype=np.float32)
