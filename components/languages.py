"""German or English, told by the small words of a message, else by how common its words are in each language.

Cheap, and silent where it cannot be told: a name, a size or an address has no language.
"""

from __future__ import annotations

import math
import re

from components.dictionaries import dictionary

WORD = re.compile(r"[\w']+")
UNTELLING = re.compile(r"@|(?<![\w-])[0-9]{4,5}\b")
"""E-mails and addresses have no language."""
UMLAUT = re.compile(r"[äöüß]")
CLEAR = 1.6
"""So many times (as a logarithm) must the words of a message be commoner in one language than in the other."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL_WORDS = {
    "de": _words("""
        ich ist nicht und das die der ein eine einen mir mich sie ihr mein meine meinen bitte danke gibt habt haben
        möchte moechte will noch für fuer mit auf wie wo wann was welche welcher welches kann können auch oder nein ja
        doch lieber hallo guten servus moin tschüss suche brauche zeig zeigen kaufen bezahlen bezahlt bestellung
        warenkorb kasse dem den davon nehme nimm leg größe grösse günstiger wärmer jacke schuhe etwas gern gerne vielen
        aber deutsch wird wurde wer warum bin hat sind seid eure euer euch uns es im zum zur vom von"""),
    "en": _words("""
        i i'm im is not and the a an me my you your please thanks have do does want would like for with on how where
        when what which can could or no yes hello need show looking buy pay paid order cart it that this those these to
        of them one english something cheaper are add who why has been did be at we get got if there's"""),
}


def spoken_language(text: str) -> str | None:
    """The language of the message; None where two are even or none is heard."""
    if UNTELLING.search(text):
        return None
    words = WORD.findall(text.casefold())
    heard = sorted(((sum(word in small for word in words), name) for name, small in SMALL_WORDS.items()), reverse=True)
    return heard[0][1] if heard[0][0] > heard[1][0] else _by_frequency(words)


def _by_frequency(words: list[str]) -> str | None:
    if any(UMLAUT.search(word) for word in words):
        return "de"
    long = [word for word in words if len(word) > 3 and any(dictionary(name).get(word) for name in SMALL_WORDS)]
    score = sum(_rarity("de", word) - _rarity("en", word) for word in long)
    if abs(score) < CLEAR:
        return None
    return "en" if score > 0 else "de"


def _rarity(language: str, word: str) -> float:
    counts = dictionary(language)
    return -math.log((counts.get(word, 0) + 10) / _SIZES.setdefault(language, sum(counts.values())))


_SIZES: dict[str, int] = {}
