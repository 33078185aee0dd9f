"""From VoxCeleb to a speaker encoder: `python recipes/voxceleb/recipe.py all CORPUS WORK`."""

from voiceclone.cli.recipe import main, recipe

if __name__ == "__main__":
    main(recipe("voxceleb", encoder_only=True))
