"""What shoppers' words mean in an outfitter's tags, English and German.

A line is a meaning and the phrases for it, parted by commas. A meaning holds only where a product of the shop has
the tag; other words stay text and are searched as they are.
"""

from __future__ import annotations

from collections.abc import Mapping


def listed(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


KINDS: Mapping[str, str] = {
    "jacket": "jacket, jackets, anorak, anoraks, shell, shells, windbreaker, jacke, jacken, windjacke, "
    "winterjacke, winterjacken, daunenjacke, steppjacke",
    "coat": "coat, coats, mantel, mäntel",
    "parka": "parka, parkas",
    "fleece": "fleece, fleeces, jumper, jumpers, sweater, sweaters, pullover, pullovers, pulli, fleecejacke",
    "shirt": "shirt, shirts, t-shirt, base layer, base layers, baselayer, undershirt, hemd, unterhemd, "
    "longsleeve",
    "beanie": "beanie, beanies, hat, hats, cap, caps, mütze, muetze, mützen, bobble hat",
    "trousers": "trousers, trouser, pants, hose, hosen, slacks, overtrousers, regenhose, regenhosen, wanderhose, "
    "wanderhosen",
    "shorts": "shorts, short trousers, kurze hose, kurze hosen",
    "boot": "boot, boots, stiefel, wanderstiefel, hiking boots, walking boots, wanderschuhe, winterstiefel",
    "shoe": "shoe, shoes, sneakers, trainers, footwear, schuh, schuhe, trail shoes, laufschuhe",
    "socks": "sock, socks, socke, socken, strümpfe, wandersocken, wollsocken",
    "backpack": "backpack, backpacks, rucksack, rucksacks, rucksäcke, pack, bag, daypack, day pack, knapsack",
    "bottle": "bottle, bottles, flask, flasks, thermos, water bottle, flasche, trinkflasche, thermosflasche",
    "tent": "tent, tents, zelt, zelte",
    "sleepingbag": "sleeping bag, sleeping bags, schlafsack, schlafsäcke",
    "vest": "vest, vests, gilet, bodywarmer, weste, westen, daunenweste",
    "leggings": "leggings, long johns, long underwear, lange unterhose, lange unterhosen",
    "skirt": "skirt, skirts, skort, rock, wanderrock",
    "poncho": "poncho, ponchos, rain cape, regenponcho, regencape",
    "gaiters": "gaiter, gaiters, gamasche, gamaschen",
    "slipper": "slipper, slippers, hut shoes, hausschuhe, hüttenschuhe, pantoffeln",
    "duffel": "duffel, duffle, duffel bag, travel bag, holdall, reisetasche, reisetaschen",
    "pouch": "hip pack, bum bag, waist bag, hüfttasche, bauchtasche",
    "drybag": "dry bag, dry bags, dry sack, packsack, packsäcke",
    "tarp": "tarp, tarps, awning, sonnensegel",
    "mat": "sleeping mat, sleeping mats, sleeping pad, mattress, isomatte, isomatten",
    "pillow": "pillow, pillows, kissen, reisekissen",
    "stove": "stove, stoves, burner, cooker, kocher, gaskocher, campingkocher",
    "pot": "pot, pots, pan, cookset, cookware, topf, töpfe, campinggeschirr",
    "mug": "mug, mugs, cup, becher, tasse, tassen",
    "cutlery": "cutlery, spork, fork, spoon, besteck, campingbesteck",
    "foodflask": "food flask, food jar, soup flask, thermobehälter, suppenbehälter",
    "gloves": "glove, gloves, mittens, handschuh, handschuhe, fäustlinge",
    "sunhat": "sun hat, sun hats, sonnenhut, sonnenhüte",
    "neckwarmer": "neck warmer, neck gaiter, scarf, schal, halstuch, schlauchtuch",
    "headlamp": "headlamp, headlamps, head torch, torch, stirnlampe, stirnlampen, kopflampe",
}

WEATHERS: Mapping[str, str] = {
    "rain": "rain, rainy, rainproof, rain proof, waterproof, water proof, wet, drizzle, downpour, showers, "
    "stay dry, regen, regenhose, regenhosen, regnerisch, regenfest, wasserdicht, wasserfest, "
    "wasserdichte, nass, nässe",
    "snow": "snow, snowy, ski, skiing, skifahren, schnee, ice, slush",
    "wind": "wind, windy, windproof, storm, stormy, sturm, windig, winddicht",
    "sun": "sun, sunny, sonne, sonnig",
    "summer": "summer, summery, hot weather, sommer, hitze",
    "winter": "winter, wintry, frost, winterlich, december, january, february, winterjacke, winterjacken, "
    "winterstiefel, dezember, januar, februar",
    "autumn": "autumn, fall weather, herbst, october, november, oktober",
}

WARMTHS: Mapping[str, str] = {
    "warm": "warm, warmer, warmest, warming, cosy, cozy, the cold, get cold, gets cold, feel cold, cold "
    "weather, cold days, cold nights, cold feet, cold hands, freezing, chilly, kalt, kälte, ich "
    "friere, frieren, thermal",
    "insulated": "insulated, insulation, padded, quilted, gefüttert, gefütterte, wattiert, isoliert, daunenjacke, "
    "steppjacke",
    "light": "light, lighter, lightest, lightweight, ultralight, packable, leicht, leichte, leichter, leichtes",
}

USES: Mapping[str, str] = {
    "hiking": "hike, hikes, hiking, wandersocken, wanderhose, wanderhosen, walk, walks, walking, ramble, "
    "rambling, wandern, wanderung, wandertour, spaziergang",
    "trekking": "trek, treks, trekking, backpacking, hut to hut, hüttentour, trekkingtour",
    "camping": "camp, camping, campsite, festival, zelten, campen",
    "running": "run, runs, running, jog, jogging, trail running, laufen, joggen",
    "cycling": "cycle, cycling, bike, biking, bicycle, fahrrad, radfahren, radeln",
    "climbing": "climb, climbing, klettern",
    "mountain": "mountain, mountains, mountaineering, alps, berge, berg, alpen",
    "swimming": "swim, swimming, schwimmen",
    "travel": "travel, travelling, traveling, trip, holiday, reise, reisen, urlaub",
    "city": "city, town, commute, commuting, office, stadt, alltag",
    "dayhike": "day hike, day hikes, tageswanderung",
}

OCCASIONS: Mapping[str, str] = {
    "gift": "gift, gifts, present, presents, geschenk, geschenke, mitbringsel, christmas, birthday, "
    "weihnachten, geburtstag",
    "family": "family, kids, children, familie, kinder",
    "twopeople": "two people, for two, two person, zwei personen, zu zweit, 2 people, 2 person, 2 personen",
    "fourpeople": "four people, for four, four person, vier personen, 4 people, 4 person, 4 personen",
}

MATERIALS: Mapping[str, str] = {
    "merino": "merino, merino wool, merinowolle",
    "wool": "wool, woollen, woolen, wolle",
    "cotton": "cotton, baumwolle",
    "leather": "leather, leder",
    "polyester": "polyester",
    "polyamide": "polyamide, nylon, polyamid",
    "rubber": "rubber, gummi",
    "steel": "steel, stainless steel, stahl, edelstahl",
    "aluminium": "aluminium, aluminum",
    "elastane": "elastane, spandex, elastan",
}

GROUPS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS, "weather": WEATHERS, "warmth": WARMTHS, "use": USES, "occasion": OCCASIONS,
}  # fmt: skip
"""Facets that are read from a product's tags."""

REDUCED = (
    "sale, on sale, reduced, deal, deals, offer, offers, discounted, bargain, bargains, special offers, "
    "angebot, "
    "angebote, reduziert, im angebot, schnäppchen, sonderangebote"
)

CHAT = listed(
    """all against bigger come comes dress feet furs fur goes larger likes outfit outfits smaller them wear
    who work you've a about actually also am an and any anything are as at be been but by can can't
    could d do does don't for from get give go going got had has have hello help hey hi hmm how i i'd
    i'll i'm i've ideally if im in into is it it's its just kind know let like ll look looking looks lot
    m made make maybe me mind more much my myself need needs new nice of ok okay on one ones only or our
    out over perhaps please plz pls u ur ya wanna gonna gimme lemme dont preferably prefer quite re really
    recommend s search see sell shall she should show so some somebody someone something sort stock stuff
    such suggest t take tell than thank
    thanks that that's the their them then there these they thing things think this those to too try
    under up us use used very want wanted wants was we well what what's when where which while will with
    within would yes you your best buy buying cool couple day days find fetch good great pair pieces
    piece product products item items his her him he instead lieber stattdessen fine first people person
    easily keeps keep stay week weekend next three two four thick aber alle als am an auch auf aus bei
    bin bitte brauche brauch da das dass dein dem den der des die dich dir doch du ein eine einem einen
    einer eines er es etwas euch fur ganz gern gerne gibt gut gute guten hab habe haben habt hallo hast
    hat hatte ich ihr im in irgendwas ist ja kann kannst konnen konnt mal man mein meine meinem meinen
    meiner mich mir mit mochte mochten nach noch nur oder schon sein seine sich sie sind so soll sollte
    suche suchen such uber um und uns unter von vor war was welche welcher welches wenn wie will wir wo
    zeig zeige zeigen zu zum zur hatt paar kaufen"""
)
"""Words that say nothing of the thing wanted."""

PERHAPS = listed(
    """d m s t u one two three four first best day days dress outfit fur furs stock search people person kind mind
    thick take like cool great item product pair good fine work wear piece pieces week next course fit"""
)
"""Of these, the ones that stand beside another word as a title has them: "xbox one", "d battery"."""

TRANSLATED: Mapping[str, str] = {
    "kapuze": "hood",
    "regenhulle": "rain cover",
    "reissverschluss": "zip",
    "tasche": "pocket",
    "taschen": "pockets",
    "kragen": "collar",
    "futter": "lining",
    "armel": "sleeves",
    "sohle": "sole",
    "membran": "membrane",
    "daunen": "down",
    "daune": "down",
    "pelz": "fur",
    "futterung": "lining",
    "zip-off": "zip-off",
    "atmungsaktiv": "breathable",
    "dehnbar": "stretch",
    "griff": "grip",
    "gewicht": "weight",
    "daumenschlaufen": "thumb loops",
}
"""German words for parts, as an English catalogue writes them."""

LOOKALIKES = listed(
    """boost bottled broker chats coast coasts coach fleet hatch jacked links light lights packet packed
    parked parking patch rains shower stocks stocked stuff sucks tends tense toast towel train trains
    treat trick trips tricks warmth winner winder would wines window worn pinch pines wants rusty brand
    bread board crown drown greet great grant blame whole shoot shoots shout brains bring night nights
    which while white"""
)
"""Everyday words that are one slip away from a word of an outfitter: never mended."""

PERSONS = listed(
    """brother sister mother mum mom mummy father dad daddy son daughter wife husband boyfriend girlfriend
    friend friends partner uncle aunt grandma grandpa granny nephew niece colleague boss bruder
    schwester mutter mama vater papa sohn tochter frau mann freund freundin freunde oma opa onkel tante
    kollege kollegin chef men women mens women's men's womens ladies herren damen man woman myself"""
)
"""Persons after "for" are no words to search for: not everyone's brother prints."""

FACET_NAMES: Mapping[str, str] = {
    "colour": "colour, colours, color, colors, farbe, farben",
    "price": "price, prices, budget, cost, preis, preise",
    "size": "size, sizes, größe, groesse",
    "material": "material, materials, fabric, stoff",
    "brand": "brand, brands, marke, marken",
    "category": "department, category, kind, abteilung",
}


def phrases(line: str) -> tuple[str, ...]:
    """The phrases of one line of the lexicon."""
    return tuple(part.strip() for part in line.split(",") if part.strip())
