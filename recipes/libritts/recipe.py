"""From LibriTTS or LibriTTS-R to a model: `python recipes/libritts/recipe.py all CORPUS WORK`."""

from voiceclone.cli.recipe import main, recipe

if __name__ == "__main__":
    main(recipe("libritts"))
