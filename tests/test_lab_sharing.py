"""What leaves the page of the lab in a real Chromium: links, the page itself, pictures, numbers, commands and paper."""

import re
import tomllib

import pytest
from chromium import needs_chromium
from the_page import LAB, ROOMS, SAID, hash_of, needs_page, own_place, saved, setting, until

from sim import load_workplace

pytestmark = [needs_page, needs_chromium]
HOSTILE = "</script><img src=x onerror='globalThis.harm=1'><!--<script>\"Å\""


def share(page):
    page.locator("header button[aria-haspopup=dialog]").click()


def test_the_saved_page_opens_with_its_setting_and_can_be_saved_again(opened, tmp_path):
    page = opened("#fit?" + hash_of({"workplace": own_place(HOSTILE), "levers": {"restart": 1}, "seed": 4}))
    share(page)
    again = opened(file=saved(page, "Save the page", tmp_path / "first.html"))
    assert setting(again) == setting(page)
    share(again)
    assert saved(again, "Save the page", tmp_path / "second.html").read_bytes() == (tmp_path / "first.html").read_bytes()
    again.keyboard.press("Escape")
    again.evaluate("globalThis.takehold.change({ levers: {}, seed: 0 })")  # back to what is usual: its links say so
    again.wait_for_timeout(SAID)
    last = opened(again.evaluate("location.hash"), file=tmp_path / "second.html")
    assert (setting(last)["levers"], setting(last)["seed"]) == ({}, 0)


def test_hostile_titles_do_no_harm(opened, tmp_path):
    place = own_place(HOSTILE)
    place["units"][0]["title"] = place["units"][0]["practices"][0]["title"] = HOSTILE
    page = opened("#story?" + hash_of({"workplace": place}))
    for room in ROOMS:
        page.evaluate(f"globalThis.takehold.open('{room}')")
        share(page)
        page.keyboard.press("Escape")
        page.pdf(path=tmp_path / "paper.pdf")
        assert page.locator("img").count() == 0 and page.locator("script").count() == 2
        assert page.evaluate("globalThis.harm") is None


def test_the_dialog_keeps_the_focus_and_gives_it_back(opened):
    page = opened("#fit")
    page.locator("header button[aria-haspopup=dialog]").focus()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('body, dialog, dialog *')")  # body: it is in the browser's own bar
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-haspopup')") == "dialog"


def test_the_link_is_copied(opened):
    page = opened("#fit?" + hash_of({"seed": 9}))
    share(page)
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_pictures_stand_alone(opened, tmp_path):
    page = opened("#story/5")
    page.locator("#story canvas").first.wait_for()
    share(page)
    picture = saved(page, "Save as SVG", tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert "And had the leader gone on?" in picture and "takehold run plejecenter-2" in picture and "@font-face" in picture
    assert re.findall(r"url\((?!\"?data:|\"?#)|href=\"(?!data:|#)", picture) == []
    assert saved(page, "Save as PNG", tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    alone = opened(file=LAB).context.new_page()
    alone.goto((tmp_path / "picture.svg").as_uri())
    assert alone.evaluate("document.documentElement.querySelectorAll('image').length") > 0


def test_the_command_and_the_workplace_file_give_the_same_in_python(opened, tmp_path, call):
    page = opened("#fit?" + hash_of({"workplace": own_place(), "levers": {"involvement": 0.35}, "without": ["turnover"],
                                      "seed": 5, "follow_up": 26}))
    share(page)
    file = saved(page, "Save the workplace file", tmp_path / "aabo.toml")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["title"] == own_place()["title"]
    assert load_workplace(file).model_dump(mode="json", exclude={"provenance"}) == own_place()
    command = page.locator("dialog pre").inner_text().split()
    assert command[:3] == ["takehold", "run", "aabo.toml"]
    status, _, err = call("run", file, *command[3:-1], tmp_path / "runs.csv")
    assert status == 0, err
    told = page.evaluate("() => { const { runs, setting: { follow_up: followUp, ...rest } } = globalThis.takehold;"
                         " return runs.table({ ...rest, followUp }, 0, 100).then((table) => Array.from(table.trust_end, String)); }")
    lines = [line.split(",") for line in (tmp_path / "runs.csv").read_text(encoding="utf-8").splitlines()]
    assert [line[lines[0].index("trust_end")] for line in lines[1:]] == told


def test_numbers_as_csv_hold_every_digit_and_no_formula(opened, tmp_path):
    page = opened("#fit")
    page.evaluate("""() => { globalThis.takehold.rooms.fit.answer = () => ({ title: 'Æ', command: 'takehold run --runs 3',
        columns: ['name', 'value'], rows: [['=1+1', 0.1 + 0.2], ['a "b", c', -1e-7]] }); }""")
    share(page)
    text = saved(page, "Save as CSV", tmp_path / "numbers.csv").read_bytes().decode("utf-8")
    assert text == "\ufeffname,value\r\n'=1+1,0.30000000000000004\r\n\"a \"\"b\"\", c\",-1e-7\r\n"


@pytest.mark.parametrize("room", ROOMS)
def test_on_paper_there_is_a_report_and_nothing_to_click(opened, tmp_path, room):
    page = opened(f"#{room}")
    page.pdf(path=tmp_path / "paper.pdf")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible").count() == 0
    paper = page.locator("#print").inner_text()
    assert "never forecasts one workplace" in paper and "takehold " in paper


def test_on_paper_my_workplace_is_what_was_answered_and_not_the_one_of_play(opened):
    page = opened("#mine?" + hash_of({"answers": {"trust_in_leader": "much"}}))
    page.evaluate(until("document.querySelector('#mine').getAttribute('aria-busy') === 'false'"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#print").text_content()
    assert page.locator("#mine .first").inner_text() in paper and "takehold run my-workplace.toml" in paper
    assert "60 workplaces drawn from your answers" in paper and "Plejecenter" not in paper
