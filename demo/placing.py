"""Places of voices on a map: the two directions in which those that ship differ most."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from voiceclone import Voice

_FURTHEST = 1.0


class Places:
    """A plane through the embeddings of some voices, by principal components; others are laid onto it."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        """`voices`: two at least, which are not all alike."""
        embeddings = np.stack([voice.embedding for voice in voices])  # (voices, embedding)
        self._middle = embeddings.mean(axis=0)
        self._plane = np.linalg.svd(embeddings - self._middle, full_matrices=False)[2][:2]  # (2, embedding)
        self._reach = float(np.abs((embeddings - self._middle) @ self._plane.T).max()) or 1.0

    def of(self, voices: Mapping[str, Voice]) -> dict[str, tuple[float, float]]:
        """Where each voice lies, from -1 to 1 across and up; nearness says that they are alike."""
        return {name: self._place(voice.embedding) for name, voice in voices.items()}

    def _place(self, embedding: npt.NDArray[np.float32]) -> tuple[float, float]:
        across, up = np.clip((embedding - self._middle) @ self._plane.T / self._reach, -_FURTHEST, _FURTHEST)
        return float(across), float(up)
