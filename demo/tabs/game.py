"""The tab Real or made?: two clips, one of which was made from the other's voice."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio
import numpy as np

from voiceclone import Audio, Consent, Voice, load_audio

from .. import texts
from ..evidence import Evidence
from ..messages import FieldError, Messages, Updates
from ..sessions import Round, Session
from ..studio import NETWORKS
from .consent import BUTTONS

if TYPE_CHECKING:
    from ..studio import Studio

GUESS = "guess"  # the field that messages are about
_LETTERS = "AB"


def add(studio: "Studio") -> None:
    """Put the tab on the page."""
    messages = Messages("game", GUESS)
    gradio.Markdown(texts.GAME_INTRODUCTION)
    fresh = gradio.Button(texts.NEW_ROUND, variant="primary", elem_id="play")
    source = gradio.Markdown(elem_id="source")
    with gradio.Row():
        clips = [
            gradio.Audio(label=label, interactive=False, buttons=BUTTONS, elem_id=f"clip-{place}")
            for place, label in enumerate(texts.CLIPS)
        ]
    guess = gradio.Radio([*_LETTERS], label=texts.GUESS, elem_id="guess")
    answer = gradio.Button(texts.ANSWER, elem_id="answer")
    messages.place(GUESS)
    messages.place()
    verdict = gradio.Markdown(elem_id="verdict")
    with gradio.Row():
        seen = [_place(place) for place in range(2)]

    @messages.guarded
    def play(request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        own = _own(session)
        recording, voice = own if own else _example(studio)
        session.round = _round(studio, session, recording, voice)
        yield {
            source: texts.GAME_OWN if own else texts.GAME_EXAMPLE,
            **dict(zip(clips, map(str, session.round.clips), strict=True)),
            **dict.fromkeys([verdict, *seen], ""),
            guess: None,
        }

    @messages.guarded
    def judge(letter: str | None, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        if session.round is None:
            raise FieldError(GUESS, texts.NO_ROUND)
        if letter is None:
            raise FieldError(GUESS, texts.NO_GUESS)
        right = _LETTERS.index(letter) == session.round.made
        if not session.round.guessed:  # a second guess is no guess
            session.round.guessed = True
            session.rounds += 1
            session.right += right
        said = (texts.RIGHT if right else texts.WRONG).format(clip=_LETTERS[session.round.made])
        standing = texts.STANDING.format(right=session.right, rounds=session.rounds)
        yield {verdict: f"{said} {standing}"}
        for place, (label, clip) in enumerate(zip(texts.CLIPS, session.round.clips, strict=True)):
            evidence = Evidence.of(clip)
            heading = f"<h3>{texts.SEEN.format(clip=label)}</h3>"
            yield {seen[place]: heading + evidence.picture() + evidence.sentences()}

    outputs = [source, *clips, guess, verdict, *seen, *messages.components]
    fresh.click(play, None, outputs, api_name="play", show_progress_on=clips, **NETWORKS)
    answer.click(judge, guess, outputs, api_name="judge", show_progress_on=[verdict], **NETWORKS)


def _place(place: int) -> Any:
    """Where it is shown what was found in a clip: beside the other, or below it on a narrow page."""
    with gradio.Column(min_width=320):
        return gradio.HTML(elem_id=f"seen-{place}")


def _own(session: Session) -> tuple[Audio, Voice] | None:
    """The visitor's newest recording, and the voice that was learned from it."""
    names = [name for name in session.recordings if name in session.voices]
    return (session.recordings[names[-1]], session.voices[names[-1]]) if names else None


def _example(studio: "Studio") -> tuple[Audio, Voice]:
    """The recording that ships, and its voice."""
    if studio.example is None:
        file = _example_file()
        voice = studio.cloner.enroll(file, consent=Consent.self_attested(texts.EXAMPLE_RIGHT), name="example")
        studio.example = load_audio(file), voice
    return studio.example


def _beginning(recording: Audio, seconds: float) -> Audio:
    """The beginning of a recording, to the quietest moment after about so many seconds: no word is cut there."""
    rate, moment = recording.sample_rate, recording.sample_rate // 20
    first, last = (round(share * seconds * rate) for share in (0.75, 1.25))
    moments = recording.samples[first:last]
    if len(moments) < moment:  # it is short enough
        return recording
    loudness = np.abs(moments[: len(moments) // moment * moment]).reshape(-1, moment).mean(axis=1)
    return Audio(recording.samples[: first + int(np.argmin(loudness)) * moment + moment // 2], rate)


def _example_file() -> Path:
    """The recording lies within the installed package, and beside the demo in the source tree."""
    return Path(__file__).parents[2] / "examples" / "reference.wav"


def _round(studio: "Studio", session: Session, recording: Audio, voice: Voice) -> Round:
    """A pair of clips in random order."""
    chance = random.SystemRandom()
    made = studio.cloner.synthesize(chance.choice(texts.GAME_SENTENCES), voice, seed=chance.randrange(2**31))
    real = _beginning(recording, made.seconds)  # the length does not tell them apart
    place = chance.randrange(2)
    clips = (made, real) if place == 0 else (real, made)
    paths = tuple(session.file("clip", ".wav") for _ in clips)
    for clip, path in zip(clips, paths, strict=True):
        clip.save(path)
    return Round(place, (paths[0], paths[1]))
