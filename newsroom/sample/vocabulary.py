"""Words that every desk shares: places, names, institutions, days."""

from collections.abc import Sequence
from typing import Final

CITIES: Final = tuple(
    """Harwick,Calderbay,Port Ellery,Thornsea,Wexbridge,Dunmere,Kingsferry,Lowmarsh,Saltmere,Northolm,Aldermoor,
    Pennick,Fernleigh,Veldon,Eastholm,Marrowby,Tarn Head,Oakhaven,Sandrigg,Millbeck""".replace("\n    ", "").split(",")
)
REGIONS: Final = (
    "Northmark",
    "Ellerydale",
    "Marshland",
    "the Calder Valley",
    "Tarnland",
    "the Eastern Plain",
    "Greater Harwick",
    "Wexshire",
)
DISTRICTS: Final = (
    "Old Quay", "Station Hill", "Canal Row", "Westgate", "Mill End", "St Brannoc's", "Eastfield", "Harbour Side",
    "Castle Mead", "The Lawns", "Northgate", "Weavers' Quarter",
)  # fmt: skip
FIRST_NAMES: Final = (
    "Ada", "Alec", "Amina", "Anders", "Beatriz", "Callum", "Carmen", "Cora", "Dele", "Delia", "Edith", "Emeka",
    "Esme", "Felix", "Fiona", "Gareth", "Hana", "Hamish", "Ines", "Isak", "Jamal", "Joanna", "Karim", "Katya",
    "Lars", "Leonie", "Lucia", "Mairi", "Malik", "Marek", "Nell", "Nikhil", "Nora", "Oskar", "Paloma", "Pavel",
    "Rhys", "Rosalind", "Sanna", "Sean", "Tamsin", "Tariq", "Ulla", "Vera", "Wesley", "Xenia", "Yusuf", "Zara",
)  # fmt: skip
WOMEN: Final = (
    "Ada", "Amina", "Beatriz", "Carmen", "Cora", "Delia", "Edith", "Esme", "Fiona", "Hana", "Ines", "Joanna", "Katya",
    "Leonie", "Lucia", "Mairi", "Nell", "Nora", "Paloma", "Rosalind", "Sanna", "Tamsin", "Ulla", "Vera", "Xenia",
    "Zara",
)  # fmt: skip
LAST_NAMES: Final = (
    "Abbot", "Adeleke", "Ahlgren", "Baptiste", "Bertram", "Bianchi", "Carrow", "Chaudhry", "Coyle", "Dacre",
    "Dahl", "Eriksen", "Falk", "Fonseca", "Garner", "Gupta", "Hadley", "Hollis", "Ibarra", "Jessop", "Kaur",
    "Keane", "Kovac", "Laidlaw", "Lindqvist", "Mbeki", "Mercer", "Moreau", "Nakata", "Novak", "Oduya", "Pascoe",
    "Quist", "Radley", "Rossi", "Sato", "Selwyn", "Strand", "Thorne", "Tremaine", "Ueda", "Vasko", "Wainwright",
    "Weller", "Yilmaz", "Zeller",
)  # fmt: skip
COUNTRIES: Final = (
    "Argentina", "Australia", "Austria", "Brazil", "Canada", "Chile", "Denmark", "Finland", "Ghana", "Greece",
    "Iceland", "India", "Indonesia", "Ireland", "Italy", "Japan", "Kenya", "Mexico", "Morocco", "Norway", "Peru",
    "Poland", "Portugal", "Senegal", "South Korea", "Spain", "Uruguay", "Vietnam",
)  # fmt: skip

SHARED_SLOTS: Final[dict[str, Sequence[object]]] = {
    "city": CITIES,
    "region": REGIONS,
    "district": DISTRICTS,
    "country": COUNTRIES,
    "university": tuple(f"the University of {city}" for city in CITIES[:9]),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": ("January", "March", "April", "May", "June", "September", "October", "November"),
    "season": ("spring", "summer", "autumn", "winter"),
    "few": ("two", "three", "four", "five", "six"),
    "many": ("seven", "eight", "nine", "ten", "a dozen", "fifteen", "twenty"),
    "decade": ("ten", "twelve", "fifteen", "twenty", "thirty", "forty"),
    "percent": range(3, 38),
    "hundreds": range(120, 980, 10),
    "thousands": range(1_200, 48_000, 100),
    "millions": range(3, 95),
    "billions": ("1.2", "1.6", "2.1", "2.4", "3.3", "4.8", "5.5", "7"),
    "river": ("the Calder", "the Ellery", "the Tarn", "the Wex", "the Marrow"),
}  # fmt: skip
