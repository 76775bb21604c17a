"""The words and signs that figures are made of, as patterns of one part each.

English is covered fully; of other languages the digits, the separators, the large
multipliers, currencies, units and the commonest approximators. A pattern is compiled
as often as it is part of another, so parts that others hold many times are few here;
:mod:`annotator.suggest.figure_reader` puts them together.
"""


# ruff: noqa: RUF001, SIM905 - marks are meant as they look; lists read best as words

from __future__ import annotations

# Any white space but tabs and line breaks: a set of the wanted ones, some of which
# lie far apart in Unicode, takes ten times as long to compile.
SPACE = r"[^\S\t-\r]"
_GAP = rf"(?:{SPACE}|-)"


def any_of(*words: str) -> str:
    """Return a group for any of ``words``, which are given with "|" between them.

    A space in a word stands for any run of the spaces allowed within a figure, an
    underscore for one of them or a hyphen.
    """
    return f"(?:{'|'.join(words)})".replace(" ", f"{SPACE}+").replace("_", _GAP)


# --- numbers -----------------------------------------------------------------------

_FRACTIONS = "[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
_GROUPED = "|".join(
    rf"\d{{1,3}}(?:{mark}\d{{3}})+(?!\d)(?:{decimal}\d+(?!\d))?"
    for mark, decimal in (
        (",", r"\."),
        (r"\.", ","),
        (SPACE, "[.,]"),
        ("['’٬]", "[.,٫]"),
    )
)
DIGITS = (
    rf"(?:{_GROUPED}"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)(?:\.\d+)?"  # 1,00,000: lakhs
    rf"|\d*{_FRACTIONS}"
    rf"|(?:\d+{SPACE})?[1-9]/(?:[2-9]|10)(?![\d/])"
    r"|\d+(?:[.,٫]\d+)?)"
)

_ONES = "two|three|four|five|six|seven|eight|nine"
_TEENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TENS})(?:_(?:one|{_ONES})(?!\w))?|{_TEENS}|{_ONES}|zero)(?!\w)"
_BIG = "(?:hundred|thousand|million|billion|trillion)"
_PLURALS = "(?:hundreds|thousands|millions|billions|trillions|dozens)"
_HALF = "(?: and an? half)?"
_PARTS = "(?:two|three|four)_(?:thirds|quarters|fifths)"
_PART = "(?:an?|one)_(?:third|quarter|fifth|tenth|half)"
_WORDS = any_of(
    rf"(?:(?:tens|hundreds|thousands|millions) of )+{_PLURALS}",
    rf"{_PLURALS}|scores(?= of\b)",
    rf"(?:several|many|a few|a couple(?: of)?) (?:{_BIG}|dozen)",
    "half_(?:an? )?(?:dozen|million|billion|trillion)",
    rf"(?:{_PART}|{_PARTS}) of an? {_BIG}",
    rf"{_PARTS}|{_PART}(?= of\b)",
    "half(?= (?:of|the)\\b)",
    rf"(?:one|an?|{_SMALL})(?:_dozen|{_HALF}(?:_{_BIG})+"
    rf"(?:(?:,? and)? (?:one|{_SMALL})(?:_{_BIG})*)*|(?<!\ba)(?<!\ban){_HALF})",
)
NUMBER = rf"(?:{DIGITS}|(?i:{_WORDS})(?!\w))"

# Each word with both cases of its first letter: where the case of that one does not
# matter either, a pattern fails half as fast.
NUMBER_STARTS = (
    rf"\d|{_FRACTIONS}|(?<!\w)(?:[oO](?i:ne)|[zZ](?i:ero)|[bB](?i:illions)|[dD](?i:ozens)"
    r"|[tT](?i:wo|hree|en|welve|hirteen|wenty|hirty|ens|housands|rillions)"
    r"|[fF](?i:our(?:teen)?|ive|ifteen|orty|ifty)|[eE](?i:ight(?:een|y)?|leven)"
    rf"|[sS](?i:ix(?:teen|ty)?|even(?:teen|ty)?|cores|everal(?={SPACE}+{_BIG}))"
    rf"|[nN](?i:ine(?:teen|ty)?)|[hH](?i:alf|undreds)"
    rf"|[mM](?i:illions|any(?={SPACE}+{_BIG}))|[aA](?i:n?"
    rf"(?={_GAP}+(?:{_BIG}|dozen|third|quarter|fifth|tenth|half|few|couple))))(?!\w)"
)

MULTIPLIER = (
    rf"(?:{SPACE}*-?(?:{_BIG}|dozen)(?!\w)"
    rf"|{SPACE}*(?i:bn|tn|mn|mln|mio\.?|mrd\.?|crores?|lakhs?|tsd\.?|тыс\.?|млн\.?"
    r"|млрд\.?|тысяч|миллион(?:а|ов)?|миллиард(?:а|ов)?|tausend|millionen|milliarden"
    r"|mille|milliards?|millones|millions|mil)(?!\w)"
    r"|(?:m|k|b|M|K|B)(?!\w)|[千百万萬億亿兆千만억조]+)"
)

# --- money -------------------------------------------------------------------------

CURRENCY_BEFORE = (
    r"(?:(?<!\w)(?:US|A|AU|C|CA|NZ|HK|S|R)?[$＄]|[£€¥₹₽₴₩₺₪฿₫₦₱₡₸￥￡]"
    rf"|(?<!\w)(?:USD|EUR|GBP|CHF|RMB|Rs\.?|INR|JPY|CNY)){SPACE}?"
)
_MONEY = any_of(
    r"(?:US |Canadian |Australian |Hong Kong )?dollars?",
    r"euros?|pounds?(?: sterling)?|roubles?|rubles?|hryvnias?|hryvnya|zlotys?|złoty",
    r"yen|yuan|renminbi|rupees?|francs?|kron(?:or|er|a)|forints?|liras?|lire|pesos?",
    r"rand|shekels?|dinars?|dirhams?|riyals?|baht|cents?|pence",
    r"USD|EUR|GBP|CHF|RMB|INR|JPY|CNY|SEK|NOK|DKK|PLN|руб\.?|рублей",
)
_MONEY_SIGN = "[$£€¥₹₽₴₩₺₪฿₫₦₱元円원]"

# --- units -------------------------------------------------------------------------

_TIME = any_of(
    r"(?:milli|nano|micro)?seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?",
    r"weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)|jahren?|stunden?",
    r"tagen?|ans|jours|heures|años|días|horas|лет|года?|часов|дней",
)
_LENGTH = any_of(
    r"(?:kilo|centi|milli|nano)?met(?:re|er)s?|km|cm|mm|nm|miles?|mi|yards?|yds?",
    r"feet|foot|ft|inch(?:es)?|nautical miles?|light-years?|kilometern|metern",
    r"kilomètres?|mètres?|kilómetros?|metros?|км",
)
_OTHER = any_of(
    r"tons?|tonnes?|kilo(?:gram(?:me)?)?s?|kgs?|gram(?:me)?s?|mg|ounces?|oz|lbs?",
    r"carats?|lit(?:re|er)s?|litern|litros|ml|gallons?|pints?|barrels?|acres?",
    r"hectares?|ha|bushels?|tonnen|toneladas|calories|kcal|decibels|db|rpm|ppm|psi",
    r"(?:kilo|mega|giga|tera)?watts?(?:-hours?)?|[kmgt]wh?|volts?|amps?|joules?",
    r"(?:kilo|mega|giga)?hertz|[kmg]hz|(?:kilo|mega|giga|tera)?bytes?|[kmgt]b",
    r"knots|kph|mph|kmh|(?:percentage |basis )?points?",
    r"degrees?(?: (?:celsius|fahrenheit|centigrade|north|south|east|west))?",
    r"per cent|percent|pct|prozent|pour cent|por ciento|procent",
)
_AREA = any_of(r"(?:square|sq\.?|cubic|cu\.?) ")
UNIT_SIGN = rf"{SPACE}?(?:[%％٪‰]|°{SPACE}?[CFK]?(?!\w)|{_MONEY_SIGN}(?!\d))"
UNIT_NAME = (
    rf"(?:(?:(?<=[sS]){SPACE}+of)?{SPACE}+|{SPACE}?-|)"
    rf"(?i:{_AREA}?{_LENGTH}[²³]?|{_TIME}|{_OTHER}|{_MONEY})(?!\w)"
    rf"(?:[ -]olds?\b|{SPACE}+of{SPACE}+age\b|-(?:long|wide|high|deep|strong)\b)?"
)
UNIT_LETTER = rf"(?:[mglpCF]|in)(?!\w)|{SPACE}[mgl](?![\w'’])"
RATE = rf"(?:{SPACE}?/{SPACE}?|{SPACE}+per{SPACE}+)(?:{_TIME}|h|s|d)(?!\w)"
SMALLER_UNIT = (
    rf"{SPACE}?(?i:inch(?:es)?|in|minutes?|mins?|seconds?|secs?|months?|weeks?|days?"
    r"|ounces?|oz)(?!\w)"
)
FEET_AND_INCHES = rf"\d+['′’]{SPACE}?\d{{1,2}}(?:[\"″”]|['′’]['′’])?(?!\w)"
BEHIND = rf"\+|-(?:odd|plus|strong)\b|{SPACE}+or{SPACE}+(?:more|less|fewer|so)\b"

# --- what stands before ------------------------------------------------------------

_THAN = [f"{more} than" for more in "more less fewer greater higher lower".split()]
APPROXIMATORS = frozenset(
    [
        *"about around roughly approximately approx. approx circa some nearly".split(),
        *"almost estimated barely minus over under above below exceeding".split(),
        *"rund etwa ungefähr über mindestens knapp environ unos unas casi".split(),
        *"около более почти oltre".split(),
        *"close to|up to|at least|at most|in excess of|upward of|upwards of".split("|"),
        *"an estimated|well over|just over|just under|just above|just below".split("|"),
        *"slightly over|slightly under|a little over|a little under".split("|"),
        *"mehr als|bis zu|près de|plus de|moins de|au moins|más de".split("|"),
        *"cerca de|al menos|più di|a little more than".split("|"),
        *_THAN,
        *(
            f"{no} {than}"
            for no in "no not slightly far many".split()
            for than in _THAN
        ),
        *(f"as {many} as" for many in "many much few little high low far long".split()),
        *(f"{a}maximum of" for a in ("", "a ", "at ", "at a ")),
        *(f"{a}minimum of" for a in ("", "a ", "at ", "at a ")),
    ]
)
LAST_OF_APPROXIMATORS = frozenset(words.split()[-1] for words in APPROXIMATORS)
"""The last word of each approximator: a quick look before the slow one."""
