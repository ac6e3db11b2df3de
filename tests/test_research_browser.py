"""The report in a real browser: what a reader sees, and where a click leads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from of_rows import put
from playwright.sync_api import Browser, Page, expect, sync_playwright
from test_research_charts import NOTICES

from pipeline.research.holdings import open_holdings
from pipeline.research.report import report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("chromium is not installed; get it with: apt-get install chromium")
    with sync_playwright() as started:
        # The sandbox wants rights that root and containers do not have; the page is our own.
        opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report of the notices, opened from its file."""
    put(tmp_path / "notices", *NOTICES)
    with open_holdings(tmp_path / "notices") as held:
        (tmp_path / "report.html").write_text(report(held, ["68-NQ/TW", "18-NQ/TW"], by="month"), "utf-8")
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    heard: list[str] = []
    opened.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: heard.append(f"error: {error}"))
    opened.on("request", lambda request: heard.append(request.url) if not request.url.startswith("data:") else None)
    address = f"file://{tmp_path}/report.html"
    opened.goto(address)
    yield opened
    assert heard == [address]  # nothing was asked for but the file, and nothing complained
    opened.close()


def test_every_chart_is_drawn_with_marks(page: Page) -> None:
    pictures = page.locator("figure img")
    assert pictures.count() == 5
    for at in range(pictures.count()):
        picture = pictures.nth(at)
        assert picture.evaluate("image => image.complete && image.naturalWidth > 300 && image.naturalHeight > 60")
        # The picture is a document of its own: put its SVG into the page, and look which of its marks take room there.
        marks = picture.evaluate(
            """async image => {
              const drawing = new DOMParser().parseFromString(atob(image.src.split(",")[1]), "image/svg+xml");
              const inside = document.body.appendChild(document.importNode(drawing.documentElement, true));
              const sizes = [...inside.querySelectorAll("[aria-roledescription$=' mark container'] > *")]
                .map(mark => mark.getBoundingClientRect()).filter(box => box.width > 0 || box.height > 0);
              inside.remove();
              return sizes.length;
            }"""
        )
        assert marks >= 2, picture.get_attribute("alt")


def test_a_click_on_a_number_shows_the_documents_behind_it(page: Page) -> None:
    section = page.locator("#followed")
    section.locator("summary").first.click()
    row = section.locator("tr", has=page.locator("td", has_text="2025-06")).first
    number = row.locator("a").first
    assert number.inner_text() == "1"
    number.click()
    evidence = page.locator("tr:target")
    expect(evidence).to_be_in_viewport()  # the closed list opened at it
    names = page.locator("table", has=evidence).locator("th").all_inner_texts()
    assert [evidence.locator("td").nth(names.index(name)).inner_text() for name in ("page", "quote")] == [
        "1", "Nghị quyết số 68-NQ/TW",
    ]  # fmt: skip


def test_the_report_stays_within_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 420, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_in_print_every_table_is_there(page: Page) -> None:
    numbers = page.locator("#held table")
    assert not numbers.is_visible()
    page.emulate_media(media="print")
    assert numbers.is_visible()
    assert not page.locator("nav").is_visible()
