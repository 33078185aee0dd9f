"""The tab Speak: a text and a voice become speech, which is heard while it is made."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import gradio

from voiceclone import Audio, Delivery, DependencyError, Speech, TextError, Voice

from .. import texts
from ..likeness import likeness
from ..messages import FieldError, Messages, Updates, about, as_written
from ..pictures import speech_picture
from ..player import Stream, player
from ..sessions import Said, Session
from ..studio import NETWORKS
from . import consent
from .consent import BUTTONS

if TYPE_CHECKING:
    from ..studio import Studio

MOST_CHARACTERS = 3_000  # of a text: some four minutes
_A_SECOND = 15  # characters, roughly
FIRST_TEXT = next(iter(texts.TEXTS.values()))
TEXT, LANGUAGE, VOICE = "text", "language", "voice"  # fields that messages are about


def add(studio: "Studio") -> Any:
    """Put the tab on the page; return the component with which a voice is chosen, which other tabs keep up to date."""
    messages = Messages("speak", TEXT, LANGUAGE, VOICE, *consent.FIELDS)
    with gradio.Row():
        with gradio.Column():
            text = gradio.Textbox(label=texts.TEXT, value=FIRST_TEXT, lines=4, elem_id="text")
            count = gradio.Markdown(_count(FIRST_TEXT), elem_classes="vc-count")
            messages.place(TEXT)
            gradio.Examples(
                [[example] for example in texts.TEXTS.values()], text, label=texts.EXAMPLES,
                example_labels=list(texts.TEXTS), api_visibility="private",
            )  # fmt: skip
            with gradio.Row():
                language = gradio.Dropdown(
                    list(texts.LANGUAGES), value="en", label=texts.LANGUAGE, filterable=False, min_width=170,
                    elem_id="language",
                )  # fmt: skip
                voice = gradio.Dropdown(
                    [texts.NEW_VOICE, *studio.cloner.presets], value=texts.NEW_VOICE, label=texts.VOICE,
                    filterable=False, min_width=170, elem_id="voice",
                )  # fmt: skip
            messages.place(LANGUAGE)
            messages.place(VOICE)
            recording = consent.add(studio, messages)
            with gradio.Accordion(texts.MANNER, open=False):
                speed = gradio.Slider(0.5, 2.0, 1.0, step=0.05, label=texts.SPEED, info=texts.SPEED_HINT)
                pitch = gradio.Slider(-12, 12, 0, step=0.5, label=texts.PITCH, info=texts.PITCH_HINT)
                pauses = gradio.Slider(0.0, 4.0, 1.0, step=0.1, label=texts.PAUSES, info=texts.PAUSES_HINT)
            button = gradio.Button(texts.SPEAK, variant="primary", elem_id="speak")
            messages.place()
        with gradio.Column():
            gradio.Markdown(texts.RESULT, elem_classes="vc-note")
            heard = player()
            audio = gradio.Audio(label=texts.SPEECH, interactive=False, buttons=BUTTONS, elem_id="speech")
            gradio.Markdown(texts.SAVE, elem_classes="vc-note")
            with gradio.Row():
                files = [
                    gradio.DownloadButton(name, interactive=False, min_width=90, size="md", elem_id=f"save-{place}")
                    for place, name in enumerate((texts.SAVE_AUDIO, texts.SAVE_SUBTITLES, texts.SAVE_VOICE))
                ]
            facts = gradio.Markdown(elem_id="facts")
            picture = gradio.HTML(elem_id="picture")

    def speaker(session: Session, chosen: str | None, *recorded: Any) -> tuple[Voice, str]:
        """The voice that is chosen, and what it is called here."""
        with about(VOICE):
            if chosen != texts.NEW_VOICE:
                return studio.voice(session, chosen), str(chosen)
            found = recording.voice(studio, session, *recorded)
            return found, session.enrolled[str(recorded[0])]

    def perform(
        stream: Stream,
        session: Session,
        words: str,
        language: str,
        delivery: Delivery,
        chosen: str | None,
        *recorded: Any,
    ) -> Iterator[Updates]:
        yield {heard: stream.at(texts.LISTENING if chosen == texts.NEW_VOICE else texts.MAKING)}
        who, called = speaker(session, chosen, *recorded)
        yield {voice: gradio.update(choices=[texts.NEW_VOICE, *studio.names(session)])}
        pieces, sentences, clock, made = list[Audio](), list[Any](), list[float](), 0.0
        with about(LANGUAGE, only=DependencyError), about(TEXT, only=TextError):
            making = studio.cloner.stream(
                words, who, **asdict(delivery), language=language, on_sentence=sentences.append
            )
            for piece in _clocked(making, clock):
                if session.left:  # the next one in the queue need not wait for what nobody hears
                    return
                pieces.append(piece)
                made += piece.seconds
                yield {heard: stream.piece(piece, min(0.95, made * _A_SECOND / len(words)))}
        yield {heard: stream.at(texts.FINISHING)}
        speech = Speech.joined(pieces, sentences)
        said = Said(words, who, delivery, language, speech, session.recordings.get(called))
        session.last = said
        paths = _saved(said, session, called)
        work = sum(clock)
        told = [
            texts.MADE.format(seconds=made, work=work, factor=work / made, first=clock[0]),
            likeness(studio.cloner, said),
            *(f"**{texts.ADVICE}** {as_written(warning)}." for warning in session.advice.get(called, [])),
        ]
        yield {
            audio: paths[0],
            **{file: gradio.update(value=path, interactive=True) for file, path in zip(files, paths, strict=True)},
            facts: "\n\n".join(told),
            picture: speech_picture(speech),
            heard: stream.end(),
        }

    @messages.guarded
    def speak(
        text: str | None, language: str, chosen: str | None, speed: float, pitch: float, pauses: float,
        reference: str | None, name: str | None, way: str | None, promised: bool, request: gradio.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        stream, session = Stream(studio.cloner.sample_rate), studio.sessions.of(request.session_hash)
        delivery = Delivery(speed, pitch, pauses=pauses)
        try:
            yield from perform(
                stream, session, _checked(text), language, delivery, chosen, reference, name, way, promised
            )
        except Exception:
            yield {heard: stream.end()}  # or the page would look as if it went on
            raise

    button.click(
        speak,
        [text, language, voice, speed, pitch, pauses, *recording.inputs],
        [voice, heard, audio, *files, facts, picture, *messages.components],
        api_name="speak", show_progress_on=[audio], **NETWORKS,
    )  # fmt: skip
    voice.change(
        lambda chosen: gradio.update(visible=chosen == texts.NEW_VOICE), voice, recording.group,
        show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    text.change(
        None, text, count, api_visibility="private",
        js=f"(text) => {texts.COUNT!r}.replace('{{count}}', [...text].length.toLocaleString('en'))"
        f".replace('{{most}}', '{MOST_CHARACTERS:,}')",
    )  # fmt: skip
    return voice


def _count(text: str) -> str:
    return texts.COUNT.format(count=f"{len(text):,}", most=f"{MOST_CHARACTERS:,}")


def _checked(text: str | None) -> str:
    words = text or ""
    if len(words) > MOST_CHARACTERS:
        raise FieldError(TEXT, texts.TEXT_TOO_LONG.format(count=len(words), most=MOST_CHARACTERS))
    return words


def _saved(said: Said, session: Session, name: str) -> tuple[str, str, str]:
    """Write the audio with its provenance, the subtitles and the voice; return where."""
    audio, subtitles, voice = (session.file(name, suffix) for suffix in (".wav", ".srt", ".voice"))
    said.speech.audio.save(audio)
    said.speech.save_timestamps(subtitles)
    said.voice.save(voice)
    return str(audio), str(subtitles), str(voice)


def _clocked(pieces: Iterator[Audio], clock: list[float]) -> Iterator[Audio]:
    """The pieces; the seconds that each took to be made, without what the page does with it, go to the `clock`."""
    while True:
        begun = time.perf_counter()
        piece = next(pieces, None)
        if piece is None:
            return
        clock.append(time.perf_counter() - begun)
        yield piece
