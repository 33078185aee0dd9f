"""From one language of Common Voice to a model: `python recipes/common_voice/recipe.py all CORPUS WORK`."""

from voiceclone.cli.recipe import main, recipe

if __name__ == "__main__":
    main(recipe("common-voice"))
