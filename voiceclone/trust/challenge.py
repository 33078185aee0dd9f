"""Challenges: fresh sentences for a speaker to read out, so that consent is given aloud and now.

A challenge holds ten minutes and is good for one attempt. Those that are open are kept, signed, in the data folder.
Reading a sentence that did not exist when any recording was made needs the speaker, or a machine that can say
anything in the speaker's voice: it proves no more than that.
"""

import random
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from voiceclone.errors import ConsentError, SigningError
from voiceclone.trust import home
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.challenge_words import WORDS
from voiceclone.trust.consent import ID_LENGTH
from voiceclone.trust.moments import after, is_moment, is_past, now
from voiceclone.trust.signing import Signature, is_hex, is_ours, is_valid, sign

FILE = "challenges.json"
KIND = "challenges 1"
LIFE = timedelta(minutes=10)
NONCE_WORDS = 6
PURPOSE = "reading texts aloud"
FORM = "I allow a computer to speak in my voice for {purpose}. My words today are {nonce}."
_PURPOSE = re.compile(r"[a-z]+(?: [a-z]+){0,11}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Challenge:
    """`sentence`: what is to be read out; `nonce`: the random words in it; `expires`: until when, ISO 8601 in UTC.

    `id`: by which it is named; `purpose`: what the voice is for. Raises ConsentError for anything else.
    """

    id: str
    purpose: str
    nonce: tuple[str, ...]
    expires: str

    def __post_init__(self) -> None:
        """Refuse what is no challenge."""
        if not isinstance(self.purpose, str) or not _PURPOSE.fullmatch(self.purpose) or len(self.purpose) > 100:
            raise ConsentError("a purpose is given in one to twelve plain English words, without signs or numbers")
        words = len(self.nonce) == NONCE_WORDS and set(self.nonce) <= set(WORDS)
        if not is_hex(self.id, ID_LENGTH) or not words or not is_moment(self.expires):
            raise ConsentError("the record of a challenge is damaged")

    @property
    def sentence(self) -> str:
        """What the speaker is to read out."""
        return FORM.format(purpose=self.purpose, nonce=_listed(self.nonce))

    def decoys(self, count: int, generator: random.Random | None = None) -> list[str]:
        """Return `count` sentences that differ from this one in each of the random words, and in nothing else."""
        draw = secrets.SystemRandom() if generator is None else generator
        others = [word for word in WORDS if word not in self.nonce]
        nonces = (draw.sample(others, NONCE_WORDS) for _ in range(count))
        return [FORM.format(purpose=self.purpose, nonce=_listed(nonce)) for nonce in nonces]


def issue(purpose: str = PURPOSE, *, at: datetime | None = None) -> Challenge:
    """Return a fresh challenge that names the `purpose`, and keep it until it has expired; `at` is now.

    Raises ConsentError where the purpose is not in plain words, OutputError where nothing can be kept.
    """
    start = now() if at is None else at
    nonce = tuple(secrets.SystemRandom().sample(WORDS, NONCE_WORDS))
    challenge = Challenge(secrets.token_hex(ID_LENGTH // 2), purpose, nonce, after(start, LIFE))
    with home.exclusive(FILE):
        _keep([*(other for other in _open() if not is_past(other.expires, start)), challenge])
    return challenge


def redeem(challenge_id: str, *, at: datetime | None = None) -> Challenge:
    """Return the challenge with this id, which cannot be redeemed again; `at` is now.

    Raises ConsentError where it was not issued here, was used or has expired.
    """
    with home.exclusive(FILE):
        challenges = _open()
        found = next((challenge for challenge in challenges if challenge.id == challenge_id), None)
        if found is None:
            raise ConsentError(f"the challenge {challenge_id[:40]!r} was not issued here, or was used: ask for another")
        _keep([challenge for challenge in challenges if challenge is not found])
    if is_past(found.expires, at):
        raise ConsentError(f"the challenge {found.id} expired on {found.expires}: ask for another")
    return found


def _open() -> list[Challenge]:
    """Return the challenges that were issued and not used, some of them expired."""
    content = home.read(FILE)
    if content is None:
        return []
    try:
        record = parse_canonical(content)
        signature = Signature(record["key"], record["signature"])
        if not is_ours(signature.key) or not is_valid(signature, KIND, {"challenges": record["challenges"]}):
            raise ValueError("the signature is not ours")
        return [Challenge(**{**entry, "nonce": tuple(entry["nonce"])}) for entry in record["challenges"]]
    except (ValueError, KeyError, TypeError, SigningError, ConsentError) as error:
        place = home.data_folder() / FILE
        raise ConsentError(f"{place}: is damaged or was changed; remove it and ask for another challenge") from error


def _keep(challenges: Sequence[Challenge]) -> None:
    record = {"challenges": [{**asdict(challenge), "nonce": list(challenge.nonce)} for challenge in challenges]}
    signature = sign(KIND, record)
    home.write(FILE, canonical({**record, "key": signature.key, "signature": signature.value}).encode("ascii"))


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
