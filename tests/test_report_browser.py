"""A report in a real browser: on a desk and on a phone, nothing fetched, nothing that sticks out, nothing complained of."""

from pathlib import Path

import pytest
from chromium import needs_chromium
from test_report import study_report, workplace_report
from the_page import needs_page, until

pytestmark = needs_chromium

OVERFLOW = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.pan') && !e.closest('thead'))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
CONTRAST = """() => { const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
      .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const back = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
      if (!c.endsWith(', 0)')) return c; } return 'rgb(255, 255, 255)'; };
  return Math.min(...[...document.querySelectorAll('p, li, th, td, figcaption, caption, h1, h2, h3, pre')].map(e => {
    const [a, b] = [lum(getComputedStyle(e).color), lum(back(e))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); })); }"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return {"workplace": workplace_report(folder, "--first-runs", "8"), "study": study_report(folder)}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", ["workplace", "study"])
def test_it_reads_well_at_any_width_and_fetches_nothing(browser, pages, kind, width):
    asked: list[str] = []
    said: list[str] = []
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.on("request", lambda request: asked.append(request.url))
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    address = Path(pages[kind]).as_uri()
    view.goto(address)
    view.wait_for_load_state("load")
    assert [url for url in asked if url != address and not url.startswith("data:")] == []
    assert said == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert view.evaluate(OVERFLOW) == []
    assert view.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert view.evaluate(CONTRAST) >= 4.5
    view.close()


def test_on_a_phone_a_picture_is_moved_sideways_inside_its_frame_and_cells_carry_their_column(browser, pages):
    view = browser.new_page(viewport={"width": 390, "height": 800})
    view.goto(Path(pages["workplace"]).as_uri())
    assert view.evaluate("(() => { const p = document.querySelector('.pan'); return p.scrollWidth > p.clientWidth; })()")
    label = "getComputedStyle(document.querySelector('td'), '::before').content"
    assert "attr" in view.evaluate(label) or "study" in view.evaluate(label)
    view.close()


def test_on_paper_it_is_a_few_pages_and_nothing_stays_folded(browser, pages):
    view = browser.new_page()
    view.goto(Path(pages["workplace"]).as_uri())
    height = "document.querySelector('details table').getBoundingClientRect().height"
    assert view.locator("details table").first.is_hidden()
    view.emulate_media(media="print")
    assert view.evaluate("getComputedStyle(document.querySelector('.appendix')).breakBefore") == "page"
    assert view.locator("details table").first.is_visible() and view.evaluate(height) > 100
    printed = view.pdf(format="A4")
    assert printed[:5] == b"%PDF-" and 2 <= printed.count(b"/Type /Page\n") <= 20
    view.close()


def test_on_paper_the_cards_of_all_units_take_at_most_two_pages(browser, tmp_path):
    view = browser.new_page()
    view.goto(workplace_report(tmp_path, "--first-runs", "8", "--sets", "4", name="all").as_uri())
    view.evaluate("document.querySelector('.appendix').remove()")
    assert 1 <= view.pdf(format="A4").count(b"/Type /Page\n") <= 2
    view.close()


@needs_page
def test_the_laboratory_lives_inside_on_the_same_workplace(browser, tmp_path):
    view, said = browser.new_page(viewport={"width": 1280, "height": 900}), []
    view.on("console", lambda message: said.append(message.text))
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto(workplace_report(tmp_path, "--live", "--lever", "restart=1", "--seed", "3", name="bostedet").as_uri())
    frame = view.locator("iframe")
    frame.scroll_into_view_if_needed()
    inside = frame.element_handle().content_frame()
    inside.wait_for_load_state("load")
    inside.evaluate(until("globalThis.takehold?.measured.playMany"))
    shown = inside.evaluate("(({ workplace, levers, seed, room }) => ({ workplace, levers, seed, room }))(takehold.setting)")
    assert shown == {"workplace": "bostedet", "levers": {"restart": 1}, "seed": 3, "room": "play"} and said == []
    view.emulate_media(media="print")
    assert not frame.is_visible() and "takehold lab bostedet --lever restart=1 --seed 3" in view.locator("body").inner_text()
    view.close()
