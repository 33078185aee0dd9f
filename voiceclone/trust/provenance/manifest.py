"""C2PA manifests (specification 2.x) within wav, flac and mp3 files: written, and read by C2PA's own reader.

Nothing here uses the network: no time stamp is asked for, no remote manifest and no list of revocations is fetched.
"""

import io
import json
from typing import Any, BinaryIO

from voiceclone._version import __version__
from voiceclone.errors import SigningError
from voiceclone.trust.provenance.claims import GENERATOR, Claims
from voiceclone.trust.provenance.credentials import Credentials, kept_credentials
from voiceclone.trust.provenance.report import ProvenanceReport

TYPES = {".wav": "audio/wav", ".flac": "audio/flac", ".mp3": "audio/mpeg"}  # suffix: MIME type
ASSERTION = "voiceclone.synthesis"  # the label of what C2PA has no word for
CREATED = "c2pa.created"
OFFLINE = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": []},
    "builder": {"thumbnail": {"enabled": False}},
}
UNKNOWN_SIGNER = "signingCredential.untrusted"


def embed(content: bytes, mime_type: str, claims: Claims, credentials: Credentials) -> bytes:
    """Return the file `content` of this type with a signed manifest in it.

    Raises SigningError where C2PA refuses the file or the credentials.
    """
    signed = io.BytesIO()
    embed_stream(io.BytesIO(content), signed, mime_type, claims, credentials)
    return signed.getvalue()


def embed_stream(content: BinaryIO, signed: BinaryIO, mime_type: str, claims: Claims, credentials: Credentials) -> None:
    """Write the file `content` of this type, with a signed manifest in it, to `signed`, which must be readable, too.

    C2PA's library holds a wav file three times in memory all the same. Raises SigningError as `embed` does.
    """
    from c2pa import Builder, C2paError, C2paSignerInfo, Context, Signer

    pem = credentials.chain.encode("ascii"), credentials.key.encode("ascii")
    try:
        context = Context.from_dict(OFFLINE)
        info = C2paSignerInfo(credentials.algorithm, *pem, None)
        with Signer.from_info(info) as signer, Builder(_manifest(claims), context) as builder:
            builder.sign(signer, mime_type, content, signed)
    except C2paError as error:
        raise SigningError(f"C2PA refuses to sign: {error}") from error


def read_manifest(file: bytes | BinaryIO, path: str, anchors: str | None = None) -> ProvenanceReport | None:
    """Return what the manifest in a file says and whether it holds; None where there is none.

    `anchors`: PEM certificates of roots that the caller trusts. `path` is what the report calls the file.
    """
    from c2pa import C2paError, Context, Reader

    settings = OFFLINE if anchors is None else {**OFFLINE, "trust": {"user_anchors": anchors}}
    try:
        reader = Reader.try_create(
            None, io.BytesIO(file) if isinstance(file, bytes) else file, context=Context.from_dict(settings)
        )
        if reader is None:
            return None
        with reader:
            return _report(reader, path)
    except C2paError.NotSupported:
        return None  # a type of file that cannot hold a manifest
    except C2paError as error:
        return ProvenanceReport(path, "c2pa", "damaged", findings=(str(error),))


def _manifest(claims: Claims) -> dict[str, Any]:
    agent = {"name": GENERATOR, "version": __version__}
    created = {
        "action": CREATED,
        "softwareAgent": agent,
        "when": claims.created,
        "digitalSourceType": claims.source_type,
    }
    synthesis = {
        "consent": {"id": claims.consent_id, "level": claims.consent_level},
        "watermark": claims.watermark,
    }
    return {
        "claim_generator_info": [agent],
        "assertions": [
            {"label": "c2pa.actions", "data": {"actions": [{k: v for k, v in created.items() if v is not None}]}},
            {"label": ASSERTION, "data": synthesis},
        ],
    }


def _report(reader: Any, path: str) -> ProvenanceReport:
    store = _record(json.loads(reader.json()))
    manifest = _record(_record(store.get("manifests")).get(str(store.get("active_manifest"))))
    results = _record(_record(store.get("validation_results")).get("activeManifest"))
    codes = tuple(str(_record(failure).get("code")) for failure in results.get("failure") or ())
    signature, state = _record(manifest.get("signature_info")), str(store.get("validation_state"))
    return ProvenanceReport(
        path=path,
        carrier="c2pa",
        state=_state(state, codes, str(signature.get("cert_serial_number"))) if manifest else "damaged",
        claims=_claims(manifest),
        signer=", ".join(signature[key] for key in ("common_name", "issuer") if key in signature) or None,
        c2pa_state=state,
        findings=codes,
    )


def _state(c2pa_state: str, codes: tuple[str, ...], serial: str) -> str:
    """Return our word for what C2PA's reader found."""
    if any(code.endswith(".mismatch") for code in codes):
        return "altered"
    if c2pa_state == "Trusted":
        return "trusted"
    if c2pa_state != "Valid":
        return "invalid"
    own = kept_credentials()
    return "ours" if own is not None and own.serial == serial else "valid"


def _claims(manifest: dict[str, Any]) -> Claims | None:
    """Return what a manifest, anybody's, says of the origin of its file."""
    assertions = {str(entry.get("label")): entry.get("data") for entry in manifest.get("assertions") or ()}
    generator = _record(next(iter(manifest.get("claim_generator_info") or ()), None))
    synthesis = _record(assertions.get(ASSERTION))
    consent = _record(synthesis.get("consent"))
    created = _creation(assertions)
    try:
        return Claims(
            generator=generator.get("name"),
            version=generator.get("version"),
            source_type=created.get("digitalSourceType"),
            created=created.get("when"),
            consent_id=consent.get("id"),
            consent_level=consent.get("level"),
            watermark=synthesis.get("watermark"),
        )
    except ValueError:
        return None


def _creation(assertions: dict[str, Any]) -> dict[str, Any]:
    """Return the action by which the file came to be; an empty record where none is told."""
    for label, data in assertions.items():
        if label.startswith("c2pa.actions"):
            for action in map(_record, _record(data).get("actions") or ()):
                if action.get("action") == CREATED:
                    return action
    return {}


def _record(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
