"""The command line of a recipe: every step a command, and `all` of them in their order."""

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from voiceclone.training.pipeline import Plan

Corpus = Annotated[Path, typer.Argument(help="The folder that the corpus was unpacked to.")]
Work = Annotated[Path, typer.Argument(help="The folder of the recipe: everything it makes lies there.")]
SizeName = Annotated[str, typer.Option("--size", help="small (as shipped), base or large.")]
Hours = Annotated[float, typer.Option(min=0.0, help="Hours of wall clock for it, over all runs.")]
HoursAtMost = Annotated[float, typer.Option(min=0.0, help="Hours of wall clock at most; it needs a third of one.")]
Encoder = Annotated[Path | None, typer.Option(help="The folder of an encoder's training, such as VoxCeleb's.")]
Noises = Annotated[Path | None, typer.Option(help="Noises for the encoder: folders of .opus files.")]
Parts = Annotated[list[str] | None, typer.Option("--part", help="Only this part of the corpus; may be given twice.")]
Language = Annotated[str, typer.Option(help="The language, where the corpus does not say.")]
Table = Annotated[Path | None, typer.Option(help="Of a folder of your own: its CSV, if it has several.")]
Transcribe = Annotated[str | None, typer.Option(help="A command whose output is what is said in {file}.")]
Share = Annotated[float, typer.Option(min=0.0, max=0.5, help="Share of the speakers kept for evaluation.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes at the same time.")]
Cluster = Annotated[str | None, typer.Option(help="Instead, a Ray cluster: its address, auto, or local; takes `ray`.")]
Part = Annotated[float | None, typer.Option("--hours", min=0.0, help="Only so many hours of the train split.")]
Place = Annotated[Path, typer.Argument(help="The folder for the shards, which may be moved afterwards.")]
Stream = Annotated[
    str | None, typer.Option(help="Learn from shards: their folder, or an address or pipe: command with {file} in it.")
]
Predicted = Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of mels that the acoustic model made.")]
Accumulate = Annotated[int, typer.Option(min=1, help="So many batches make one step: for too little memory.")]
Sentences = Annotated[Path | None, typer.Option(help="What to speak, one a line; default: sentences kept for it.")]


def recipe(corpus_name: str, *, encoder_only: bool = False) -> typer.Typer:
    """Return the command line for a corpus; `encoder_only` where it has no transcripts."""
    app = typer.Typer(help=f"From {corpus_name} to a model.", no_args_is_help=True, pretty_exceptions_enable=False)

    @app.command()
    def prepare(
        corpus: Corpus,
        work: Work,
        part: Parts = None,
        language: Language = "en",
        table: Table = None,
        transcribe: Transcribe = None,
        dev_share: Share = 0.05,
    ) -> None:
        """Write WORK/manifest.tsv, and WORK/not_used.tsv with the reason for everything that is not in it."""
        from voiceclone.training.corpora import CORPORA, Reading
        from voiceclone.training.corpora import prepare as prepare_corpus

        reading = Reading(language, tuple(part or ()), table, transcribe, work / "transcripts.tsv")
        work.mkdir(parents=True, exist_ok=True)
        print(prepare_corpus(CORPORA[corpus_name], corpus, work, reading, checked=[work], dev_share=dev_share))

    @app.command()
    def features(work: Work, workers: Workers = 2, cluster: Cluster = None, hours: Part = None) -> None:
        """Compute the features of every recording, once."""
        from voiceclone.training.extraction import extract

        extract(work, work / "features", workers, cluster, hours)

    @app.command()
    def encoder(work: Work, size: SizeName = "small", hours: Hours = 4.0, noises: Noises = None) -> None:
        """Train the speaker encoder, if there are speakers enough."""
        from voiceclone.training.pipeline import train_encoder

        train_encoder(_plan(work, size), hours, noises)

    if encoder_only:

        @app.command("all")
        def encoder_alone(
            corpus: Corpus,
            work: Work,
            size: SizeName = "small",
            hours_encoder: Hours = 4.0,
            noises: Noises = None,
            workers: Workers = 2,
        ) -> None:
            """Do every step, each going on where it was interrupted."""
            if not (work / "manifest.tsv").is_file():
                prepare(corpus, work)
            features(work, workers)
            encoder(work, size, hours_encoder, noises)

        return app

    @app.command()
    def aligner(work: Work, size: SizeName = "small", hours: Hours = 0.5) -> None:
        """Train the aligner, and align every transcript with its recording."""
        from voiceclone.training.pipeline import train_aligner

        train_aligner(_plan(work, size), hours)

    @app.command()
    def recogniser(work: Work, size: SizeName = "small", hours: Hours = 0.6) -> None:
        """Train the phone recogniser, after the aligner."""
        from voiceclone.training.pipeline import train_recogniser

        train_recogniser(_plan(work, size), hours)

    @app.command()
    def shards(
        work: Work, place: Place, size: SizeName = "small", workers: Workers = 2, cluster: Cluster = None
    ) -> None:
        """Write the train split as Shar, for --stream, after the aligner: for more than fits one disk."""
        from voiceclone.training.pipeline import shard

        shard(_plan(work, size), place, workers, cluster)

    @app.command()
    def acoustic(
        work: Work,
        size: SizeName = "small",
        hours: Hours = 8.0,
        encoder: Encoder = None,
        accumulate: Accumulate = 1,
        stream: Stream = None,
    ) -> None:
        """Train the acoustic model."""
        from voiceclone.training.pipeline import train_acoustic

        train_acoustic(replace(_plan(work, size, encoder), accumulate=accumulate, stream=stream), hours)

    @app.command()
    def vocoder(
        work: Work,
        size: SizeName = "small",
        hours: Hours = 8.0,
        predicted: Predicted = 0.0,
        encoder: Encoder = None,
        stream: Stream = None,
    ) -> None:
        """Train the vocoder; with --predicted, on mels as the acoustic model makes them, too."""
        from voiceclone.training.pipeline import train_vocoder

        train_vocoder(replace(_plan(work, size, encoder, predicted), stream=stream), hours)

    @app.command()
    def export(work: Work, size: SizeName = "small", encoder: Encoder = None) -> None:
        """Write the weights to WORK/model, which `VoiceCloner.from_pretrained` takes."""
        from voiceclone.training.pipeline import export as export_model

        print(f"the model is in {export_model(_plan(work, size, encoder))}")

    @app.command()
    def timing(work: Work, hours: HoursAtMost = 0.5) -> None:
        """Learn durations and energies of WORK/model again, after each export."""
        from voiceclone.training.pipeline import Plan, train_timing

        train_timing(Plan(work), hours)

    @app.command()
    def evaluate(work: Work, sentences: Sentences = None) -> None:
        """Measure the model on the speakers kept for evaluation; takes the extra `eval`."""
        from rich.console import Console

        from voiceclone.evaluation.tables import to_rich
        from voiceclone.training.pipeline import Plan
        from voiceclone.training.pipeline import evaluate as measure

        report = measure(Plan(work), sentences)
        for table in report.tables:
            Console().print(to_rich(table))

    @app.command("all")
    def everything(
        corpus: Corpus,
        work: Work,
        size: SizeName = "small",
        hours_encoder: Hours = 4.0,
        hours_aligner: Hours = 0.5,
        hours_recogniser: Hours = 0.6,
        hours_acoustic: Hours = 8.0,
        hours_vocoder: Hours = 8.0,
        hours_timing: HoursAtMost = 0.5,
        use_encoder: Encoder = None,
        noises: Noises = None,
        part: Parts = None,
        language: Language = "en",
        table: Table = None,
        transcribe: Transcribe = None,
        workers: Workers = 2,
    ) -> None:
        """Do every step, each going on where it was interrupted."""
        if not (work / "manifest.tsv").is_file():
            prepare(corpus, work, part, language, table, transcribe)
        features(work, workers)
        if use_encoder is None:
            encoder(work, size, hours_encoder, noises)
        aligner(work, size, hours_aligner)
        recogniser(work, size, hours_recogniser)
        acoustic(work, size, hours_acoustic, use_encoder)
        vocoder(work, size, hours_vocoder)
        export(work, size, use_encoder)
        timing(work, hours_timing)
        evaluate(work)

    return app


def main(app: typer.Typer) -> None:
    """Run the command line of a recipe, and leave with its exit status."""
    import sys

    from voiceclone.cli.main import run

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sys.exit(run(app=app, name=Path(sys.argv[0]).name))


def _plan(work: Path, size: str, encoder: Path | None = None, predicted: float = 0.0) -> "Plan":
    from voiceclone.training.pipeline import Plan
    from voiceclone.training.sizes import find_size, parameter_counts
    from voiceclone.training.vocoder import VocoderTraining

    chosen = find_size(size)
    counts = ", ".join(f"{name} {count / 1e6:.1f} M" for name, count in parameter_counts(chosen).items())
    logging.getLogger(__name__).info("size %s, parameters: %s", size, counts)
    return Plan(work, chosen, encoder=encoder, vocoder=VocoderTraining(predicted=predicted))
