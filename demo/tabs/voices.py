"""The tab Voices: a map of all voices, to listen to, mix, design, open and delete."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import gradio

from voiceclone import Voice

from .. import texts
from ..appearance import ASSETS
from ..messages import FieldError, Messages, Updates, about, as_written
from ..placing import Places
from ..sessions import Session
from ..studio import NETWORKS
from ..voice_map import voice_map
from .consent import BUTTONS

if TYPE_CHECKING:
    from ..studio import Studio

CHOSEN, OPEN, MIX, DESIGN = "chosen", "open", "mix", "design"  # fields that messages are about
_KINDS = {"nobody": "nobody", "mixed": "mixed"}  # by the level of consent; all else is recorded
_SEXES: dict[str, Literal["female", "male"]] = {texts.FEMALE: "female", texts.MALE: "male"}


def add(studio: "Studio", tab: Any, speak_choice: Any) -> None:
    """Put the tab on the page; `speak_choice` is the component of the tab Speak that offers all voices."""
    messages = Messages("voices", CHOSEN, OPEN, MIX, DESIGN)
    names = list(studio.cloner.presets)
    gradio.Markdown(texts.VOICES_INTRODUCTION)
    with gradio.Row():
        with gradio.Column(scale=3):
            picture = gradio.HTML(js_on_load=(ASSETS / "map.js").read_text(encoding="utf-8"), elem_id="map")
            news = gradio.Markdown(elem_id="news")
            chosen = gradio.Dropdown(
                names, value=names[0] if names else None, label=texts.CHOSEN, filterable=False, elem_id="chosen"
            )
            description = gradio.Markdown(elem_id="description")
            with gradio.Row():
                hear = gradio.Button(texts.HEAR, variant="primary", min_width=90, size="md", elem_id="hear")
                save = gradio.DownloadButton(texts.SAVE_VOICE, min_width=90, size="md", elem_id="save-voice")
                delete = gradio.Button(texts.DELETE, min_width=90, size="md", elem_id="delete")
            messages.place(CHOSEN)
            sample = gradio.Audio(
                label=texts.SAMPLE_LABEL, interactive=False, autoplay=True, buttons=BUTTONS, elem_id="sample"
            )
            file = gradio.File(label=texts.OPEN, file_types=[".voice"], type="filepath", height=150, elem_id="open")
            messages.place(OPEN)
        with gradio.Column(scale=2):
            with gradio.Group():
                gradio.Markdown(f"### {texts.MIX}", padding=True)
                first = gradio.Dropdown(
                    names, value=names[0] if names else None, label=texts.FIRST, filterable=False, elem_id="first"
                )
                second = gradio.Dropdown(
                    names, value=names[-1] if names else None, label=texts.SECOND, filterable=False, elem_id="second"
                )
                share = gradio.Slider(5, 95, 50, step=5, label=texts.SHARE)
                mix_button = gradio.Button(texts.MIX_BUTTON, elem_id="mix")
                messages.place(MIX)
            with gradio.Group():
                gradio.Markdown(f"### {texts.DESIGN}", padding=True)
                sex = gradio.Radio(list(_SEXES), value=texts.FEMALE, label=texts.APPEARS)
                pitch = gradio.Slider(70, 300, 200, step=5, label=texts.DESIGN_PITCH, elem_id="design-pitch")
                seed = gradio.Slider(0, 999, 7, step=1, label=texts.CHANCE)
                design_button = gradio.Button(texts.DESIGN_BUTTON, elem_id="design")
                messages.place(DESIGN)
            messages.place()
    choosers = [chosen, first, second, speak_choice]

    def shown(session: Session, name: str | None) -> Updates:
        """The map with this voice chosen, what there is to say of it, and all voices in every list."""
        every = studio.names(session)
        voices = {**studio.presets, **session.voices}
        kinds = {called: _kind(called, voice, session) for called, voice in voices.items()}
        map_ = voice_map(Places(studio.presets.values()).of(voices), kinds, name) if len(studio.presets) > 1 else ""
        said = _described(name, voices[name], kinds[name]) if name in voices else ""
        lists = {chooser: gradio.update(choices=every) for chooser in choosers[1:3]}
        offered = gradio.update(choices=[texts.NEW_VOICE, *every])
        return {picture: map_, description: said, **lists, speak_choice: offered,
                chosen: gradio.update(choices=every, value=name)}  # fmt: skip

    def kept(
        session: Session, voice: Voice, field: str, name: str, text: str, mixed: bool = False, **facts: Any
    ) -> Iterator[Updates]:
        with about(field):
            called = studio.keep(session, voice, name)
        if mixed:
            session.mixed.add(called)
        yield {**shown(session, called), news: text.format(name=as_written(called), **facts)}

    @messages.guarded
    def show(name: str | None, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        yield shown(session, name if name in studio.names(session) else studio.names(session)[0])

    @messages.guarded
    def point(request: gradio.Request, event: gradio.EventData) -> Iterator[Updates]:
        yield {chosen: event.voice}  # as assets/map.js names it

    @messages.guarded
    def listen(name: str | None, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        with about(CHOSEN):
            audio = studio.cloner.synthesize(texts.SAMPLE, studio.voice(session, name))
        path = session.file(str(name), ".wav")
        audio.save(path)
        yield {sample: str(path)}

    @messages.guarded
    def remove(name: str | None, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        if name not in session.voices:
            raise FieldError(CHOSEN, texts.NOT_YOURS)
        session.forget(str(name))
        yield {**shown(session, studio.names(session)[0]), news: texts.DELETED.format(name=as_written(str(name)))}

    @messages.guarded
    def open_file(path: str | None, request: gradio.Request) -> Iterator[Updates]:
        if not path:
            return
        session = studio.sessions.of(request.session_hash)
        session.uploads.add(path)
        with about(OPEN, path, texts.OPEN):
            voice = Voice.load(path)
            studio.cloner.compare(voice, voice)  # whether it belongs to these weights
        yield from kept(session, voice, OPEN, voice.name, texts.OPENED)

    @messages.guarded
    def mix(one: str, other: str, percent: float, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        if one == other:
            raise FieldError(MIX, texts.SAME_VOICE)
        with about(MIX):
            voices = [studio.voice(session, name) for name in (one, other)]
            name = texts.MIX_NAME.format(first=one, second=other)
            voice = studio.cloner.mix(voices, [100 - percent, percent], name=name)
        said = texts.MIXED_NOBODYS if voice.consent.level == "nobody" else texts.MIXED
        yield from kept(session, voice, MIX, name, said, mixed=True)

    @messages.guarded
    def design(appears: str, hertz: float, chance: float, request: gradio.Request) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        name = texts.DESIGN_NAME.format(seed=int(chance))
        with about(DESIGN):
            voice = studio.cloner.design(seed=int(chance), sex=_SEXES[appears], pitch=hertz, name=name)
            nearest = studio.cloner.nearest_training_speaker(voice)
        yield from kept(session, voice, DESIGN, name, texts.DESIGNED, nearest=nearest)

    def voice_file(name: str | None, request: gradio.Request) -> str:
        session = studio.sessions.of(request.session_hash)
        path = session.file(str(name), ".voice")
        studio.voice(session, name).save(path)
        return str(path)

    common = [picture, description, *choosers, news, *messages.components]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    opened = tab.select(show, chosen, common, api_visibility="private", show_progress_on=[picture], **NETWORKS)
    opened.then(voice_file, chosen, save, **quiet)
    chosen.change(show, chosen, common, **quiet).then(voice_file, chosen, save, **quiet)
    picture.select(point, None, [chosen, *messages.components], **quiet)
    hear.click(listen, chosen, [sample, *messages.components], api_name="listen", **NETWORKS)
    delete.click(remove, chosen, common, **quiet)
    file.upload(open_file, file, common, api_visibility="private", show_progress_on=[description], **NETWORKS)
    mix_button.click(mix, [first, second, share], common, api_name="mix", show_progress_on=[news], **NETWORKS)
    design_button.click(design, [sex, pitch, seed], common, api_name="design", show_progress_on=[news], **NETWORKS)


def _kind(name: str, voice: Voice, session: Session) -> str:
    if name not in session.voices:
        return "preset"
    if name in session.mixed:
        return "mixed"
    return _KINDS.get(voice.consent.level, "own")


def _described(name: str, voice: Voice, kind: str) -> str:
    return texts.DESCRIPTION.format(name=as_written(name), kind=texts.KINDS[kind], pitch=math.exp(voice.pitch_mean))
