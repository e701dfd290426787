"""The lab in a real browser with the network cut: what a person does on the page, on a wide and on a narrow screen.

Playwright drives the chromium of the system; screenshots stay in results/lab as something to look at.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlparse

import pytest

pytest.importorskip("solara", reason="Solara is not installed: pip install 'takehold[lab]'")
sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="the lab in a browser is not tested: there is no chromium here; "
                                "apt-get install chromium")

from sim import workplaces  # noqa: E402
from sim.inputs.levers import LEVERS  # noqa: E402
from sim.lab.guided import END, STEPS  # noqa: E402
from sim.lab.setting import EXAMPLE, Setting  # noqa: E402
from sim.lab.texts import happened  # noqa: E402
from sim.lab.world import World  # noqa: E402

SHOTS = Path("results/lab")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
PAIR = "?place=plejecenter-2&run=315&pair=1&what_if.push_through=1"
PATIENCE = 60_000  # ms
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A lab of its own, whose server could reach no network either."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "http_proxy": NOWHERE, "https_proxy": NOWHERE}
    said = tmp_path_factory.mktemp("lab") / "said.txt"
    with said.open("w", encoding="utf-8") as out:
        server = subprocess.Popen([sys.executable, "-m", "sim.cli", "lab", "--no-open", "--port", str(port)], env=environment,
                                  stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(300):
            assert server.poll() is None, said.read_text(encoding="utf-8")
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)
    assert "Traceback" not in said.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280])
def opened(request, browser, address):
    """Open a page of the lab; in the end nothing may have left this machine, and the console must hold no error."""
    context = browser.new_context(viewport={"width": request.param, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    sync_api.expect.set_options(timeout=PATIENCE)
    outside, errors = [], []

    def gate(route):
        if urlparse(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()
    context.route("**/*", gate)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    def open_page(query=""):
        page.goto(address + query)
        page.get_by_role("heading", name="Takehold lab").wait_for()
        return page
    yield open_page
    context.close()
    assert outside == [] and errors == []


def now(page):
    return page.get_by_role("status").first


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def shoot(page, name):
    """Keep a picture of the whole page; the page itself scrolls inside, so the window is made as high as it is."""
    width = page.viewport_size["width"]
    height = page.evaluate("document.querySelector('.lab').scrollHeight") + 80
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(500)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than the screen"


@pytest.mark.parametrize("opened", [1280, 390], indirect=True)
def test_the_story_leads_to_the_free_page(opened):
    page = opened()
    for number, step in enumerate(STEPS, 1):
        page.get_by_role("heading", name=step.heading).wait_for()
        page.locator("img.picture").first.wait_for()
        if number < len(STEPS):
            sync_api.expect(button(page, "Next")).to_be_disabled()  # a guess or a choice comes before the answer
        button(page, step.choices[0]).click()
        sync_api.expect(button(page, step.choices[0])).to_have_attribute("aria-pressed", "true")
        if number >= 4:
            page.get_by_alt_text(f"Trust in the leader, week by week, up to week {END}").wait_for()  # once its weeks have gone by
        shoot(page, f"story-{number}")
        if number < len(STEPS):
            button(page, "Next").click()
    page.get_by_text("You guessed higher. In this run it ends lower").wait_for()
    button(page, "Let wellbeing into the project").click()
    page.get_by_role("link", name="what_if.widen_scope=1").wait_for()
    sync_api.expect(now(page)).to_contain_text(f"Week {END}")
    page.go_back()
    page.get_by_role("heading", name=STEPS[-1].heading).wait_for()
    button(page, "Skip to the lab" if button(page, "Skip to the lab").count() else "Open the lab").click()
    sync_api.expect(now(page)).to_contain_text("Week 0")


@pytest.mark.slow
@pytest.mark.parametrize("opened", [1280, 390], indirect=True)
@pytest.mark.parametrize("place", [*workplaces(), EXAMPLE])
def test_every_workplace_has_its_free_page(opened, place):
    page = opened(f"?place={place}&week=30")
    page.get_by_alt_text("Practices: sessions held").wait_for()
    sync_api.expect(now(page)).to_contain_text("Week 30")
    shoot(page, f"free-{place}")


def test_start_pause_step_and_reset(opened):
    page = opened("?place=plejecenter-2")
    sync_api.expect(now(page)).to_contain_text("Week 0")
    button(page, "Step").click()
    sync_api.expect(now(page)).to_contain_text("Week 1")
    button(page, "Start").click()
    sync_api.expect(now(page)).to_contain_text("Week 4")
    button(page, "Pause").click()
    button(page, "Start").wait_for()
    page.wait_for_timeout(1500)  # what was under way comes to its end
    paused = now(page).inner_text()
    page.wait_for_timeout(2500)
    assert now(page).inner_text() == paused
    button(page, "Reset").click()
    sync_api.expect(now(page)).to_contain_text("Week 0")


def test_a_run_that_is_played_ends_by_itself(opened):
    page = opened("?place=plejecenter-2&run=315&week=41")
    page.get_by_text("Not decided yet").wait_for()
    button(page, "Start").click()
    page.get_by_text("Stopped at the steering workshop and listened").first.wait_for()
    page.get_by_text("stopping was a good decision").first.wait_for()
    button(page, "Start").wait_for()
    sync_api.expect(button(page, "Step")).to_be_disabled()
    button(page, "Start").click()  # from the beginning
    sync_api.expect(now(page)).to_contain_text("Week 2")


def test_a_reload_brings_back_what_was_on_the_screen_and_another_tab_is_another_lab(opened):
    page = opened("?place=plejecenter-2")
    for week in (1, 2):
        button(page, "Step").click()
        sync_api.expect(now(page)).to_contain_text(f"Week {week}")
    other = page.context.new_page()
    other.goto(page.url.split("?")[0] + "?place=bostedet")
    sync_api.expect(now(other)).to_contain_text("Week 0")
    page.wait_for_url("**week=2")
    page.reload()
    sync_api.expect(now(page)).to_contain_text("Week 2")
    sync_api.expect(now(other)).to_contain_text("Week 0")


def test_a_lever_may_be_moved_while_it_plays(opened):
    page = opened("?place=bostedet")
    button(page, "Start").click()
    sync_api.expect(now(page)).to_contain_text("Week 2")
    slider = page.get_by_role("slider", name="Involvement")
    slider.focus()
    page.locator(".v-messages").get_by_text(LEVERS["involvement"].meaning[1:]).wait_for()  # said to those without a mouse, too
    slider.press("Home")
    page.get_by_role("link", name="as_it_is.involvement=0").wait_for()
    page.get_by_role("switch", name="Restart").click(force=True)  # what was said lies above the page and moves nothing away
    page.get_by_role("link", name="as_it_is.restart=1").wait_for()
    sync_api.expect(now(page)).to_contain_text(re.compile(r"Week (1[2-9]|[2-4]\d)"))  # it goes on
    page.get_by_role("link", name="as_it_is.involvement=0").wait_for()


def test_fast_clicks_count_each(opened):
    page = opened("?place=bostedet")
    for _ in range(12):
        button(page, "Step").click()
    sync_api.expect(now(page)).to_contain_text("Week 12")


def test_what_a_lever_means_is_told_where_the_mouse_points(opened):
    page = opened("?place=bostedet")
    page.locator(".control .label").first.hover()
    page.locator(".v-tooltip__content").get_by_text(LEVERS["trust_first_weeks"].meaning[1:]).wait_for()


def test_a_slider_moves_the_model(opened):
    page = opened("?place=bostedet&week=20")
    before = page.get_by_alt_text("Trust in the leader, week by week").get_attribute("src")
    slider = page.get_by_role("slider", name="Involvement")
    slider.focus()
    slider.press("Home")
    page.get_by_role("link", name="as_it_is.involvement=0").wait_for()
    told = happened(World(Setting(place="bostedet", as_it_is={"involvement": 0.0})), 20)
    came = next(line for line in told if "come to the employee workshop" in line)
    page.get_by_text(came).wait_for()
    sync_api.expect(page.get_by_alt_text("Trust in the leader, week by week")).not_to_have_attribute("src", before)
    button(page, "as it was").click()
    sync_api.expect(page.get_by_alt_text("Trust in the leader, week by week")).to_have_attribute("src", before)


def test_a_pair_is_the_same_until_the_lever_acts(opened):
    page = opened(f"{PAIR}&week=5")
    page.get_by_text("So far both worlds are the same to the last digit").wait_for()
    first, second = (page.locator(".two img.picture").nth(number) for number in (0, 1))
    assert first.get_attribute("src") == second.get_attribute("src")
    button(page, "Step").click()
    page.get_by_text("Up to week 5 both worlds are the same to the last digit").wait_for()
    assert first.get_attribute("src") != second.get_attribute("src")
    page.get_by_role("link", name="week=6").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("opened", [1280, 390], indirect=True)
def test_five_hundred_runs_of_each_finish(opened):
    page = opened(f"{PAIR}&week=43")
    button(page, "Run each world 500 times").click()
    page.get_by_text("500 pairs").wait_for(timeout=2 * PATIENCE)
    shoot(page, "many")


def test_an_own_file_and_what_is_wrong_with_it(opened, tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    text = Path("sim/inputs/workplaces/template.toml").read_text(encoding="utf-8")
    good.write_text(text, encoding="utf-8")
    bad.write_text(text.replace("employees", "employes", 1), encoding="utf-8")
    page = opened("?place=bostedet")
    field = page.get_by_label("or the path of your own .toml file")
    field.fill(str(bad))
    field.press("Enter")
    sync_api.expect(page.get_by_role("alert")).to_contain_text("bad.toml")
    field.fill(str(good))
    field.press("Enter")
    page.get_by_text("a workplace of one's own").wait_for()
    assert page.get_by_role("alert").count() == 0
    good.unlink()
    button(page, "Start").click()
    sync_api.expect(page.get_by_role("alert")).to_contain_text("there is no such file")
    button(page, "Start").wait_for()  # it plays no more
    page.get_by_role("button", name="Workplace").click()
    page.get_by_role("option", name="An example of one's own file").click()
    page.wait_for_url("**place=example")
    sync_api.expect(page.get_by_role("alert")).to_have_count(0)


def test_a_wrong_link_opens_the_story_with_a_sentence(opened):
    page = opened("?place=plejecentre-2")
    sync_api.expect(page.get_by_role("alert")).to_contain_text("did you mean 'plejecenter-2'")
    page.get_by_role("heading", name="A care home that said yes").wait_for()
