"""Words that tell the parts of an address, as shoppers type them; never shown to anybody."""

from __future__ import annotations

LETTER = r"[^\W\d_]"
WORD = rf"{LETTER}(?:{LETTER}|['’.-](?={LETTER}))*\.?"
NUMBER = rf"\d{{1,4}}(?:\s?[a-zA-Z](?!{LETTER}))?(?:\s?[-/–]\s?\d{{1,4}}[a-zA-Z]?(?!\w))?(?![\w€$£]|[.,]\d)"

SUFFIXES = (
    "straße|strasse|str\\.?|weg|platz|allee|gasse|ring|ufer|damm|chaussee|graben|steig|pfad|stieg|wall|kamp|deich|"
    "promenade|twiete|redder|straat|laan|gracht|plein|kade|gade|vej|torv"
)
STREETS = (
    "street|st\\.?|road|rd\\.?|avenue|ave\\.?|lane|ln\\.?|drive|square|sq\\.?|terrace|crescent|gardens|boulevard|"
    "blvd\\.?|mews|court|place|close|way|hill|row|grove|walk|quay|parade|wharf"
)
ROMANCE = "rue|avenue|boulevard|place|quai|chemin|impasse|via|viale|piazza|corso|calle|ul\\.|al\\.|pl\\."
BEFORE = (
    "am|an der|an den|im|in der|in den|auf der|auf dem|unter den|zum|zur|beim|hinter der|vor dem|bei der|alte|alter|"
    "neue|neuer|großer|große|kleine|kleiner|obere|untere|hohe"
)

POSTCODES = (
    (r"(?P<code>\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b", "GB"),
    (r"(?P<code>\b\d{4}\s?(?-i:[A-Z]{2}))(?=\s+\w)", "NL"),
    (r"(?P<code>\b\d{2}-\d{3})\b", "PL"),
    (r"(?<![\w.,-])(?:D|A|CH|F|B|L|I|DK|DE|AT|FR|BE|LU|IT)[- ](?P<code>\d{4,5})(?![\w-]|[.,]\d)", ""),
    (r"(?<![\w.,€$£-])(?P<code>\d{5})(?![\w€$£-]|[.,]\d)", ""),
    (r"(?<![\w.,€$£-])(?P<code>\d{4})(?![\w€$£-]|[.,]\d)(?=\s+[^\W\d_])", ""),
)
CITY_STOP = (
    "and|und|please|bitte|thanks|thank|danke|in|is|ist|the|for|für|my|mein|meine|or|oder|to|at|street|straße|name|"
    "mm|cm|km|kg|g|ml|euro|euros|eur|pieces|stück|people|times|mal|gramm|gram|grams|percent|prozent|watt|lumen"
)

COUNTRIES = {
    "DE": "germany|deutschland|allemagne",
    "AT": "austria|österreich|oesterreich",
    "CH": "switzerland|schweiz|suisse",
    "FR": "france|frankreich",
    "NL": "netherlands|the netherlands|niederlande|holland",
    "BE": "belgium|belgien",
    "LU": "luxembourg|luxemburg",
    "IT": "italy|italien|italia",
    "DK": "denmark|dänemark",
    "PL": "poland|polen",
    "GB": "united kingdom|great britain|england|scotland|wales|uk|großbritannien|vereinigtes königreich",
    "ES": "spain|spanien|españa",
    "PT": "portugal",
    "SE": "sweden|schweden",
    "NO": "norway|norwegen",
    "FI": "finland|finnland",
    "IE": "ireland|irland",
    "CZ": "czechia|czech republic|tschechien",
    "US": "usa|united states|united states of america|vereinigte staaten",
    "CA": "canada|kanada",
    "JP": "japan",
    "AU": "australia|australien",
}

LEAD_INS = (
    r"(?:no|nein|sorry|oh|okay|ok|yes|ja|well|hm+|actually|also|and|und|then|dann)(?:\s*,\s*|\s+)",
    r"(?:(?:sure|gern|gerne|of course|natürlich|klar)\s*[,.:!]?\s*)",
    r"(?:(?:to|an)\s+)?(?:(?:my|the|our|this|following|meine|die|unsere|folgende|diese)\s+){0,2}"
    r"(?:(?:new|delivery|shipping|home|postal|full|neue)\s+)?"
    r"(?:address|adresse|anschrift|lieferadresse|lieferanschrift|versandadresse)"
    r"\s*(?:is|would be|should be|ist|lautet|wäre)?\s*:?\s*",
    r"(?:(?:please|bitte|could you|can you)\s+)?(?:ship|send|deliver|post|bring|mail)\s+"
    r"(?:(?:it|them|this|that|everything|the \w+|all)\s+)?(?:please\s+)?to\s*:?\s*",
    r"(?:bitte\s+)?(?:liefern|schicken|senden|liefere|liefert|schick|schicke|sende)\s+(?:sie\s+)?"
    r"(?:(?:es|das|alles|sie|die \w+)\s+)?(?:bitte\s+)?(?:an|nach|zu)\s*:?\s*",
    r"(?:i|we)(?:'m| am| are)?\s+(?:live|living|located|stay|staying)?\s*(?:at|in|on)\s+",
    r"(?:ich wohne|wir wohnen|ich bin)\s+(?:in der\s+(?=\w+str)|in\s+(?!der|den)|bei\s+)?",
    r"(?:it is|it's|its|that is|that's|es ist|das ist|das wäre|es wäre|here it is|hier)\s*:?\s*",
    r"(?:please|bitte)\s+",
    r"(?:to|nach|an)\s*:?\s+(?=\S)",
)
STREET_CUE = (
    r"(?:(?:my|the|our|meine|die)\s+)?(?:street|straße|strasse|road)\s*(?:name\s*)?(?:is|ist|heißt|lautet|:)\s*"
)
HOUSE_CUE = r"(?:(?:the|my|die|meine)\s+)?(?:house|street|haus)?\s?-?(?:number|nummer|nr\.?)\s*(?:is|ist|lautet|:)?\s*"
POSTCODE_CUE = (
    r"(?:(?:my|the|meine|die)\s+)?(?:post(?:al)?\s?code|zip(?:\s?code)?|plz|postleitzahl)\s*(?:is|ist|lautet|:)?\s*"
)
CITY_CUE = r"(?:(?:my|the|meine|die|der)\s+)?(?:city|town|ort|stadt|wohnort)\s*(?:is|ist|lautet|:)\s*"
NAME_CUE = (
    r"(?:(?:my|the|mein|der)\s+)?(?:full\s+)?(?:name|recipient|empfänger)\s*(?:is|ist|lautet|:)\s*|"
    r"(?:i am|i'm|ich heiße|ich bin|c/o|attn:?)\s+"
)

QUESTION = (
    r"(?:what|when|where|which|who|why|how|do|does|did|can|could|is|are|will|would|may|should|have|has|"
    r"was|wann|wo|woher|wohin|welche\w*|wer|warum|wieso|wie|kann|könnt\w*|können|ist|sind|gibt|habt|haben|hast|"
    r"darf|soll|wird|werdet|liefert ihr|verschickt ihr|versendet ihr)\b"
)
NO_STREET = (
    "size|sizes|größe|grösse|nummer|number|order|bestellung|under|unter|over|über|bis|max|maximal|about|around|etwa|"
    "want|take|need|add|buy|remove|show|zeig|nimm|nehme|kaufe|brauche|möchte|pieces|stück|times|code|top|option|"
    "euro|euros|eur|cheaper|than|als|only|nur|just|make|change|set|quantity|menge|pair|pairs|paar|jahre|years|cm|mm|"
    "i|ich|it|es|you|du|sie|we|wir|jacket|jackets|jacke|jacken|shirt|shirts|boots|bag|bags|hour|hours|tage|days|"
    "step|page|seite|january|february|march|april|may|june|july|august|september|october|november|december|"
    "januar|februar|märz|mai|juli|oktober|dezember|the|a|an|of|for|with|mit|für|von|me|mir"
)
