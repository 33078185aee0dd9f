"""From a folder of your own to a model: `python recipes/folder/recipe.py all CORPUS WORK`."""

from voiceclone.cli.recipe import main, recipe

if __name__ == "__main__":
    main(recipe("folder"))
