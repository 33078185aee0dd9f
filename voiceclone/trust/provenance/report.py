"""What was found out about the origin of a file, and what it means in one sentence."""

from dataclasses import asdict, dataclass
from typing import Any

from voiceclone.trust.provenance.claims import Claims

MEANINGS = {
    "trusted": "The file is unchanged since it was signed, by somebody whom a certificate that you trust vouches for.",
    "ours": "The file is unchanged since this installation signed it.",
    "valid": "The signature is valid and the file unchanged since it was made, but the signer is unknown: no authority "
    "vouches for the certificate, and anybody can make one.",
    "altered": "The file was changed after it was signed: what was said of its origin no longer holds.",
    "damaged": "What was said of the file's origin is damaged, or the file itself is: nothing of it can be relied on.",
    "invalid": "What is said of the file's origin does not hold by the rules of C2PA.",
    "none": "Nothing is said of the file's origin. That does not mean that a person spoke: it is easily removed.",
}


@dataclass(frozen=True)
class ProvenanceReport:
    """What `inspect` found.

    `carrier`: "c2pa" for a manifest within the file, "sidecar" for a record beside it, "none". `state`: a key of
    MEANINGS. `claims`: what is said of the origin, to be relied on only where the file is `intact`. `signer`: what the
    signature calls its maker. `c2pa_state`: the state in the words of C2PA's own reader. `findings`: its codes of what
    failed, or what else is wrong. None where there is none.
    """

    path: str
    carrier: str
    state: str
    claims: Claims | None = None
    signer: str | None = None
    c2pa_state: str | None = None
    findings: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether the file is what was signed; who signed it is another question."""
        return self.state in ("trusted", "ours", "valid")

    @property
    def meaning(self) -> str:
        """What the state means, in one sentence."""
        return MEANINGS[self.state]

    def to_json(self) -> dict[str, Any]:
        """Return the report as a record that JSON can hold."""
        return {**asdict(self), "findings": list(self.findings), "intact": self.intact, "meaning": self.meaning}
