"""The verb `finetune`: minutes of one person's speech, made into weights and a voice of their own."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.cli.permission import (
    Challenge,
    Choice,
    Expires,
    Grantee,
    Reading,
    Speaker,
    Use,
    given,
    permission,
)

if TYPE_CHECKING:
    from voiceclone.training.finetuning import Outcome
    from voiceclone.voice import Voice


def finetune(
    recordings: Annotated[
        Path | None,
        typer.Argument(help="A folder of recordings of one person, 1 to 10 minutes, with a list of lines `file|text`."),
    ] = None,
    prompts: Annotated[
        bool, typer.Option("--prompts", help="Print such a list of sentences to read, and leave.")
    ] = False,
    consent: Choice = None,
    challenge: Challenge = None,
    reading: Reading = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write weights and voice to.")] = Path(
        "me"
    ),
    name: Annotated[str | None, typer.Option(help="What to call the voice; default: as the folder is called.")] = None,
    speaker: Speaker = None,
    grantee: Grantee = None,
    use: Use = None,
    expires: Expires = None,
    seed: Annotated[int, typer.Option(min=0, help="Another number learns in another order.")] = 0,
) -> None:
    """Learn the voice of one person from minutes of speech; keeps what is better, before or after."""
    if importlib.util.find_spec("lightning") is None:
        from voiceclone.errors import DependencyError

        raise DependencyError(
            'fine-tuning needs lightning, which is not installed: pip install "voiceclone[train,eval]"'
        )
    from voiceclone.training import finetuning

    if prompts:
        for number, sentence in enumerate(finetuning.prompts(), start=1):
            print(f"{number:03d}.wav|{sentence}")
        return
    if recordings is None:
        raise typer.BadParameter("name the folder of the recordings; --prompts prints sentences to read")
    from voiceclone import VoiceCloner
    from voiceclone.cli.progress import progress_bar

    terms = given(speaker=speaker, grantee=grantee, use=use, expires=expires)
    allowed = permission(consent, challenge, reading, terms)

    def verified(cloner: VoiceCloner, voice: "Voice") -> "Voice":
        if challenge is None or reading is None:
            return voice
        return cloner.verify(voice, reading, challenge, **terms)

    with progress_bar("Listening") as show:
        outcome = finetuning.finetune(
            recordings, output, consent=allowed, name=name, verify=verified, seed=seed, progress=show
        )
    _tell(outcome)


def _tell(outcome: "Outcome") -> None:
    learned = f"{outcome.recordings} recordings, {outcome.seconds:.0f} s of speech"
    print(f"learned from {learned}; {outcome.held_back} held back to compare with")
    print(f"before: {outcome.before}")
    print(f"after:  {outcome.after}")
    kept = "what was learned is kept" if outcome.share else "not better: the weights are kept as they were"
    print(f"{kept}; the model is in {outcome.model}, the voice in {outcome.model / 'me.voice'}")
