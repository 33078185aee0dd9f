"""The speaker judge Resemblyzer (Apache-2.0): GE2E of L. Wan and others, ICASSP 2018, trained on 8,000 speakers."""

import warnings

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.evaluation.extras import require

_RATE = 16_000
_SHORTEST = 1_600  # samples; what its voice detector leaves below this is noise, not speech


class Resemblyzer:
    """A `SpeakerJudge`."""

    name = "resemblyzer-ge2e"

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its voice detector's import of pkg_resources, scipy's old names
            self._package = require("resemblyzer")
        self._encoder = self._package.VoiceEncoder("cpu", verbose=False)

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        """Return its embedding `(256,)` of the speech in a recording, of length one; zeros for silence."""
        samples = np.clip(audio.resampled(_RATE).samples, -1.0, 1.0)
        if not np.any(samples):
            return np.zeros(256, dtype=np.float32)
        speech = self._package.preprocess_wav(samples)
        if len(speech) < _SHORTEST:
            speech = samples
        embedding: NDArray[np.float32] = self._encoder.embed_utterance(speech)
        return np.nan_to_num(embedding)
