"""Each citation in code and documentation names a heading of `docs/reference` that exists.

What may be written is in `docs/reference/README.md`. A citation may run over the end of a line, in
a docstring as in a comment.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"

_GAP = r"(?:\s|#)+"
_NUMBER = r"\d+(?:\.\d+)*"
_PLACE = rf'(?:{_NUMBER}|appendix{_GAP}[A-Z]|"[^"]{{1,60}}")'
_PLACES = rf"{_PLACE}(?:(?:,{_GAP}and|,|{_GAP}and)?{_GAP}{_PLACE})*"
_CITED = re.compile(
    rf"(?:\b[Dd]ocs:?{_GAP}(?P<named>[a-z][a-z-]*)|(?<![\w/.-])(?P<known>alegra-api|unified-model))"
    rf"(?![\w/.-])(?:{_GAP}(?P<places>{_PLACES}))?"
)
_WITHIN_A_PAGE = re.compile(rf"\b[Ss]ections?{_GAP}(?P<places>{_PLACES})")
_GOTCHA = re.compile(rf"\b(?P<word>[Gg]otchas?):{_GAP}(?P<resource>[^.,;:()\"]+)|\(gotcha\)")


class Citation(NamedTuple):
    """A page of `docs/reference`, the heading on it that is cited, and the line that does."""

    line: int
    page: str
    heading: str


def _plain(text: str) -> str:
    return re.sub(_GAP, " ", text).strip().lower()


def _headings(markdown: str) -> Iterator[str]:
    """Headings as citations name them: number, appendix, or title behind its section's number."""
    sections: list[tuple[int, str]] = []
    for marks, number, letter, title in re.findall(
        rf"^(#+) (?:({_NUMBER})\.? |Appendix ([A-Z])\. )?(.+)$", markdown, re.MULTILINE
    ):
        sections = [section for section in sections if section[0] < len(marks)]
        if number or letter:
            name = number or f"appendix {letter.lower()}"
            sections.append((len(marks), name))
            yield name
        else:
            yield f'{sections[-1][1]} "{title.lower()}"' if sections else title.lower()


HEADINGS = {
    page: set(_headings((REFERENCE / f"{page}.md").read_text()))
    for page in ("alegra-api", "unified-model", "gotchas")
}


def _places(text: str) -> Iterator[str]:
    section = ""
    for place in re.findall(_PLACE, text):
        if place.startswith('"'):
            yield f"{section} {_plain(place)}"
        else:
            section = _plain(place)
            yield section


def _cited_sections(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    for found in _CITED.finditer(text):
        page = found["named"] or found["known"]
        if found["places"]:
            for place in _places(found["places"]):
                yield found.start(), page, place
        elif found["named"] in HEADINGS:
            yield found.start(), page, "(no section)"
    if name in HEADINGS:
        for found in _WITHIN_A_PAGE.finditer(text):
            for place in _places(found["places"]):
                yield found.start(), name, place


def _cited_gotchas(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    for found in _GOTCHA.finditer(text):
        resource = _plain(found["resource"] or "")
        known = [heading for heading in HEADINGS["gotchas"] if re.match(rf"{heading}\b", resource)]
        # What begins a sentence, or names no resource, speaks of the module's own.
        if not known and (found["word"] or "Gotcha").startswith("G"):
            resource = name.strip("_").replace("_", " ")
        yield found.start(), "gotchas", max(known, key=len, default=resource)


def citations(text: str, name: str) -> list[Citation]:
    """All that a file cites; ``name`` is the file's, without its ending."""
    found = sorted([*_cited_sections(text, name), *_cited_gotchas(text, name)])
    return [Citation(text.count("\n", 0, at) + 1, page, heading) for at, page, heading in found]


def wrong(found: list[Citation]) -> list[Citation]:
    """The citations that name no heading."""
    return [one for one in found if one.heading not in HEADINGS.get(one.page, ())]


def _files() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for folder in ROOT.iterdir():
        if folder.is_dir() and folder.name[0].isalpha() and folder.name != "build":
            yield from (path for path in folder.rglob("*") if path.suffix in (".py", ".md"))


@pytest.fixture(scope="module")
def cited() -> dict[Path, list[Citation]]:
    """What each file cites. This one has wrong citations on purpose."""
    return {
        path.relative_to(ROOT): citations(path.read_text(), path.stem)
        for path in sorted(_files())
        if path != Path(__file__)
    }


def test_every_citation_names_a_heading_that_exists(cited: dict[Path, list[Citation]]) -> None:
    complaints = [
        f"{path}:{line} cites {page} {heading}, and there is no such heading in docs/reference"
        for path, found in cited.items()
        for line, page, heading in wrong(found)
    ]

    assert not complaints, "\n".join(complaints)


def test_every_page_is_cited_in_code(cited: dict[Path, list[Citation]]) -> None:
    pages = {
        citation.page for path, found in cited.items() if path.suffix == ".py" for citation in found
    }

    assert pages == set(HEADINGS)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("docs: alegra-api 3.7", ["3.7"]),
        ("(docs: alegra-api 3.3 and 6)", ["3.3", "6"]),
        ("docs: alegra-api 1.5, 1.7. More", ["1.5", "1.7"]),
        ("docs: alegra-api 3.1, unified-model 4.1 and 4.2.", ["3.1", "4.1", "4.2"]),
        ("Source: docs alegra-api 1.2 (four reports)", ["1.2"]),
        ("the base currency (alegra-api 1.7).", ["1.7"]),
        ("docs: alegra-api 1.6, HTTP 404", ["1.6"]),
        ("docs: alegra-api 1.3; 10,000 with real Alegra", ["1.3"]),
        ('_quirk("docs: alegra-api 1.3", "garbage")', ["1.3"]),
        ('"docs: alegra-api 1.3" and "docs: unified-model 4.9"', ["1.3", "4.9"]),
        ('unified-model 3, "Journal lines"', ["3", '3 "journal lines"']),
        ('unified-model 3 "Journal lines" and 4.15', ["3", '3 "journal lines"', "4.15"]),
        ("docs: unified-model 4 and appendix A", ["4", "appendix a"]),
        ('unified-model 4, "Status vocabulary".', ["4", '4 "status vocabulary"']),
        ("it starts anew (docs: alegra-api\n1.3). A", ["1.3"]),
        (
            '# of an account (docs:\n    # unified-model 3, "Line\n    # types").',
            ["3", '3 "line types"'],
        ),
        ("(gotcha: bills)", ["bills"]),
        ("Gotcha: bill credit notes (no draft)", ["bill credit notes"]),
        ("(gotcha: ledger\n    # accounts, always)", ["ledger accounts"]),
        ("Gotchas: each line costs", ["quotes"]),
        ("Gotcha: ``delivery_date`` is required", ["quotes"]),
        ("amounts that add up (gotcha)", ["quotes"]),
        ("see docs/reference/alegra-api.md, [alegra-api](alegra-api.md)", []),
    ],
)
def test_a_citation_is_read_in_each_form(text: str, headings: list[str]) -> None:
    found = citations(text, "quotes")

    assert [citation.heading for citation in found] == headings
    assert not wrong(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\ndocs: alegra-api 3.99", Citation(3, "alegra-api", "3.99")),
        ("docs: alegra-api 3.7 and\n17.1", Citation(1, "alegra-api", "17.1")),
        ("(docs:\n    # unified-model 44)", Citation(1, "unified-model", "44")),
        ('unified-model 3, "Jornal lines"', Citation(1, "unified-model", '3 "jornal lines"')),
        ('unified-model 4, "Journal lines"', Citation(1, "unified-model", '4 "journal lines"')),
        ("docs: unified-model appendix Q", Citation(1, "unified-model", "appendix q")),
        ("Docs: alegra-api-rest 3.7", Citation(1, "alegra-api-rest", "3.7")),
        ("docs: alegra-api, all of it", Citation(1, "alegra-api", "(no section)")),
        ("(gotcha: invoice)", Citation(1, "gotchas", "invoice")),
        ("Gotcha: each line costs", Citation(1, "gotchas", "sending")),
        ("they add up (gotcha)", Citation(1, "gotchas", "sending")),
    ],
)
def test_a_wrong_citation_is_found(text: str, expected: Citation) -> None:
    assert wrong(citations(text, "sending")) == [expected]


def test_a_reference_page_that_names_a_section_of_its_own_is_checked_too() -> None:
    found = citations("See section 3.7 and section 3.70.", "alegra-api")

    assert wrong(found) == [Citation(1, "alegra-api", "3.70")]
