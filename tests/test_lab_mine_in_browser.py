"""My workplace in a real Chromium: files are opened by hand, shown in both languages and at the width of a phone, and go nowhere."""

import pytest
from chromium import needs_chromium
from test_lab_mine import unsure_file
from test_people_file import workplace_file
from the_page import AXE, needs_page, other_language, saved, setting, until

import sim
from sim import simulate
from sim.survey.shipped import EXAMPLES, shipped

pytestmark = [needs_page, needs_chromium]
DONE = until("document.querySelector('#mine').getAttribute('aria-busy') === 'false'")
PHONE = {"width": 390, "height": 844}


def given(page, *files):
    """Open files in the room, as the button does."""
    page.locator("#mine .own > div input[type=file]").set_input_files(list(map(str, files)))
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


SECRET = "0.61803", "0.27182", "31.4159", "987654", "Sunflowers"  # of one row


@pytest.fixture
def with_secret(tmp_path):
    rows = [f"{SECRET[3]},{SECRET[4]},representative,{SECRET[0]},{SECRET[1]},{SECRET[2]}",
            *(f"{i},day,employee,0.5,0.5,30" for i in range(10))]
    return workplace_file(tmp_path, rows, "person,team,role,trust_in_leader,trust_in_organisation,contract_hours")


def test_people_are_lived_and_stand_nowhere(mine, with_secret, tmp_path):
    people = with_secret.parent / "people.csv"
    given(mine, with_secret)
    assert "names a people file, people.csv: please open that file as well" in mine.locator("#mine .own > .wrong").inner_text()
    given(mine, people)
    assert mine.get_by_text("people.csv: something is known of 11 of 20 people.").count() == 1
    assert mine.locator("#mine .own > .wrong").inner_text() == ""
    trust = mine.locator("#mine .figures b").first.inner_text()
    assert float(trust) == pytest.approx(simulate(with_secret, runs=100)["trust_start"].mean(), abs=0.005)
    looked_over(mine)
    mine.locator("header button[aria-haspopup=dialog]").click()
    page = saved(mine, "Save the page", tmp_path / "saved.html").read_text(encoding="utf-8")
    kept = [page, mine.content(), mine.evaluate("location.hash"), mine.evaluate("JSON.stringify(globalThis.takehold.setting)")]
    mine.keyboard.press("Escape")
    mine.get_by_role("button", name="Take it to Play").click()
    kept += [mine.evaluate("location.hash"), mine.evaluate("JSON.stringify(globalThis.takehold.setting)"), mine.content()]
    assert [one for text in kept for one in SECRET if one in text] == []


def test_both_files_are_opened_at_once_and_the_people_can_be_left_out(mine, with_secret):
    given(mine, with_secret.parent / "people.csv", with_secret)
    leave = mine.get_by_role("button", name="Go on without the people file")
    known = mine.locator("#mine .figures b").first.inner_text()
    leave.focus()
    mine.keyboard.press("Enter")
    mine.wait_for_timeout(100)
    mine.evaluate(DONE)
    assert leave.count() == 0 and mine.locator("#mine .figures b").first.inner_text() != known
    assert mine.evaluate("document.activeElement.tagName") == "H1"


@pytest.mark.parametrize(("text", "said"), [
    ("person,trust_in_leader\n1,1.5\n", "people.csv line 2: trust_in_leader = 1.5 is outside"),
    ("name,trust_in_leader\nAnna,1\n", "no other column is read")])
def test_people_that_cannot_be_are_refused_and_nothing_changes(mine, with_secret, text, said):
    (with_secret.parent / "people.csv").write_text(text, encoding="utf-8")
    given(mine, with_secret, with_secret.parent / "people.csv")
    assert said in mine.locator("#mine .own > .wrong").inner_text()
    assert mine.get_by_text("Ten questions").count() == 1


# ----- a survey

def opened_in_survey(page, what, file):
    page.locator(f"#mine .survey input[data-what={what}]").set_input_files(str(file))
    page.wait_for_timeout(200)
    page.evaluate(DONE)


def saved_as(page, name, folder):
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save {name}").click()
    assert download.value.suggested_filename == name
    download.value.save_as(folder / name)
    return folder / name


def test_a_survey_by_codes_becomes_the_workplace_and_its_files_run_in_python(mine, tmp_path):
    survey, roster, _ = shipped("home-care", None, None)
    mine.locator("#mine .survey summary").focus()
    mine.keyboard.press("Enter")
    opened_in_survey(mine, "survey", survey)
    assert "this survey makes no workplace: units[vest].employees = 2" in mine.locator("#mine .survey .wrong").inner_text()
    opened_in_survey(mine, "roster", roster)
    assert mine.locator("#mine .survey .wrong").inner_text() == "" and mine.get_by_role("combobox", name="Unit").count() == 1
    given(mine, EXAMPLES / "ward.csv")  # of which the room asks what its columns mean
    assert mine.get_by_role("heading", name="What do the columns mean?").count() == 1
    looked_over(mine)
    opened_in_survey(mine, "codebook", EXAMPLES / "ward-codebook.toml")
    opened_in_survey(mine, "roster", EXAMPLES / "ward-roster.csv")
    assert mine.get_by_text("29 of 35 answered.").count() >= 1
    assert "Løbenr" not in mine.locator("#mine .survey table").inner_text()
    looked_over(mine)
    ours = sim.from_survey(EXAMPLES / "ward.csv", EXAMPLES / "ward-codebook.toml", EXAMPLES / "ward-roster.csv")
    people, file = saved_as(mine, "people.csv", tmp_path), saved_as(mine, "workplace.toml", tmp_path)
    assert people.read_text(encoding="utf-8") == ours.people.to_csv(index=False)
    place = sim.load_workplace(file)
    assert place.known_people == len(ours.people)
    trust = mine.locator("#mine .figures b").first.inner_text()
    assert float(trust) == pytest.approx(sim.simulate(file, runs=200)["trust_start"].mean(), abs=0.03)
    assert setting(mine)["workplace"] == "plejecenter-2"


def test_what_columns_mean_is_guessed_looked_over_and_confirmed(mine, tmp_path):
    rows = ["id,team,leder1,leder2,leder3,organisation1,tempo,navn"]
    rows += [f"{k},{'ab'[k % 2]},{k % 5 + 1},{k % 5 + 1},{5 - k % 5},{(k + 1) % 5 + 1},{(k + 2) % 5 + 1},Anna {k} Holm" for k in range(30)]
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    given(mine, file)
    asks = mine.locator("#mine .survey tbody select").evaluate_all("(all) => all.map((one) => one.value)")
    assert asks[::2] == ["trust_in_leader"] * 3 + ["trust_in_organisation", "workload"]
    turned = mine.locator("#mine .survey tbody input").evaluate_all("(all) => all.map((one) => one.checked)")
    assert turned == [False, False, True, False, False]
    assert "Left out, as they look personal: navn." in mine.locator("#mine .survey").inner_text()
    mine.get_by_role("combobox", name="organisation1: Asks about").select_option("nothing")
    mine.get_by_role("button", name="That is right: read it").click()
    mine.wait_for_timeout(200)
    mine.evaluate(DONE)
    text = mine.locator("#mine .survey").inner_text()
    assert "30 answered; how many were asked is not known." in text and "trust in the organisation" not in text
    assert "Holm" not in mine.content()
    mine.get_by_role("button", name="Back to the questions").click()
    assert mine.get_by_text("30 answered").count() == 0


# ----- the calendar

def in_the_calendar(page, kind, *values):
    """Fill in the form and send it off, by the keyboard alone."""
    page.locator("#mine .calendar select").focus()
    page.locator("#mine .calendar select").select_option(kind)
    for value in values:
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_events_of_the_calendar_are_lived_saved_and_read_again(mine, tmp_path):
    before = mine.locator("#mine .first").inner_text(), mine.locator("#mine .key").first.inner_text()
    mine.locator("#mine .calendar summary").focus()
    mine.keyboard.press("Enter")
    in_the_calendar(mine, "change", "10", "9", "90")
    assert "It would end in week 9, before it begins in week 10." in mine.locator("#mine .calendar .wrong").inner_text()
    in_the_calendar(mine, "change", "1", "60", "90")
    in_the_calendar(mine, "summer", "26", "31", "50")
    in_the_calendar(mine, "leader_leaves", "20")
    mine.wait_for_timeout(100)
    mine.evaluate(DONE)
    assert (mine.locator("#mine .first").inner_text(), mine.locator("#mine .key").first.inner_text()) != before
    looked_over(mine)
    mine.locator("#mine .calendar li button").nth(1).click()
    mine.evaluate(DONE)
    with mine.expect_download() as download:
        mine.get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "mine.toml")
    told = [one.model_dump(exclude_defaults=True) for one in sim.load_workplace(tmp_path / "mine.toml").units[0].events]
    assert told == [{"kind": "change", "from_week": 1, "to_week": 60, "load": 0.9}, {"kind": "leader_leaves", "week": 20}]
    assert setting(mine)["answers"]["events"] == told
    given(mine, tmp_path / "mine.toml")
    assert mine.locator("#mine .questions li").all_inner_texts() == [
        "Another change, weeks 1 to 60; it takes 90\u00a0% of everybody’s free hours.", "Week 20: the leader leaves, and another comes."]


# ----- what was seen

def seen(page, measure, **fields):
    form = page.locator("#mine .observed form")
    form.locator("select[name=measure]").select_option(measure)
    for name, value in fields.items():
        form.locator(f"input[name={name}]").fill(value)
    form.locator("input[name=many]").press("Enter")


def weighed(page):
    page.get_by_role("button", name="Weigh the runs by it").click()
    page.locator("#mine .observed table").wait_for(timeout=120_000)
    return [row.split("\t") for row in page.locator("#mine .observed tbody tr").all_inner_texts()]


def test_what_was_seen_weighs_the_runs_and_is_no_forecast(mine):
    mine.locator("#mine .observed summary").focus()
    mine.keyboard.press("Enter")
    seen(mine, "trust_in_leader", after="20", value="5", many="15")
    assert "value = 5 is outside what is allowed: 0 to 1" in mine.locator("#mine .observed .wrong").inner_text()
    mine.locator("#mine .questions input").first.fill("30")
    mine.locator("#mine .questions input").first.press("Tab")
    mine.wait_for_timeout(100)
    mine.evaluate(DONE)
    seen(mine, "trust_in_leader", after="20", value="0,6", many="15")
    (row,) = weighed(mine)
    assert row[0] == "Trust in the leader, 20 weeks after launch" and row[2] == "0.60"
    (before, after) = (float(high) - float(low) for low, high in (cell.split(" to ") for cell in (row[1], row[3])))
    assert 0 < after < before
    text = mine.locator("#mine .observed").inner_text()
    assert "of 100 sets of assumptions" in text and "No forecast. It would have to be true" in text
    assert "0.6" not in mine.evaluate("JSON.stringify(globalThis.takehold.setting)")
    looked_over(mine)


def test_use_of_practices_is_weighed_and_refused_in_danish(mine):
    mine.locator("#mine .observed summary").click()
    seen(mine, "use", after="12", value="14", many="30")
    (row,) = weighed(mine)
    low, high = (float(one) for one in row[1].split(" to "))
    assert row[0] == "Planned sessions held, last 4 weeks, 12 weeks after launch" and 0 <= low < high <= 1 and row[2] == "0.47"
    other_language(mine)
    mine.evaluate(DONE)
    seen(mine, "use", after="3", value="1", many="2")
    assert "use tælles over 4 uger efter start; angiv after_launch, 4 til 260" in mine.locator("#mine .observed .wrong").inner_text()


def test_too_few_sets_left_is_no_answer(mine, tmp_path):
    mine.locator("#mine .observed summary").click()
    file = tmp_path / "observed.toml"
    file.write_text('[[observed]]\nmeasure = "trust_in_leader"\nafter_launch = 20\nvalue = 1.0\nsd = 0.005\n', encoding="utf-8")
    mine.locator("#mine .observed input[type=file]").set_input_files(str(file))
    mine.locator("#mine .observed li").wait_for()
    (row,) = weighed(mine)
    assert len(row) == 3 and "So there is no answer" in mine.locator("#mine .observed").inner_text()
    looked_over(mine)
