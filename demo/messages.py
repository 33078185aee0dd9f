"""Errors as readable sentences, each beside the field that it is about."""

import functools
import html
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gradio

from voiceclone import VoiceCloneError

from . import texts

log = logging.getLogger(__name__)

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # of ASCII: a backslash before each makes it a sign like any other
Updates = dict[Any, Any]  # components of the page and what they become
_SHOW = """watch("value", () => {
  const message = element.querySelector("p");
  if (message) setTimeout(() => message.scrollIntoView({ block: "center" }), 50);
});"""  # on a telephone the field may be far above the button
ELSEWHERE = "elsewhere"  # the field of what belongs to no other


class FieldError(VoiceCloneError):
    """What is wrong with a field of the page."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@contextmanager
def about(
    field: str, file: str | None = None, called: str = "", only: type[VoiceCloneError] = VoiceCloneError
) -> Iterator[None]:
    """Take every error within, or those of one kind, for one about `field`.

    The `file`, which lies on the server, is `called` otherwise.
    """
    try:
        yield
    except FieldError:
        raise
    except only as error:
        message = str(error).replace(file, called) if file else str(error)
        raise FieldError(field, message[:1].upper() + message[1:]) from error


def as_written(text: str) -> str:
    """Return somebody's words for a place where Markdown is read, so that they are shown as they are."""
    return _SIGNS.sub(r"\\\1", text)


class Messages:
    """The places for messages in a tab."""

    def __init__(self, tab: str, *fields: str) -> None:
        """`fields`: all that messages are about, beside `ELSEWHERE`; each is to be given its `place`."""
        self._places: dict[str, Any] = {
            field: gradio.HTML(
                elem_classes="vc-message", elem_id=f"message-{tab}-{field}", js_on_load=_SHOW, render=False
            )
            for field in (*fields, ELSEWHERE)
        }

    def place(self, field: str = ELSEWHERE) -> None:
        """Make room for the message about a field, here on the page."""
        self._places[field].render()

    @property
    def components(self) -> list[Any]:
        """All places, for the outputs of a handler."""
        return list(self._places.values())

    def none(self) -> Updates:
        """No message anywhere."""
        return dict.fromkeys(self._places.values(), "")

    def one(self, field: str, message: str) -> Updates:
        """One message, and no other."""
        text = f'<p role="alert">{html.escape(message)}</p>'
        return {**self.none(), self._places.get(field, self._places[ELSEWHERE]): text}

    def guarded(self, handler: Callable[..., Iterator[Updates]]) -> Callable[..., Iterator[Updates]]:
        """Return the handler, whose errors become messages; what was not foreseen is logged and apologised for."""

        @functools.wraps(handler)
        def run(*arguments: Any, **named: Any) -> Iterator[Updates]:
            cleared = self.none()
            try:
                for update in handler(*arguments, **named):
                    yield {**cleared, **update}
                    cleared = {}
                if cleared:
                    yield cleared
            except FieldError as error:
                yield self.one(error.field, str(error))
            except VoiceCloneError as error:
                yield self.one(ELSEWHERE, str(error)[:1].upper() + str(error)[1:])
            except Exception:
                log.exception("the page failed")
                yield self.one(ELSEWHERE, texts.UNFORESEEN)

        return run
