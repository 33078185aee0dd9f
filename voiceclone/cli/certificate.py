"""The verb `certificate`: what files are signed with, and how to use one's own."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Show the certificate that files are signed with, or use your own.", no_args_is_help=True)


@app.command()
def show() -> None:
    """Print the chain of certificates in PEM, the signer's first."""
    from voiceclone.trust.provenance.credentials import signing_credentials

    print(signing_credentials().chain, end="")


@app.command()
def use(
    chain: Annotated[Path, typer.Argument(help="The chain of certificates in PEM, the signer's first.")],
    key: Annotated[Path, typer.Argument(help="The private key of the first, in PEM without a password.")],
) -> None:
    """Sign with your own certificate from now on; the key is copied into the user's data folder."""
    from voiceclone.trust.provenance.own_certificate import install_certificate

    own = install_certificate(chain, key)
    print(f"files are signed with the certificate {own.serial} ({own.algorithm}) until {own.expires}")
