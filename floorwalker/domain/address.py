"""Reads postal addresses from what people type: any order, German or English, over several messages.

Every part found is cut out of the text, so that what remains can tell the recipient.
"""

from __future__ import annotations

import re
from dataclasses import replace

from floorwalker.domain import address_words as w
from floorwalker.domain.checkout import Address

FLAGS = re.IGNORECASE
GAP = "|"
"""Stands where a part was cut out, and where the shopper began a new line or clause."""

_WORDS = rf"{w.WORD}(?:[ -]{w.WORD}){{0,3}}"
_STREETS = tuple(
    re.compile(rf"(?<!\w)(?P<street>{form})(?!\w)", FLAGS)
    for form in (
        rf"(?:{w.SUFFIXES})\s+(?:des|der|von)\s+(?:\d+\.\s*)?{w.WORD}\s+{w.NUMBER}",
        rf"(?:(?:{w.BEFORE})\s+)?(?:[\w'-]+?[- ]?)?(?:{w.SUFFIXES})\s*{w.NUMBER}",
        rf"{w.NUMBER},?\s+(?:{w.WORD}\s+){{1,4}}?(?:{w.STREETS})",
        rf"(?:{w.NUMBER},?\s+)?(?:{w.ROMANCE})\s+{_WORDS}(?:\s+{w.NUMBER})?",
    )
)
_BEFORE = re.compile(rf"(?<!\w)(?P<street>(?:{w.BEFORE})\s+{w.WORD}(?:\s+{w.WORD})?\s+{w.NUMBER})", FLAGS)
_PLAIN = re.compile(rf"(?P<street>{_WORDS}\s+{w.NUMBER}|{w.NUMBER}\s+{_WORDS})", FLAGS)
_CUED_STREET = re.compile(rf"{w.STREET_CUE}(?P<street>[^|?!]+?(?:\s+{w.NUMBER})?)\s*(?=\||\band\b|\bund\b|$)", FLAGS)
_HOUSE = re.compile(rf"(?<!\w){w.HOUSE_CUE}(?P<number>{w.NUMBER})", FLAGS)
_CUED_CODE = re.compile(
    rf"(?<!\w){w.POSTCODE_CUE}(?P<code>\d{{2}}-\d{{3}}|\d{{4,5}}|[A-Z]{{1,2}}\d\w?\s?\d[A-Z]{{2}})\b", FLAGS
)
_CODES = tuple((re.compile(form, FLAGS), country) for form, country in w.POSTCODES)
_CUED_CITY = re.compile(rf"(?<!\w){w.CITY_CUE}(?P<city>{_WORDS})", FLAGS)
_CUED_NAME = re.compile(rf"(?<!\w)(?:{w.NAME_CUE})(?P<name>{w.WORD}(?:\s+{w.WORD}){{0,3}})", FLAGS)
_CITY = re.compile(rf"\s*,?\s*(?P<city>{_WORDS})", FLAGS)
_STOP = re.compile(rf"(?:{w.CITY_STOP})\.?", FLAGS)
_NO_STREET = re.compile(rf"(?<!\w)(?:{w.NO_STREET})(?!\w)", FLAGS)
_LEAD_INS = tuple(re.compile(form, FLAGS) for form in w.LEAD_INS)
_QUESTION = re.compile(rf"\W*(?:{w.QUESTION})", FLAGS)
_BARE_CODE = re.compile(r"\W*\d{5}\W*")


def looks_like_address(text: str) -> bool:
    """No question, and it tells a street with its number, a place with its code, or a part by name."""
    if "?" in text or _QUESTION.match(text):
        return False
    if _BARE_CODE.fullmatch(text):
        return True
    reader = _Reader(text, Address())
    reader.read(lenient=False)
    return bool(reader.found.street) or reader.cued or reader.is_place_alone


def country_named(text: str) -> str:
    """The ISO code of the country that is named in the words; "" where none is."""
    found = (code for code, names in w.COUNTRIES.items() if re.search(rf"\b(?:{names})\b", text, re.I))
    return next(found, "")


def read_address(text: str, known: Address) -> Address | None:
    """What is known, mended by what the message tells; None when it tells nothing.

    A street in a new place drops the old place only where the message names the new one.
    """
    reader = _Reader(text, known)
    reader.read(lenient=True)
    found = reader.found
    if found == Address() or found == Address(country=found.country):
        return replace(known, country=found.country) if found.country else None
    parts = {name: value for name, value in vars(found).items() if value}
    return replace(known, **parts)


class _Reader:
    """One message: `rest` is what was not understood yet."""

    def __init__(self, text: str, known: Address) -> None:
        spaced = re.sub(r"\s*[\n;,]\s*", f" {GAP} ", text.strip())
        self.rest = re.sub(r"[ \t]+", " ", spaced).strip(" .!")
        self.known, self.found, self.cued = known, Address(), False

    @property
    def is_place_alone(self) -> bool:
        """Code and town and nothing else; four digits could be any number."""
        place = self.found.postcode and self.found.city and not re.fullmatch(r"\d{4}", self.found.postcode)
        return bool(place) and not self.rest.strip(f" .!{GAP}")

    def read(self, lenient: bool) -> None:
        self._cues()
        self._lead_ins()
        self._country()
        self._place()
        self._street(lenient)
        if lenient:
            self._bare()
        if self.found.street or self.found.postcode:
            self._recipient()

    def _set(self, **parts: str) -> None:
        self.found = replace(self.found, **{name: _tidy(value) for name, value in parts.items()})

    def _cut(self, start: int, end: int) -> None:
        self.rest = f"{self.rest[:start]} {GAP} {self.rest[end:]}".strip()

    def _cues(self) -> None:
        """Parts that are named: "my street is …", "PLZ …"."""
        for form, group, part in (
            (_CUED_NAME, "name", "recipient"),
            (_CUED_CODE, "code", "postcode"),
            (_CUED_CITY, "city", "city"),
        ):
            hit = form.search(self.rest)
            if hit and not (part == "recipient" and not _is_name(hit[group])):
                value = _until_stop(hit[group]) if part != "postcode" else hit[group]
                self._set(**{part: value.upper() if part == "postcode" else value})
                self.cued = self.cued or part != "recipient"
                self._cut(hit.start(), hit.start(group) + len(value))
        house = _HOUSE.search(self.rest)
        if house and self.known.street and not self._street_hit():
            self._set(street=re.sub(rf"\s*{w.NUMBER}$", "", self.known.street) + f" {house['number']}")
            self._cut(*house.span())
        street = _CUED_STREET.search(self.rest)
        if street and not re.match(rf"\d{{1,4}}\w?\s+{w.WORD}", self.rest):
            self._set(street=street["street"])
            self.cued = True
            self._cut(*street.span())

    def _lead_ins(self) -> None:
        before = None
        while before != self.rest:
            before = self.rest
            for form in _LEAD_INS:
                hit = form.match(self.rest)
                if hit and hit.end() < len(self.rest):
                    self.rest = self.rest[hit.end() :].lstrip(" |:")

    def _country(self) -> None:
        for code, names in w.COUNTRIES.items():
            hit = re.search(rf"(?:^|\||\bin\b|\s)\s*(?:{names})\s*$", self.rest.rstrip(" .!|"), FLAGS)
            if hit:
                self._set(country=code)
                self.rest = self.rest[: hit.start()].strip()
                return

    def _place(self) -> None:
        """The code with the town behind it, or before it, or in a clause of its own."""
        if self.found.postcode:
            return
        for form, country in _CODES:
            hit = form.search(self.rest)
            if hit and self._town(hit):
                self._set(postcode=re.sub(r"\s+", " ", hit["code"].upper()))
                if country and not self.found.country:
                    self._set(country=country)
                return

    def _town(self, code: re.Match[str]) -> bool:
        """Takes the town of a code; False when the number is none."""
        after = _CITY.match(self.rest, code.end())
        city = _until_stop(after["city"]) if after else ""
        if after and city and not self._is_street_at(after.start("city")):
            self._set(city=city)
            self._cut(code.start(), after.start("city") + len(city))
            return True
        if after and not city:
            return False
        clauses = [clause.strip() for clause in self.rest[: code.start()].split(GAP)]
        before = next((clause for clause in reversed(clauses) if clause), "")
        self._cut(*code.span())
        town = re.search(rf"(?P<city>{_WORDS})$", before)
        street = self._street_hit(before)
        if town and street and street.end() <= town.start():
            before = before[street.end() :].strip()
        if before and _is_town(before):
            self._set(city=before)
            self.rest = self.rest.replace(before, GAP, 1)
            return True
        return self._town_after(code) or code.re is not _CODES[-1][0]

    def _town_after(self, _: re.Match[str]) -> bool:
        """ "NW1 6XE, London": a clause of its own at the end."""
        clauses = [clause.strip() for clause in self.rest.split(GAP)]
        last = next((clause for clause in reversed(clauses) if clause), "")
        if len([clause for clause in clauses if clause]) < 2 or not _is_town(last) or self._street_hit(last):
            return False
        self._set(city=last)
        self.rest = self.rest[: self.rest.rindex(last)]
        return True

    def _street(self, lenient: bool) -> None:
        if self.found.street:
            return
        hit = self._street_hit()
        if hit is None and (lenient or self.found.postcode):
            hit = self._plain()
        if hit is not None:
            self._set(street=hit["street"])
            self._cut(*hit.span("street"))
            if not self.found.postcode and not self.found.city:
                self._town_behind()

    def _street_hit(self, text: str | None = None) -> re.Match[str] | None:
        rest = self.rest if text is None else text
        hits = (form.search(rest) for form in (*_STREETS, _BEFORE))
        return next((hit for hit in hits if hit and not _NO_STREET.search(_name_of(hit["street"]))), None)

    def _is_street_at(self, start: int) -> bool:
        hit = self._street_hit()
        return hit is not None and hit.start("street") == start

    def _plain(self) -> re.Match[str] | None:
        """A clause that is words and a number, where an address is expected."""
        for clause in re.finditer(r"[^|]+", self.rest):
            text = clause[0].strip(" .!")
            begin = clause.start() + clause[0].index(text) if text else 0
            hit = _PLAIN.fullmatch(self.rest, begin, begin + len(text)) if text else None
            if hit and not _NO_STREET.search(hit["street"]):
                return hit
        return None

    def _town_behind(self) -> None:
        """ "221B Baker Street, London": the last clause, in a message that is nothing but an address."""
        clauses = [clause.strip(" .!") for clause in self.rest.split(GAP)]
        left = [re.sub(r"^in ", "", clause, flags=FLAGS) for clause in clauses if clause]
        if left and _is_town(left[-1]) and self.rest.rstrip(" .!|").endswith(left[-1]):
            self._set(city=left[-1])
            self.rest = GAP.join(clauses[: clauses.index(clauses[-1])])

    def _bare(self) -> None:
        """The answer to a question for the one part that lacks."""
        words = self.rest.replace(GAP, " ").strip(" .!")
        if self.found != Address() or not words:
            return
        if re.fullmatch(r"\d{4,5}", words):
            self._set(postcode=words)
        elif self.known.street and not self.known.city and _is_town(words):
            self._set(city=words)

    def _recipient(self) -> None:
        if self.found.recipient:
            return
        clauses = [re.sub(r"^(?:for|für|an|to)\s+", "", clause.strip(" .!:")) for clause in self.rest.split(GAP)]
        name = next((clause for clause in clauses if _is_name(clause) and " " in clause), "")
        if name:
            self._set(recipient=name)


def _name_of(street: str) -> str:
    """Without the preposition that many streets begin with."""
    return re.sub(rf"^(?:{w.BEFORE})\s+", "", street, flags=FLAGS)


def _until_stop(words: str) -> str:
    kept: list[str] = []
    for word in words.split(" "):
        if _STOP.fullmatch(word):
            break
        kept.append(word)
    return " ".join(kept)


def _is_town(words: str) -> bool:
    fits = re.fullmatch(_WORDS, words, FLAGS) is not None
    return fits and not _NO_STREET.search(words) and not _STOP.fullmatch(words.split(" ")[0])


def _is_name(words: str) -> bool:
    """One to four words that begin with a capital."""
    parts = words.split()
    small = {"von", "van", "de", "der", "zu", "und", "and", "&"}
    return 0 < len(parts) <= 5 and all(part[0].isupper() or part in small for part in parts) and parts[0][0].isupper()


def _tidy(value: str) -> str:
    """Typed in small letters: names begin with a capital all the same."""
    value = re.sub(r"\s+", " ", value).strip(" ,.;:|!") + ("." if value.strip().endswith("tr.") else "")
    return value if value != value.lower() else re.sub(rf"(?<![\w'])({w.LETTER})", lambda m: m[0].upper(), value)
