"""`python -m voiceclone` is the command `voiceclone`."""

from voiceclone.cli.main import main

if __name__ == "__main__":
    main()
