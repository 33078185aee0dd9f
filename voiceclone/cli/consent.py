"""The verb `consent`: what a voice was allowed for, the revoking of it, and sentences to give it with aloud."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.cli.plain import plain

if TYPE_CHECKING:
    from voiceclone import Consent, Voice

app = typer.Typer(help="Show, revoke and list consents, and ask for a sentence to read out.", no_args_is_help=True)


@app.command()
def show(voice: Annotated[Path, typer.Argument(help="A voice file.")]) -> None:
    """Show who allowed what, and whether it holds."""
    from voiceclone import Voice

    for line in _lines(Voice.load(voice)):
        print(line)


@app.command()
def revoke(
    voice_or_id: Annotated[str, typer.Argument(help="A voice file, or the id of a consent.", metavar="VOICE_OR_ID")],
) -> None:
    """Withdraw a consent: nothing is spoken in its voice on this machine any more."""
    import os

    from voiceclone import Voice
    from voiceclone.trust.revocation import revoke as withdraw

    is_file = os.path.exists(voice_or_id)
    consent_id = Voice.load(voice_or_id).consent.id if is_file else voice_or_id
    new = withdraw(consent_id)
    print(f"the consent {consent_id} {'is revoked' if new else 'was revoked before'} on this machine; "
          "copies of the voice on other machines are not reached")  # fmt: skip


@app.command("list")
def list_consents(
    folder: Annotated[Path, typer.Argument(help="Where to look for voice files.")] = Path(),
) -> None:
    """List the consents of the voice files in a folder, and what was revoked on this machine."""
    from voiceclone import Voice, VoiceError
    from voiceclone.trust.revocation import revoked

    withdrawn = revoked()
    for path in sorted(folder.glob("*.voice")):
        try:
            consent = Voice.load(path).consent
        except VoiceError as error:
            print(f"{'-':16}  unusable  {error}")
            continue
        print(f"{consent.id}  {_state(consent):8}  {consent.level:8}  {plain(consent.speaker)}  {path}")
        withdrawn.pop(consent.id, None)
    for consent_id, moment in withdrawn.items():
        print(f"{consent_id}  revoked   {moment}")


@app.command()
def challenge(
    purpose: Annotated[
        str | None, typer.Option(help="What the voice is for, in plain English words: `reading texts aloud`.")
    ] = None,
) -> None:
    """Print a fresh sentence, which the speaker reads out within ten minutes to give consent aloud."""
    from voiceclone.trust.challenge import PURPOSE, issue

    fresh = issue(PURPOSE if purpose is None else purpose)
    print(f"challenge {fresh.id}, good for one attempt until {fresh.expires}. Read out:\n\n    {fresh.sentence}\n")


def _lines(voice: "Voice") -> list[str]:
    from voiceclone.trust.signing import is_ours

    consent, seal = voice.consent, voice.consent.seal
    assert seal is not None  # a voice that was loaded has one
    signer = "this installation" if is_ours(seal.key) else f"another installation's key, {seal.key[:16]}…"
    return [
        f"consent     {consent.id}",
        f"state       {_state(consent)}",
        f"level       {consent.level}",
        f"speaker     {plain(consent.speaker)}",
        f"grantee     {plain(consent.grantee)}",
        f"use         {plain(consent.use)}",
        f"statement   {plain(consent.statement)}",
        f"created     {consent.created}",
        f"expires     {consent.expires or 'never'}",
        *(f"made of     {part.id}, {part.level}, of {plain(part.speaker)}, {_state(part)}" for part in consent.parts),
        *(f"recording   SHA-256 {reference}" for reference in seal.references),
        f"signed by   {signer}",
    ]


def _state(consent: "Consent") -> str:
    from voiceclone.errors import ConsentError
    from voiceclone.trust.revocation import check_not_revoked

    try:
        check_not_revoked(consent)
    except ConsentError:
        return "revoked"
    try:
        consent.check()
    except ConsentError:
        return "expired"
    return "in force"
