"""The text of a Word file, parsed with each set of properties once.

Word says in full, at every paragraph, run and cell, how it is set: three of five elements of a long document stand
in a `pPr`, `rPr` or `tcPr`, and these are the same hundred over and over. Here they are cut out before the text is
parsed, with a number left in the element that has them, and those that differ are parsed on their own:

    root, properties = parse(b'<w:document ...><w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr>...')
    root[0][0].get(NUMBER)   # "0", of <w:p number="0">
    properties["0"]          # the element <w:pPr><w:jc w:val="center"/></w:pPr>

Who reads properties works out once what a number means. Half the time of parsing goes, and half of the time of reading.
XML that is not as writers of Word files write it is parsed as it is.
"""

import re

from lxml import etree

from pipeline.ingest.docx_numbering import W

__all__ = ["NUMBER", "PARSER", "parse"]

Element = etree._Element

NUMBER = "number"  # without a namespace: no attribute of WordprocessingML
PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    remove_blank_text=True,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)

# An element from its beginning to the end of its properties, which come first in it, and what these hold that holds
# something itself. What is not in the list stays where it is, such as the properties before a tracked change.
_HOLDERS = {"p": "rPr|numPr|tabs|pBdr", "r": "", "tc": "tcBorders|tcMar"}
_SET = "|".join(
    rf"<w:{owner}(?: [^<>]*[^<>/])?><w:{owner}Pr>(?:<[^<>/]*+/>{inside and f'|</?w:(?:{inside})>'})*+</w:{owner}Pr>"
    for owner, inside in _HOLDERS.items()
)
_SETS = re.compile(f"({_SET})".encode())
_ROOT = re.compile(
    rb'(?:<\?xml [^<>]*\?>\s*)?<w:document\s[^<>]*xmlns:w="%b"[^<>]*(?<!/)>' % re.escape(W.strip("{}").encode())
)


_OWN = b' %b="' % NUMBER.encode()  # stands in no file that says what Word says


def _is_usual(text: bytes) -> bool:
    """Whether what looks like an element is one, and `w` always the same: no CDATA, entities or second namespace."""
    return b"<!" not in text and text.count(b"<?") < 2 and text.count(b"xmlns:w=") == 1


class _Numbers(dict[bytes, bytes]):
    """What stands for the beginning of an element with its properties: `<w:p number="0">`, each worked out once."""

    def __init__(self) -> None:
        self.properties: dict[bytes, int] = {}

    def __missing__(self, beginning: bytes) -> bytes:
        owner, _, properties = beginning.partition(b">")
        number = self.properties.setdefault(properties, len(self.properties))
        self[beginning] = b'%b %b="%d">' % (owner.partition(b" ")[0], NUMBER.encode(), number)
        return self[beginning]


def _cut_out(data: bytes) -> tuple[bytes, list[bytes]]:
    """The text with numbers for properties, and the properties, each where its number says."""
    numbers = _Numbers()
    pieces = _SETS.split(data)
    pieces[1::2] = map(numbers.__getitem__, pieces[1::2])
    return b"".join(pieces), list(numbers.properties)


def parse(data: bytes) -> tuple[Element, dict[str, Element]]:
    """The root of a main part, and what the numbers in it stand for; `etree.XMLSyntaxError` where it is damaged."""
    usual = data.removeprefix(b"\xef\xbb\xbf")
    before, *comments = usual.split(b"<!--")
    usual = b"".join((before, *(comment.partition(b"-->")[2] for comment in comments))) if comments else usual
    root = _ROOT.match(usual)
    if root and _OWN not in usual:
        text, properties = _cut_out(usual)
        numbered = b"%b%b</w:document>" % (root[0], b"".join(properties))
        if all(map(_is_usual, (text, numbered))):
            try:
                found = etree.fromstring(numbered, PARSER)
                if len(found) == len(properties):
                    return etree.fromstring(text, PARSER), {str(number): said for number, said in enumerate(found)}
            except etree.XMLSyntaxError:
                pass  # what is wrong is told of the text as it is
    return etree.fromstring(data, PARSER), {}
