"""The invented companies of the sample newsroom and the industries they are in."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Industry:
    """How articles speak of an industry: what its companies are called, sell, run and employ."""

    name: str
    makers: tuple[str, ...]
    products: tuple[str, ...]
    sites: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company; the first industry is its main one."""

    name: str
    industries: tuple[str, ...]
    seat: str
    chief: str


INDUSTRIES: Final[dict[str, Industry]] = {
    industry.name: industry
    for industry in (
        Industry(
            "banking",
            ("lender", "bank", "banking group"),
            ("mortgages", "savings accounts", "business loans", "credit cards"),
            ("branches", "call centres", "offices"),
            ("branch staff", "cashiers", "analysts"),
        ),
        Industry(
            "insurance",
            ("insurer", "insurance group"),
            ("home policies", "travel policies", "pension plans", "motor policies"),
            ("offices", "claims centres"),
            ("claims handlers", "office staff"),
        ),
        Industry(
            "energy",
            ("energy group", "power company", "utility"),
            ("wind farms", "heat pumps", "grid batteries", "home solar panels"),
            ("power stations", "wind parks", "depots"),
            ("engineers", "grid technicians"),
        ),
        Industry(
            "semiconductors",
            ("chipmaker", "semiconductor group"),
            ("power chips", "image sensors", "memory chips", "low-power processors"),
            ("clean rooms", "plants", "test labs"),
            ("chip designers", "plant workers"),
        ),
        Industry(
            "software",
            ("software maker", "software group", "technology company"),
            ("office programs", "payroll tools", "mapping apps", "security tools"),
            ("offices", "data centres"),
            ("developers", "programmers", "support staff"),
        ),
        Industry(
            "telecoms",
            ("network operator", "telecoms group", "phone company"),
            ("mobile contracts", "fibre lines", "satellite links", "broadband packages"),
            ("phone shops", "exchanges", "service centres"),
            ("technicians", "shop staff"),
        ),
        Industry(
            "retail",
            ("retailer", "shop chain", "retail group"),
            ("winter coats", "garden furniture", "own-label groceries", "children's clothes"),
            ("stores", "warehouses", "high-street shops"),
            ("shop workers", "warehouse staff"),
        ),
        Industry(
            "food and drink",
            ("food producer", "food group", "family-owned producer"),
            ("oat drinks", "frozen meals", "alcohol-free beers", "breakfast cereals"),
            ("bakeries", "bottling plants", "factories"),
            ("bakers", "factory workers", "drivers"),
        ),
        Industry(
            "pharmaceuticals",
            ("drugmaker", "pharmaceutical group"),
            ("asthma inhalers", "migraine tablets", "flu vaccines", "insulin pens"),
            ("laboratories", "plants"),
            ("lab staff", "chemists"),
        ),
        Industry(
            "medical technology",
            ("medical device maker", "health technology firm"),
            ("hearing aids", "heart monitors", "hip implants", "portable scanners"),
            ("workshops", "plants", "test centres"),
            ("engineers", "technicians"),
        ),
        Industry(
            "carmaking",
            ("carmaker", "vehicle maker"),
            ("electric vans", "small electric cars", "hybrid buses", "delivery vans"),
            ("assembly lines", "plants", "showrooms"),
            ("assembly workers", "metalworkers"),
        ),
        Industry(
            "aviation",
            ("airline", "carrier"),
            ("holiday flights", "regional routes", "night flights", "weekend breaks"),
            ("hangars", "check-in desks", "lounges"),
            ("cabin crew", "pilots", "ground staff"),
        ),
        Industry(
            "logistics",
            ("parcel company", "freight group", "rail operator"),
            ("next-day parcels", "freight trains", "night trains", "refrigerated containers"),
            ("depots", "sorting centres", "freight terminals"),
            ("drivers", "couriers", "train crews"),
        ),
        Industry(
            "construction",
            ("builder", "construction group", "developer"),
            ("timber homes", "office towers", "prefabricated flats", "bridges"),
            ("building sites", "cement works", "yards"),
            ("bricklayers", "site workers", "crane drivers"),
        ),
        Industry(
            "media",
            ("publisher", "games studio", "streaming service"),
            ("podcasts", "puzzle games", "crime series", "audiobooks"),
            ("studios", "newsrooms", "offices"),
            ("writers", "game designers", "editors"),
        ),
    )
}

_TABLE: Final = """
Norvane Bank|banking|Harwick|Ingrid Sallow
Calder Mutual|banking,insurance|Calderbay|Tobias Renn
Quillon Savings|banking|Dunmere|Amara Osei
Halvers & Stroud|banking|Harwick|Julian Prewitt
Sternfeld Trust|banking,insurance|Kingsferry|Petra Lindholm
Beacon Vale|insurance|Wexbridge|Oliver Tanz
Amberley Life|insurance|Port Ellery|Nadia Farouk
Tessera Cover|insurance,software|Harwick|Milo Drever
Gridwell|energy|Thornsea|Hanne Vik
Solvance|energy|Saltmere|Rafael Montes
Northlight Energy|energy|Northolm|Eilidh Garrow
Tidewater Power|energy|Thornsea|Samuel Adeyemi
Aurelis Hydro|energy,construction|Veldon|Klara Benes
Siloren|semiconductors|Aldermoor|Min-ji Han
Kestrel Micro|semiconductors|Dunmere|David Ashgrove
Photonyx|semiconductors,medical technology|Aldermoor|Leila Haddad
Varro Devices|semiconductors|Kingsferry|Stefan Orlik
Lumenforge|software|Harwick|Priya Raman
Openmere|software|Port Ellery|Jonas Ekdal
Tallis Systems|software|Wexbridge|Grace Okafor
Cobalt Harbour|software|Harwick|Niall Breck
Plainsight|software,media|Dunmere|Yuki Tanabe
Verity Cloud|software,telecoms|Aldermoor|Marcus Thiel
Fennimore Data|software|Eastholm|Sofia Castellan
Tellwave|telecoms|Harwick|Anton Brisk
Linkora|telecoms|Calderbay|Elena Marchetti
Skarn Mobile|telecoms|Northolm|Freya Lund
Harrow & Pell|retail|Harwick|Charlotte Pell
Marketgarth|retail,food and drink|Lowmarsh|Ben Ackroyd
Dovetail Stores|retail|Wexbridge|Imani Clarke
Brightling|retail|Port Ellery|Hugo Vance
Larkmoor|retail|Saltmere|Anneke de Wit
Oldfield Mills|food and drink|Lowmarsh|Thomas Gale
Pennick Dairies|food and drink|Pennick|Ruth Maddern
Sundry & Rye|food and drink|Fernleigh|Asha Nair
Copperhead Brewing|food and drink|Veldon|Cillian Roe
Greenacre Foods|food and drink|Lowmarsh|Marta Kowal
Hesperin|pharmaceuticals|Kingsferry|Daniel Achterberg
Novalect|pharmaceuticals|Aldermoor|Farah Siddiqui
Orison Therapeutics|pharmaceuticals|Harwick|Claire Dumont
Bellwether Labs|pharmaceuticals,medical technology|Port Ellery|Kwame Boateng
Mendwell|medical technology|Dunmere|Ines Ferrer
Audira|medical technology|Fernleigh|Henrik Moe
Pulsegate|medical technology,software|Aldermoor|Zoe Hartnell
Torvale Motors|carmaking|Eastholm|Gustav Reiner
Ellery Vehicles|carmaking|Port Ellery|Bridget Shaw
Voltane|carmaking,energy|Kingsferry|Arjun Mehta
Kittiwake Air|aviation|Thornsea|Maeve Corrigan
Meridian Wings|aviation|Harwick|Paulo Teixeira
Altavia|aviation,logistics|Calderbay|Lotte Brandt
Swiftlane|logistics|Wexbridge|Owen Pryce
Great Eastern Freight|logistics|Eastholm|Dagny Holt
Parcelkin|logistics,retail|Harwick|Theo Vasquez
Rookery Rail|logistics|Kingsferry|Margaret Stone
Stonewright|construction|Harwick|Viktor Hale
Timberline Homes|construction|Veldon|Signe Aalto
Brockhurst Group|construction|Calderbay|Edward Brockhurst
Lanternhouse|media|Harwick|Naomi Feld
Inkwell & Daughters|media|Wexbridge|Harriet Inkwell
Moonpath Games|media,software|Fernleigh|Kenji Aoki
"""


def _parse(line: str) -> Company:
    name, industries, seat, chief = line.split("|")
    return Company(name, tuple(industries.split(",")), seat, chief)


COMPANIES: Final[tuple[Company, ...]] = tuple(map(_parse, _TABLE.split("\n")[1:-1]))
