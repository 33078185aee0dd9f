"""Where a file comes from, signed: a C2PA manifest within it, or a record beside it.

Hands out `inspect`, which reads and verifies either, and what it returns; `attach.write_with_provenance` writes them.
"""

from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.provenance.inspection import inspect
from voiceclone.trust.provenance.report import ProvenanceReport

__all__ = ["Claims", "ProvenanceReport", "inspect"]
