"""The newsroom's reporters and the topics they cover."""

from typing import Final

AUTHORS: Final[dict[str, tuple[str, ...]]] = {
    "politics": ("Helena Marsh", "Idris Quaye", "Tom Farraday", "Lena Osterlund", "Ruth Calloway"),
    "world": ("Samira Haddad", "Piet van Rossem", "Gloria Mensah", "Anya Belov", "Duncan Reyes"),
    "business": ("Marcus Iyer", "Clara Whitlock", "Benedict Shaw", "Yvonne Adler", "Rohan Desai"),
    "technology": ("Mina Castell", "Theo Lindgren", "Adaeze Obi", "Jasper Cole"),
    "science": ("Dr Sunniva Berg", "Patrick Oyelaran", "Maya Rothman"),
    "health": ("Dr Leah Kirwan", "Noor Rahimi", "Stephen Bright"),
    "culture": ("Imogen Vale", "Rafi Cohen", "Beatrice Lund", "Kofi Asante"),
    "sport": ("Gary Mullins", "Siobhan Drake", "Luca Ferraro", "Anneli Koski", "Devon Parrish"),
    "local": ("Hetty Bramwell", "Omar Siddiq", "Joan Peverell", "Will Tranter"),
}
