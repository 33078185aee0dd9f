"""The consents that were withdrawn: a list on this machine, which is read each time that something is to be spoken."""

from voiceclone.errors import ConsentError
from voiceclone.trust import home
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.consent import ID_LENGTH, Consent
from voiceclone.trust.moments import is_moment, now
from voiceclone.trust.signing import is_hex

FILE = "revoked.json"
VERSION = 1


def revoke(consent_id: str) -> bool:
    """Withdraw the consent with this id, for good, and return whether it was still in force.

    Copies of the voice on other machines are not reached. Raises ConsentError where it is no id or the list is
    damaged, OutputError where the list cannot be written.
    """
    if not is_hex(consent_id, ID_LENGTH):
        raise ConsentError(f"{consent_id[:80]!r} is neither a voice file nor a consent's id, {ID_LENGTH} hex digits")
    with home.exclusive(FILE):
        known = revoked()
        if consent_id in known:
            return False
        record = {"version": VERSION, "revoked": {**known, consent_id: now().isoformat()}}
        home.write(FILE, canonical(record).encode("ascii"))
    return True


def revoked() -> dict[str, str]:
    """Return the ids of all revoked consents, each with the moment it was revoked.

    Raises ConsentError where the list is damaged, OutputError where it cannot be read: nothing is spoken then.
    """
    content = home.read(FILE)
    if content is None:
        return {}
    try:
        record = parse_canonical(content)
    except ValueError:
        record = None
    if not isinstance(record, dict) or record.keys() != {"version", "revoked"} or not _is_list(record["revoked"]):
        raise ConsentError(
            f"{home.data_folder() / FILE}: is damaged, and says no longer which consents were revoked; restore it, or "
            "remove it and revoke them again"
        )
    return dict(record["revoked"])


def _is_list(entries: object) -> bool:
    return isinstance(entries, dict) and all(
        is_hex(key, ID_LENGTH) and is_moment(when) for key, when in entries.items()
    )


def check_not_revoked(consent: Consent) -> None:
    """Raise ConsentError where the consent, or one that it is made of, was withdrawn."""
    withdrawn = revoked()
    for given in (consent, *consent.parts):
        if given.id in withdrawn:
            moment = withdrawn[given.id]
            raise ConsentError(f"the consent {given.id} was revoked on {moment}; nothing is spoken in this voice")
