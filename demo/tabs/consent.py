"""The part of the tab Speak in which a recording is brought, and consent is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio

from .. import enrolling, texts
from ..messages import FieldError, Messages, Updates, about
from ..studio import NETWORKS

if TYPE_CHECKING:
    from voiceclone import Voice

    from ..sessions import Session
    from ..studio import Studio

FIELDS = (enrolling.REFERENCE, enrolling.CONSENT, enrolling.READING)  # that messages are about
BUTTONS: Any = ["download"]  # gradio's own would also offer to publish a recording on the internet


@dataclass(frozen=True)
class Recording:
    """The components whose values say whose voice is meant, and by what right."""

    group: Any
    reference: Any
    name: Any
    way: Any
    promise: Any

    @property
    def inputs(self) -> list[Any]:
        """Those that `voice` wants, in its order."""
        return [self.reference, self.name, self.way, self.promise]

    @staticmethod
    def voice(
        studio: "Studio", session: "Session", reference: str | None, name: str | None, way: str | None, promised: bool
    ) -> "Voice":
        """Return the voice in the recording. Raises FieldError where it, or the consent, is missing."""
        if way == texts.ATTEST:
            return enrolling.attested(studio, session, reference, name, promised)
        if way == texts.READ:
            return enrolling.verified(session, reference)
        raise (
            FieldError(enrolling.REFERENCE, texts.NO_REFERENCE)
            if not reference
            else FieldError(enrolling.CONSENT, texts.NO_CONSENT)
        )


def add(studio: "Studio", messages: Messages) -> Recording:
    """Put it on the page."""
    with gradio.Group() as group:
        gradio.Markdown(texts.REFERENCE_HINT, padding=True)
        reference = gradio.Audio(
            label=texts.REFERENCE, sources=["microphone", "upload"], type="filepath", buttons=BUTTONS,
            elem_id="reference",
        )  # fmt: skip
        messages.place(enrolling.REFERENCE)
        name = gradio.Textbox(label=texts.NAME, value=texts.OWN_NAME, max_length=40)
        way = gradio.Radio([texts.ATTEST, texts.READ], label=texts.CONSENT, info=texts.CONSENT_HINT, elem_id="consent")
        promise = gradio.Checkbox(label=texts.PROMISE, visible=False, elem_id="promise")
        with gradio.Group(visible=False) as reading_part:
            challenge = gradio.State(None)
            ask = gradio.Button(texts.CHALLENGE, elem_id="ask")
            sentence = gradio.Markdown(elem_id="sentence", padding=True)
            reading = gradio.Audio(
                label=texts.READING, sources=["microphone", "upload"], type="filepath", buttons=BUTTONS,
                elem_id="reading",
            )  # fmt: skip
            check = gradio.Button(texts.CHECK, elem_id="check")
            messages.place(enrolling.READING)
            result = gradio.Markdown(padding=True, elem_id="verified")
        messages.place(enrolling.CONSENT)

    @messages.guarded
    def issue() -> Iterator[Updates]:
        with about(enrolling.READING):
            fresh = studio.cloner.challenge()
        yield {challenge: fresh.id, sentence: texts.SENTENCE.format(sentence=fresh.sentence), result: ""}

    @messages.guarded
    def verify(
        reference: str | None, name: str | None, issued: str | None, heard: str | None, request: gradio.Request
    ) -> Iterator[Updates]:
        session = studio.sessions.of(request.session_hash)
        try:
            enrolling.verify(studio, session, reference, name, issued, heard)
        finally:
            if issued and heard:
                yield {challenge: None, sentence: ""}  # it counts once
        yield {result: texts.VERIFIED}

    way.change(
        lambda way: (gradio.update(visible=way == texts.ATTEST), gradio.update(visible=way == texts.READ)),
        way, [promise, reading_part], show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    ask.click(issue, None, [challenge, sentence, result, *messages.components], api_visibility="private")
    check.click(
        verify, [reference, name, challenge, reading], [challenge, sentence, result, *messages.components],
        api_visibility="private", **NETWORKS,
    )  # fmt: skip
    for recording in (reference, reading):
        remember(studio, recording)
    return Recording(group, reference, name, way, promise)


def remember(studio: "Studio", recording: Any) -> None:
    """Delete whatever is brought into this component with the visitor's session."""

    def brought(file: str | None, request: gradio.Request) -> None:
        if file:
            studio.sessions.of(request.session_hash).uploads.add(file)

    recording.change(brought, recording, None, show_progress="hidden", api_visibility="private")
