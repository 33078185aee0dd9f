"""A density over what speakers sound like, from which voices are drawn that belong to nobody.

A Gaussian with one mean for each sex and a few shared directions (probabilistic PCA: M. Tipping and C. Bishop, 1999),
over a speaker's embedding, mean spectrum and pitch together, so that what is drawn fits together. A wish for the pitch
is the Gaussian under that condition, which has a closed form.
"""

import math
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.definition import MEL
from voiceclone.errors import VoiceError, WeightsError

Sex: TypeAlias = Literal["female", "male"]
SEXES: tuple[Sex, ...] = ("female", "male")
DENSITY = "voices.safetensors"  # beside the weights that it was made with
NEAREST = 0.68  # cosine to the embedding of a training speaker, which no drawn voice reaches
_ROUNDED = 0.01  # by how much the rounding of `people` may hide that
_FURTHEST = 2.0  # standard deviations that a drawn voice, or a wished pitch, lies from the mean in any direction
_TRIES = 2_000


@dataclass(frozen=True)
class Draw:
    """A voice that was drawn: see `Voice`. `nearest`: cosine between it and the training speaker most like it.

    That is of what was drawn; speech in it can be nearer to somebody (recipes/default/RESULTS.md says by how much).
    """

    embedding: NDArray[np.float32]
    spectrum: NDArray[np.float32]
    pitch_mean: float
    pitch_std: float
    nearest: float


@dataclass(frozen=True)
class VoiceDensity:
    """What `fit_density` learned.

    One row, the features of a voice, is its embedding, its spectrum (of the `HEARD_BINS`), and mean and deviation of
    its pitch. `means`: those of women and of men, `(2, features)`; `directions`: of one standard deviation each,
    `(directions, features)`. `basis`: an orthonormal basis of the embeddings that can be drawn, `(rank, embedding)`;
    `people`: the training speakers' embeddings in it, in 127ths, `(speakers, rank)`: no more is needed to compare them
    with a drawn voice, and no more of them is kept. `encoder`: the fingerprint of the speaker encoder.
    """

    means: NDArray[np.float32]
    directions: NDArray[np.float32]
    basis: NDArray[np.float32]
    people: NDArray[np.int8]
    encoder: str

    def draw(self, generator: np.random.Generator, sex: Sex | None = None, pitch: float | None = None) -> Draw:
        """Draw a voice of nobody; `sex` as it appears, by chance if None; `pitch`: the mean F0 in Hz that it has.

        Raises VoiceError for a pitch that such a voice does not have.
        """
        if sex is not None and sex not in SEXES:
            raise VoiceError(f"the sex {sex!r} is not known; use one of: {', '.join(SEXES)}")
        chosen = SEXES.index(sex) if sex else int(generator.integers(len(SEXES)))
        if pitch is not None:
            self._check_pitch(chosen, pitch)
        for _ in range(_TRIES):
            draw = self._draw(generator, chosen, pitch)
            if draw is not None and draw.nearest < NEAREST - _ROUNDED:
                return draw
        raise VoiceError("no voice was found that is unlike every training speaker; take another pitch")

    def pitches(self, sex: Sex) -> tuple[float, float]:
        """The lowest and the highest mean F0, in Hz, that a voice of this sex can be drawn with."""
        mean = float(self.means[SEXES.index(sex), -2])
        reach = _FURTHEST * float(np.linalg.norm(self.directions[:, -2]))
        return math.exp(mean - reach), math.exp(mean + reach)

    def nearest(self, embedding: NDArray[np.float32]) -> float:
        """Cosine between an embedding that was drawn, `(embedding,)`, and the training speaker most like it."""
        return float((self.people.astype(np.float32) @ (self.basis @ embedding)).max()) / 127

    @property
    def strangers(self) -> NDArray[np.float32]:
        """The training speakers, as far as they are known here: embeddings of unit length `(speakers, embedding)`."""
        people = self.people.astype(np.float32) @ self.basis
        embeddings: NDArray[np.float32] = people / np.linalg.norm(people, axis=1, keepdims=True)
        return embeddings

    def save(self, path: Path) -> None:
        """Write the density to a file. Raises OutputError where it cannot be written."""
        tensors = {
            "means": self.means,
            "directions": self.directions.astype(np.float16),
            "basis": self.basis.astype(np.float16),
            "people": self.people,
        }
        in_order = {name: np.ascontiguousarray(array) for name, array in tensors.items()}  # or `save` mixes them up
        write_atomically(path, save(in_order, {"encoder": self.encoder}))

    @classmethod
    def load(cls, path: Path) -> "VoiceDensity":
        """Read what `save` wrote. Raises WeightsError where it is missing or damaged."""
        if not path.is_file():
            raise WeightsError(f"no density of voices at {path}: recipes/default/fit_voices.py makes it")
        names = [field.name for field in fields(cls) if field.name != "encoder"]
        try:
            with safe_open(path, framework="numpy") as file:
                tensors = {name: file.get_tensor(name) for name in names}
                encoder = file.metadata()["encoder"]
        except (SafetensorError, OSError, KeyError, TypeError) as error:
            raise WeightsError(f"{path} is damaged or holds no density of voices ({error})") from error
        numbers = {name: array if name == "people" else array.astype(np.float32) for name, array in tensors.items()}
        return cls(encoder=encoder, **numbers)

    def _check_pitch(self, sex: int, pitch: float) -> None:
        lowest, highest = self.pitches(SEXES[sex])
        if not lowest <= pitch <= highest:
            raise VoiceError(
                f"a {SEXES[sex]} voice has a pitch between {lowest:.0f} and {highest:.0f} Hz, not {pitch:g}: "
                "choose one of these, and let its speech be shifted further"
            )

    def _draw(self, generator: np.random.Generator, sex: int, pitch: float | None) -> Draw | None:
        """One attempt; None where it lies too far out."""
        chance = generator.standard_normal(len(self.directions))
        if pitch is not None:
            chance = self._at_pitch(chance, math.log(pitch) - float(self.means[sex, -2]))
        if np.abs(chance).max() > _FURTHEST:
            return None
        drawn = self.means[sex] + chance @ self.directions  # (features,)
        size = self.basis.shape[1]
        embedding = (drawn[:size] / np.linalg.norm(drawn[:size])).astype(np.float32)
        heard = drawn[size:-2].astype(np.float32)
        spectrum = np.pad(heard, (0, MEL.n_mels - len(heard)), mode="edge")  # (n_mels,); no network hears the rest
        return Draw(embedding, spectrum, float(drawn[-2]), max(0.05, float(drawn[-1])), self.nearest(embedding))

    def _at_pitch(self, chance: NDArray[np.float64], above: float) -> NDArray[np.float64]:
        """The same chance, `(directions,)`, moved as little as it takes to be `above` the mean pitch by so much."""
        slope = self.directions[:, -2].astype(np.float64)
        moved: NDArray[np.float64] = chance + slope * (above - slope @ chance) / (slope @ slope)
        return moved
