"""What can be told of the origin of a recording, in sentences and as a picture."""

import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceclone import detect, load_audio

from . import texts
from .pictures import evidence_picture, note

if TYPE_CHECKING:
    from voiceclone import Audio
    from voiceclone.trust.detection import Detection

LONGEST = 120.0  # seconds that are looked at: others wait
_EVEN = 0.05  # between scores that are no different


@dataclass(frozen=True)
class Evidence:
    """A recording, and what was found in it."""

    audio: "Audio"
    found: "Detection"

    @classmethod
    def of(cls, file: str | Path) -> "Evidence":
        """Look at a file. Raises AudioError where it cannot be read."""
        return cls(load_audio(file, max_seconds=LONGEST), detect(file, max_seconds=LONGEST))

    @property
    def windows(self) -> list[tuple[float, float, float]]:
        """Start and end in seconds, and the detector's score, of each moment; none without a detector."""
        return [(window.start, window.end, window.score) for window in self.found.synthetic.windows]

    def sentences(self) -> str:
        """What each of the three witnesses is, and says, as HTML."""
        witnesses = (
            (texts.PROVENANCE, texts.PROVENANCE_IS, self._provenance()),
            (texts.WATERMARK, texts.WATERMARK_IS, self._watermark()),
            (texts.DETECTOR, texts.DETECTOR_IS, f"{self.found.synthetic.meaning} {self._most()}"),
        )
        rows = (
            f"<dt>{html.escape(name)} <span>({html.escape(what)})</span></dt><dd>{html.escape(says)}</dd>"
            for name, what, says in witnesses
        )
        return f'<dl class="vc-evidence">{"".join(rows)}</dl>'

    def picture(self) -> str:
        """The recording over time, with what was found where."""
        marked = [(part.start, min(part.end, self.audio.seconds)) for part in self.found.watermark.segments]
        cut = note(texts.EVIDENCE_CUT.format(seconds=LONGEST)) if self.audio.seconds > LONGEST - 0.01 else ""
        return evidence_picture(self.audio, marked, self.windows) + cut

    def _most(self) -> str:
        """Where it sounds most like a machine."""
        if len(self.windows) < 2:
            return ""
        scores = [score for *_, score in self.windows]
        if max(scores) - min(scores) < _EVEN:
            return texts.ALIKE_THROUGHOUT
        start, end, _ = self.windows[scores.index(max(scores))]
        return texts.MOST_LIKE_A_MACHINE.format(start=start, end=end)

    def _provenance(self) -> str:
        report = self.found.provenance
        made = texts.MADE_BY.format(generator=report.claims.generator) if report.intact and report.claims else ""
        return f"{report.meaning} {made}"

    def _watermark(self) -> str:
        report = self.found.watermark
        if report.payload is None:
            return report.meaning
        says = texts.MARK_SAYS.format(date=report.payload.date, installation=report.payload.installation)
        return f"{report.meaning} {says}"
