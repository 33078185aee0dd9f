"""Assembles the verbs, and turns what goes wrong into one line on stderr and an exit status."""

import logging
import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from voiceclone import __version__
from voiceclone.cli.batch import batch
from voiceclone.cli.book import book
from voiceclone.cli.certificate import app as certificate
from voiceclone.cli.compare import compare
from voiceclone.cli.consent import app as consent
from voiceclone.cli.convert import convert
from voiceclone.cli.data import app as data
from voiceclone.cli.demo import demo
from voiceclone.cli.design import design
from voiceclone.cli.detect import detect
from voiceclone.cli.enroll import enroll
from voiceclone.cli.evaluate import evaluate
from voiceclone.cli.export_onnx import export_onnx
from voiceclone.cli.finetune import finetune
from voiceclone.cli.inspect import inspect
from voiceclone.cli.mix import mix
from voiceclone.cli.say import say
from voiceclone.cli.trust import app as trust
from voiceclone.errors import VoiceCloneError

BAD_INPUT, INTERRUPTED = 2, 130  # exit statuses; the second is the shell's for Ctrl-C

app = typer.Typer(
    help="Speak a text in a voice that was heard for a few seconds.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
VERBS = (
    say,
    book,
    batch,
    convert,
    enroll,
    finetune,
    design,
    mix,
    compare,
    inspect,
    detect,
    demo,
    evaluate,
    export_onnx,
)
for verb in VERBS:
    app.command()(verb)
app.add_typer(consent, name="consent")
app.add_typer(certificate, name="certificate")
app.add_typer(data, name="data")
app.add_typer(trust, name="trust")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, and leave with its exit status."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries warn developers; a user gets our own words
    _show_log()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None, app: typer.Typer = app, name: str = "voiceclone") -> int:
    """Run the command line with `arguments`, or those of the process, and return its exit status."""
    try:
        return app(args=arguments, prog_name=name, standalone_mode=False) or 0
    except VoiceCloneError as error:
        _complain(str(error))
        return BAD_INPUT
    except TyperException as error:
        _complain(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED


@app.callback(invoke_without_command=True)
def entrance(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Answer what is asked without a verb."""
    if version:
        print(f"voiceclone {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(BAD_INPUT)


def _complain(message: str) -> None:
    print(f"voiceclone: {' '.join(message.split())}", file=sys.stderr)


def _show_log() -> None:
    """Let the library's warnings reach the user, each as a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("voiceclone: %(message)s"))
    log = logging.getLogger("voiceclone")
    log.addHandler(handler)
    log.propagate = False
