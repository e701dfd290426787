"""My workplace in a real Chromium: files are opened by hand, shown in both languages and at the width of a phone, and go nowhere."""

import pytest
from chromium import needs_chromium
from test_lab_mine import unsure_file
from the_page import AXE, needs_page, other_language, setting, until

pytestmark = [needs_page, needs_chromium]
DONE = until("document.querySelector('#mine').getAttribute('aria-busy') === 'false'")
PHONE = {"width": 390, "height": 844}


def given(page, *files):
    """Open files in the room, as the button does."""
    page.locator("#mine .own input[type=file]").set_input_files(list(map(str, files)))
    page.wait_for_timeout(100)
    page.evaluate(DONE)


def looked_over(page):
    """In both languages and on a phone: axe finds nothing, and nothing is wider than the screen."""
    for _ in ("en", "da"):
        for size in (PHONE, {"width": 1440, "height": 900}):
            page.set_viewport_size(size)
            page.wait_for_timeout(350)
            if AXE.exists():
                assert [(one["id"], node["target"]) for one in page.evaluate("axe.run()")["violations"] for node in one["nodes"]] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
        other_language(page)
        page.evaluate(DONE)


@pytest.fixture
def mine(opened):
    page = opened("#mine")
    page.evaluate(DONE)
    return page


def test_a_file_that_leaves_something_open_is_drawn_and_says_so(mine, tmp_path):
    given(mine, unsure_file(tmp_path))
    summary = mine.get_by_text("4 entries are not known for sure")
    summary.focus()
    mine.keyboard.press("Enter")
    rows = mine.locator("#mine .left tbody tr")
    assert rows.count() == 4
    assert rows.first.inner_text().split("\t") == ["Trust in the leader", "0.57", "0.24 to 0.87"]
    assert "60 workplaces drawn from what the file leaves open" in mine.locator("#mine .how").inner_text()
    assert mine.get_by_text("Some of them go together: the file holds 2 correlations.").count() == 1
    looked_over(mine)


def test_nothing_of_a_file_stands_in_the_link(mine, tmp_path):
    given(mine, unsure_file(tmp_path))
    assert "?" not in mine.evaluate("location.hash") and setting(mine)["workplace"] == "plejecenter-2"
