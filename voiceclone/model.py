"""A model: a folder of weights, what is read of it when it is first needed, and which voices it may speak in."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voiceclone.designed import DENSITY, VoiceDensity
from voiceclone.errors import VoiceError, WeightsError
from voiceclone.portable import AUTO, OnnxNetworks, onnx_folder
from voiceclone.synthesis import Engine
from voiceclone.text import TextFrontend
from voiceclone.threads import made_once
from voiceclone.trust.fingerprint import array_fingerprint
from voiceclone.trust.permission import check_permission
from voiceclone.voice import Voice
from voiceclone.weights import TUNED_FOR, file_fingerprint, network_note

if TYPE_CHECKING:  # what hears loads torch, which speaking does without where the networks are exported
    from voiceclone.hearing import Hearing
    from voiceclone.synthesis.torch_networks import TorchNetworks

PathLike: TypeAlias = str | os.PathLike  # type: ignore[type-arg]


class Model:
    """The networks of a folder of weights, and what belongs to them."""

    def __init__(
        self,
        folder: Path,
        lexicon: Mapping[str, str] | None = None,
        watermark: bool = True,
        engine: PathLike = AUTO,
    ) -> None:
        """Use the weights in `folder`; `lexicon`: word → IPA; the others as `VoiceCloner.from_pretrained` says."""
        self._folder = folder
        self._choice = engine
        self._watermark = watermark
        self._lexicon = dict(lexicon or {})
        self._frontends: dict[str, TextFrontend] = {}
        self._reading = threading.RLock()  # texts are read one after the other, whoever speaks them

    def _check_voice(self, voice: Voice) -> None:
        check_permission(voice)
        self._check_encoder(voice)
        self._check_owner(voice)

    def _check_encoder(self, voice: Voice) -> None:
        if voice.encoder != self._encoder_fingerprint:
            raise VoiceError(f"the voice {voice.name!r} was enrolled with other weights: enrol it again with these")

    def _check_owner(self, voice: Voice) -> None:
        """Weights that learned one person's voice speak under that person's consent, and so in that voice alone."""
        if self._tuned_for not in ("", array_fingerprint(voice.embedding)):
            raise VoiceError(
                f"the weights in {self._folder} were tuned to the voice beside them, and speak in no other: "
                f"use the weights of the package for {voice.name!r}"
            )

    def _frontend(self, language: str) -> TextFrontend:
        if language not in self._frontends:
            self._frontends[language] = TextFrontend(language, self._lexicon)
        return self._frontends[language]

    @made_once
    def _english(self) -> TextFrontend:
        """English as it is without pronunciations of one's own."""
        return TextFrontend() if self._lexicon else self._frontend("en")

    @made_once
    def _tuned_for(self) -> str:
        return network_note(self._folder / "acoustic.safetensors", TUNED_FOR)

    @made_once
    def _encoder_fingerprint(self) -> str:
        return file_fingerprint(self._folder / "speaker.safetensors")

    @made_once
    def _density(self) -> VoiceDensity:
        density = VoiceDensity.load(self._folder / DENSITY)
        if density.encoder != self._encoder_fingerprint:
            raise WeightsError(
                "the density of voices belongs to other weights: make it with recipes/default/fit_voices.py"
            )
        return density

    @made_once
    def _strangers(self) -> NDArray[np.float32]:
        return self._density.strangers

    @property
    def _nobodys_tokens(self) -> NDArray[np.float32]:
        """What a voice without recordings has for tokens, `(1, token_dim)`: the model is trained to do without."""
        return self._any_engine.networks.nobodys_tokens

    @made_once
    def _hearing(self) -> "Hearing":
        from voiceclone.hearing import Hearing

        return Hearing(self._folder)

    def _engine(self, voice: Voice) -> Engine:
        """What speaks in a voice: the exported networks if they may, and if the voice has no decoder of its own."""
        adapted = len(voice.adaptation) > 0
        return self._torch_engine if adapted and self._choice == AUTO else self._any_engine

    @made_once
    def _any_engine(self) -> Engine:
        folder = onnx_folder(self._choice, self._folder)
        return self._torch_engine if folder is None else Engine(OnnxNetworks(folder))

    @made_once
    def _torch_engine(self) -> Engine:
        return Engine(self._torch_networks)

    @made_once
    def _torch_networks(self) -> "TorchNetworks":
        from voiceclone.synthesis.torch_networks import load_networks

        return load_networks(self._folder)
