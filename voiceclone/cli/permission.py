"""The options by which a person's consent is given, shared by the verbs that learn a voice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from voiceclone.trust.consent import Consent

Choice = Annotated[
    str | None,
    typer.Option(
        "--consent",
        help="Required: `self` says that it is your voice, or that you have the person's permission; `verified` "
        "that the person read out a sentence, see --challenge.",
    ),
]
Challenge = Annotated[str | None, typer.Option(help="The id of a sentence that `voiceclone consent challenge` gave.")]
Reading = Annotated[Path | None, typer.Option(help="A recording in which the person reads that sentence.")]
Speaker = Annotated[str | None, typer.Option(help="Who consents; default: the person in the recording.")]
Grantee = Annotated[str | None, typer.Option(help="To whom; default: whoever holds the voice file.")]
Use = Annotated[str | None, typer.Option(help="For what; default: any lawful use that does not deceive.")]
Expires = Annotated[str | None, typer.Option(help="The last day, as 2027-12-31; default: no end.")]


def permission(choice: str | None, challenge: str | None, reading: Path | None, terms: dict[str, str]) -> "Consent":
    """Return the consent to enrol with, before any challenge is heard. Raises ConsentError where it is missing."""
    from voiceclone import Consent

    verified = choice == "verified"
    if verified != (challenge is not None) or verified != (reading is not None):
        raise typer.BadParameter("--consent verified, --challenge and --reading belong together")
    return Consent.from_choice("self" if verified else choice, **terms)


def given(**terms: str | None) -> dict[str, str]:
    """The terms that were said."""
    return {key: value for key, value in terms.items() if value is not None}
