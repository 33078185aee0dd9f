"""Words for challenges: common, concrete, of one or two syllables, hard to mistake for one another.

Six of them, drawn at random, make 2^48 sentences, so that a recording made beforehand does not contain the right one.
"""

_TEXT = """
acorn anchor apple apron arrow autumn bacon badger ballet bamboo banjo barley basket beaver bedroom beetle bicycle
biscuit blanket blossom border bottle boulder bracelet branch bridge bronze broom bubble bucket buffalo button cabin
cactus camel canal candle canyon carpet carrot castle cedar cellar cherry chicken chimney circle circus clover
coconut coffee comet copper corner cottage cotton cousin crayon cricket crystal cupboard curtain cushion daisy
dancer desert diamond dinner dolphin donkey dragon drawer driver drummer eagle echo elbow eleven elephant engine
evening fabric falcon farmer feather fiddle finger flannel flower forest fossil fountain fourteen garden garlic
ginger giraffe glacier goblet golden granite grape guitar hammer harbour hazel helmet hermit honey horizon hotel
hundred iceberg icicle igloo island ivory jacket jasmine jelly jewel jigsaw jungle kettle kitchen kitten ladder
lantern lemon letter library lilac lion lizard lobster magnet mango maple marble market meadow melon metal mirror
monday monkey morning mountain muffin museum mustard napkin needle nephew ninety noodle nutmeg oasis ocean octopus
olive onion orange orchard orchid otter oyster paddle palace panda paper parrot peanut pebble pencil pepper piano
picnic pigeon pillow pilot pirate planet plum pocket pony potato powder pumpkin puppet purple puzzle quarry quilt
rabbit radish railway rainbow ribbon river robin rocket saddle sailor salmon sandal satin saturday scarlet seven
shadow shelter shepherd silver sister skeleton sparrow spider spinach squirrel station summer sunday teapot temple
thirty thunder ticket tiger timber tomato tractor trumpet tulip tunnel turkey turnip turtle twelve umbrella uncle
valley vanilla velvet village violet violin volcano waffle wagon walnut water whistle willow window winter wizard
yellow yoghurt zebra
"""

WORDS = tuple(_TEXT.split())
