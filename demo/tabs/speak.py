"""The tab Speak: a text and a voice become speech, which is heard while it is made."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio

from voiceclone import Delivery, DependencyError, TextError, VoiceCloneError

from .. import texts
from ..messages import FieldError, Messages, Updates, about
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
TEXT, LANGUAGE, VOICE = "text", "language", "voice"  # fields that messages are about


def add(studio: "Studio") -> Any:
    """Put the tab on the page; return the component with which a voice is chosen, which other tabs keep up to date."""
    messages = Messages("speak", TEXT, LANGUAGE, VOICE, *consent.FIELDS)
    with gradio.Row():
        with gradio.Column():
            text = gradio.Textbox(label=texts.TEXT, value=texts.TEXTS[0], lines=4, elem_id="text")
            count = gradio.Markdown(_count(texts.TEXTS[0]), elem_classes="vc-count")
            messages.place(TEXT)
            gradio.Examples(
                [[example] for example in texts.TEXTS], text, label=texts.EXAMPLES, api_visibility="private"
            )
            language = gradio.Dropdown(
                list(texts.LANGUAGES), value="en", label=texts.LANGUAGE, filterable=False, elem_id="language"
            )
            messages.place(LANGUAGE)
            voice = gradio.Dropdown(
                [texts.NEW_VOICE, *studio.cloner.presets],
                value=texts.NEW_VOICE,
                label=texts.VOICE,
                filterable=False,
                elem_id="voice",
            )
            messages.place(VOICE)
            recording = consent.add(studio, messages)
            with gradio.Accordion(texts.MANNER, open=False):
                speed = gradio.Slider(0.5, 2.0, 1.0, step=0.05, label=texts.SPEED, info=texts.SPEED_HINT)
                pitch = gradio.Slider(-12, 12, 0, step=0.5, label=texts.PITCH, info=texts.PITCH_HINT)
                pauses = gradio.Slider(0.0, 4.0, 1.0, step=0.1, label=texts.PAUSES, info=texts.PAUSES_HINT)
            button = gradio.Button(texts.SPEAK, variant="primary", elem_id="speak")
            messages.place()
        with gradio.Column():
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

    @messages.guarded
    def speak(
        text: str | None, language: str, chosen: str | None, speed: float, pitch: float, pauses: float,
        reference: str | None, name: str | None, way: str | None, promised: bool,
        request: gradio.Request, progress: gradio.Progress = gradio.Progress(),  # noqa: B008
    ) -> Iterator[Updates]:  # fmt: skip
        session = studio.sessions.of(request.session_hash)
        words = _checked(text)
        with about(VOICE):
            if chosen == texts.NEW_VOICE:
                speaker = recording.voice(studio, session, reference, name, way, promised)
                called = session.enrolled[str(reference)]
            else:
                speaker, called = studio.voice(session, chosen), str(chosen)
        yield {voice: gradio.update(choices=[texts.NEW_VOICE, *studio.names(session)])}
        delivery = Delivery(speed, pitch, pauses=pauses)
        stream, begun, first, made = Stream(studio.cloner.sample_rate), time.perf_counter(), 0.0, 0.0
        with about(LANGUAGE, only=DependencyError), about(TEXT, only=TextError):
            for piece in studio.cloner.stream(
                words, speaker, speed=speed, pitch=pitch, pauses=pauses, language=language
            ):
                made += piece.seconds
                first = first or time.perf_counter() - begun
                progress(min(0.9, made * _A_SECOND / len(words)), desc=texts.MAKING)
                yield {heard: stream.piece(piece)}
            work = time.perf_counter() - begun
            yield {heard: stream.end()}
            progress(0.95, desc=texts.FINISHING)
            speech = studio.cloner.narrate(words, speaker, delivery, language=language)
        said = Said(words, speaker, delivery, language, speech, session.recordings.get(called))
        session.last = said
        paths = _saved(said, session, called)
        made_in = texts.MADE.format(seconds=made, work=work, factor=work / made, first=first)
        yield {
            audio: paths[0],
            **{file: gradio.update(value=path, interactive=True) for file, path in zip(files, paths, strict=True)},
            facts: f"{made_in}\n\n{_likeness(studio, said)}",
            picture: speech_picture(speech),
        }

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
        js=f"(text) => {texts.COUNT!r}.replace('{{count}}', text.length).replace('{{most}}', '{MOST_CHARACTERS:,}')",
    )  # fmt: skip
    return voice


def _count(text: str) -> str:
    return texts.COUNT.format(count=len(text), most=f"{MOST_CHARACTERS:,}")


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


def _likeness(studio: "Studio", said: Said) -> str:
    """How alike the speech is to the recording, or else to the voice, in words."""
    try:
        found = studio.cloner.compare(said.reference or said.voice, said.speech.audio)
    except VoiceCloneError as error:  # there is too little speech to say
        return texts.NO_LIKENESS.format(reason=error)
    return texts.LIKENESS.format(score=found.score, meaning=str(found).partition("\n")[2])
