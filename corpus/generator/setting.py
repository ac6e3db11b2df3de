"""Where and when a document is issued, and by whom: drawn once a document, fixed while it is written."""

from dataclasses import dataclass
from random import Random
from typing import Any

from corpus.generator.grammar import Lexicon

__all__ = ["Setting", "draw_setting", "full_date", "person_name", "place_name", "sentence_case"]

SYMBOLS = {
    "nghị quyết": "NQ",
    "quyết định": "QĐ",
    "quy định": "QĐ",
    "chỉ thị": "CT",
    "kết luận": "KL",
    "quy chế": "QC",
    "thông tri": "TT",
    "thông tư": "TT",
    "hướng dẫn": "HD",
    "thông báo": "TB",
    "báo cáo": "BC",
    "kế hoạch": "KH",
    "chương trình": "CTr",
    "đề án": "ĐA",
    "phương án": "PA",
    "tờ trình": "TTr",
    "công văn": "CV",
    "công điện": "CĐ",
    "nghị định": "NĐ",
}
LETTER_ROOMS = ("KT", "NC", "TH", "VX", "NN", "ĐT", "KGVX", "NV")


@dataclass(frozen=True, slots=True)
class Setting:
    """`tinh` and the like are names with their kind of place: `tỉnh Lào Cai`, `xã Minh Lộc`."""

    system: str
    level: str
    doc_type: str
    year: int
    month: int
    day: int
    modern: bool  # 34 provinces and two levels of government: from 1/7/2025
    province: str
    province_kind: str
    district: str
    district_kind: str
    commune: str
    commune_kind: str
    parent_print: str | None  # a slash is a line break in print
    issuer_print: str
    symbol: str
    collective: str
    organ: str
    authority: tuple[str, ...]
    signatory_title: str
    normative: bool

    @property
    def unit(self) -> str:
        """The kind of area that the issuer looks after: `phường`."""
        return {"province": self.province_kind, "district": self.district_kind, "central": "ngành"}.get(
            self.level, self.commune_kind
        )

    @property
    def unit_name(self) -> str:
        """The area with its name: `phường Gia Bình`."""
        kinds = {
            "province": f"{self.province_kind} {self.province}",
            "district": f"{self.district_kind} {self.district}",
            "central": "cả nước",
        }
        return kinds.get(self.level, f"{self.commune_kind} {self.commune}")

    @property
    def place(self) -> str:
        """What stands before the date: the area's own name."""
        return {"province": self.province, "district": self.district, "central": "Hà Nội"}.get(self.level, self.commune)

    @property
    def tinh_uy(self) -> str:
        return "Thành ủy" if self.province_kind == "thành phố" else "Tỉnh ủy"


def place_name(random: Random, lexicon: Lexicon) -> str:
    """A name for a commune or a project: made of two syllables, or one of the odd ones."""
    lists = lexicon.lists
    if random.random() < 0.12:
        return random.choice(lists["place_other"])
    first = random.choice(lists["place_first"])
    second = random.choice(lists["place_second"])
    return f"{first} {second}" if first != second else f"{first} Hà"


def person_name(random: Random, lexicon: Lexicon) -> str:
    lists = lexicon.lists
    who = "m" if random.random() < 0.62 else "f"
    middle = random.choice(lists["middles_m"] if who == "m" else lists["middles_f"])
    return f"{random.choice(lists['families'])} {middle} {random.choice(lists['given_' + who])}"


def full_date(year: int, month: int, day: int) -> str:
    """`2025-09-03`."""
    return f"{year:04}-{month:02}-{day:02}"


def sentence_case(text: str) -> str:
    return text[0].upper() + text[1:]


def _year(random: Random) -> tuple[int, int]:
    """Most documents are recent; archives hold some of every year since 1998."""
    draw = random.random()
    if draw < 0.5:
        return 2025, random.randint(1, 12)
    if draw < 0.68:
        return 2026, random.randint(1, 9)
    if draw < 0.92:
        return random.randint(2015, 2024), random.randint(1, 12)
    return random.randint(1999, 2014), random.randint(1, 12)


def _weighted(random: Random, rows: list[dict[str, Any]]) -> dict[str, Any]:
    at = random.random() * sum(row["weight"] for row in rows)
    for row in rows:
        at -= row["weight"]
        if at < 0:
            return row
    return rows[-1]


def draw_setting(random: Random, lexicon: Lexicon) -> Setting:
    """Everything about a document that its text does not change."""
    year, month = _year(random)
    modern = (year, month) >= (2025, 7)
    lists = lexicon.lists
    city = random.random() < 0.3
    era = "new" if modern else "old"
    province = random.choice(lists[f"{era}_{'cities' if city else 'provinces'}"])
    province_kind = "thành phố" if city else "tỉnh"
    district_kind = "quận" if city and random.random() < 0.6 else random.choice(["huyện", "huyện", "huyện", "thị xã"])
    ward = city or district_kind in ("quận", "thị xã") or random.random() < 0.25
    commune_kind = "phường" if ward else "xã"
    district, commune = place_name(random, lexicon), place_name(random, lexicon)

    bodies = [body for body in lexicon.tables["bodies"] if body["era"] in ("any", era)]
    body = _weighted(random, bodies)
    office, office_symbol = "", ""
    if "offices" in body:
        key = body["offices"]
        if not modern and f"old_{key}" in lists:
            key = f"old_{key}"
        office, office_symbol = random.choice(lists[key]).split("|")
    district_committee = {"quận": "Quận ủy|QU", "thị xã": "Thị ủy|ThU"}.get(district_kind, "Huyện ủy|HU").split("|")
    names = {
        "P": f"{province_kind} {province}",
        "p": province,
        "D": f"{district_kind} {district}",
        "d": district,
        "C": f"{commune_kind} {commune}",
        "TU": "Thành ủy" if city else "Tỉnh ủy",
        "TUs": "TU",
        "HU": district_committee[0],
        "HUs": district_committee[1],
        "office": office,
    }
    authority, title = random.choice(body["signers"]).format(**names).split("|")
    doc_type = random.choice(body["types"])
    symbol = office_symbol if body["symbol"] == "{office}" else body["symbol"].format(**names)
    normative = bool(body.get("normative")) and doc_type in ("nghị quyết", "thông tư", "nghị định")
    if doc_type == "nghị quyết" and body["symbol"] == "HĐND":
        normative = random.random() < 0.5
    parent = body.get("parent")
    return Setting(
        system=body["system"],
        level=body["level"],
        doc_type=doc_type,
        year=year,
        month=month,
        day=random.randint(1, 28),
        modern=modern,
        province=province,
        province_kind=province_kind,
        district=district,
        district_kind=district_kind,
        commune=commune,
        commune_kind=commune_kind,
        parent_print=parent.format(**names) if parent else None,
        issuer_print=body["issuer"].format(**names),
        symbol=symbol,
        collective=body["collective"],
        organ=body["organ"].format(**names),
        authority=tuple(part.strip() for part in authority.split(";") if part.strip()),
        signatory_title=title.strip(),
        normative=normative,
    )
