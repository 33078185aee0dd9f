"""From VCTK to a model: `python recipes/vctk/recipe.py all CORPUS WORK`."""

from voiceclone.cli.recipe import main, recipe

if __name__ == "__main__":
    main(recipe("vctk"))
