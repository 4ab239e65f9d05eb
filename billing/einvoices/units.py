"""Units as people write them, as codes of UN/ECE Recommendation 20, the only ones that EN 16931 knows."""

ONE = "C62"
_CODES = {
    "HUR": "h hr hrs hour hours std stunde stunden heure heures hora horas uur ore",
    "DAY": "d day days tag tage jour jours dia dias día días dag dagen",
    "WEE": "week weeks woche wochen semaine semaines semana semanas",
    "MON": "month months monat monate mois mês meses mes maand maanden",
    "ANN": "year years jahr jahre an ans ano anos año años jaar",
    "MIN": "min minute minutes minuten minuto minutos",
    "H87": "piece pieces pc pcs stück stk pièce pièces pieza piezas peça peças stuk stuks",
    "KGM": "kg kilo kilos kilogram kilograms",
    "GRM": "g gram grams gramm",
    "TNE": "t tonne tonnes",
    "LTR": "l litre litres liter liters litro litros",
    "MTR": "m metre metres meter meters metro metros",
    "KMT": "km kilometre kilometres kilometer kilometers",
    "MTK": "m² m2 sqm",
    "MTQ": "m³ m3",
    "KWH": "kwh",
    "SET": "set sets",
    "XPK": "pack packs package packages",
    "XBX": "box boxes",
    "NPR": "pair pairs",
    "P1": "% percent",
}
_BY_WORD = {word: code for code, words in _CODES.items() for word in words.split()}


def code_of(unit: str) -> str:
    """Return the code of a unit; what is known by no code is counted in ones, and its word goes with the item."""
    return _BY_WORD.get(unit.strip().rstrip(".").lower(), ONE)


def is_known(unit: str) -> bool:
    return not unit.strip() or code_of(unit) != ONE
