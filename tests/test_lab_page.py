"""The laboratory from Python: a setting inside the page, and the command that writes or serves it."""

import http.client
import json
import re
import threading
import webbrowser
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pytest
from helpers import changed, complaint

from sim import load_workplace, with_context
from sim.inputs.reading import TEMPLATE, shipped_names
from sim.inputs.workplace import Workplace
from sim.lab.page import BUILT, FIRST, LANGUAGES, MARKER, ROOMS, checked, page, setting, write
from sim.lab.serve import Server

INSIDE = re.compile(r'<script type="application/json" id="opened-with">(.*?)</script>', re.DOTALL)
WHOLE = {"room": "fit", "workplace": "bostedet", "levers": {"push_through": 1.0}, "parameters": {"trust_rate": 0.1},
         "without": ["peer_influence"], "seed": 3, "run": 7, "follow_up": 52, "language": "da"}


def inside(html):
    """The setting that a page opens with."""
    (text,) = INSIDE.findall(html)
    return json.loads(text)


# ----- a setting and the page

def test_the_built_page_has_one_place_for_a_setting_and_is_small():
    html = BUILT.read_text(encoding="utf-8")
    assert html.count(MARKER) == 1 == html.count('<script type="application/json"') and BUILT.stat().st_size <= 1_500_000
    assert page() == page({}) == html


@pytest.mark.parametrize("name", [None, *WHOLE])
def test_a_setting_lies_in_the_page_as_it_was_given_whole_or_in_part(name):
    given = WHOLE if name is None else {name: WHOLE[name]}
    told = inside(page(given))
    assert told == checked(given) == checked(told)  # what the page says of itself is taken back as it stands
    assert given.items() <= told.items()
    assert told.get("room") == {None: "fit", "room": "fit", "language": None}.get(name, "play")


def test_the_page_around_a_setting_stays_as_built():
    assert page(WHOLE).replace(json.dumps(WHOLE), "null") == page()


def test_a_workplace_is_a_name_where_it_is_a_shipped_one_and_whole_where_it_is_not(tmp_path):
    shipped = load_workplace("bostedet")
    other = with_context(shipped, {"bostedet-b.leader.value": 0.8})
    assert setting(shipped)["workplace"] == setting("bostedet")["workplace"] == "bostedet"
    assert setting("generic-unit")["workplace"] == "generic-unit"
    assert setting(other)["workplace"] == other.model_dump(mode="json")
    assert Workplace(**inside(page(setting(other)))["workplace"]).units == other.units
    file = tmp_path / "mine.toml"
    file.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    assert setting(file)["workplace"] == setting(str(file))["workplace"] == load_workplace(file).model_dump(mode="json")


def test_no_text_of_a_workplace_ends_the_script_that_it_stands_in():
    mine = changed("plejecenter-2", {"title": "</script><script>alert(1)</script><!-- æøå"})
    html = page({"workplace": mine})
    assert "alert(1)</script>" not in html and html.count("</script>") == page().count("</script>")
    assert inside(html)["workplace"]["units"][0]["title"] == mine.units[0].title


def test_numbers_of_numpy_and_yes_or_no_become_plain_ones():
    told = setting(levers={"push_through": True, "involvement": np.float64(0.5)}, seed=np.int64(4), without="routine")
    assert inside(page(told)) == {"levers": {"push_through": 1.0, "involvement": 0.5}, "seed": 4, "without": ["routine"], "room": "play"}


def test_the_page_begins_at_a_shipped_workplace_in_one_of_five_rooms():
    assert FIRST in shipped_names()
    assert len(set(ROOMS)) == 5 and LANGUAGES[0] == "en"


@pytest.mark.parametrize(("given", "names"), [
    ({"room": "kitchen"}, ["kitchen", "story"]), ({"language": "dk"}, ["dk", "en, da"]), ({"workplace": 7}, ["7"]),
    ({"workplace": "bostede"}, ["did you mean 'bostedet'"]), ({"lever": {}}, ["did you mean 'levers'"]),
    ({"workplace": {"name": "mine"}}, ["workplace: title is missing"]),
    ({"workplace": {1: 2}}, ["workplace"]), ({"levers": {"involvment": 1}}, ["did you mean 'involvement'"]), ({"levers": 3}, ["levers"]),
    ({"levers": {"involvement": 7}}, ["0 to 1"]), ({"parameters": {"trust_rate": "much"}}, ["trust_rate", "much"]),
    ({"without": ["peers"]}, ["mechanism 'peers'"]), ({"without": 3}, ["without"]), ({"seed": -1}, ["seed"]), ({"run": 0.5}, ["run"]),
    ({"follow_up": 3}, ["follow_up", "9"]), (3, ["setting"]), ({"seed": None}, ["seed"])])
def test_a_setting_that_cannot_be_used_is_one_sentence(given, names):
    complaint(lambda: page(given), *names)


def test_a_page_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    for path in (tmp_path / "page.txt", tmp_path / "nowhere" / "page.html"):
        complaint(lambda path=path: write(path), path.name)
    complaint(lambda: write(tmp_path / "page.html", {"seed": "x"}), "seed")
    assert not list(tmp_path.iterdir())


# ----- the command

@pytest.fixture
def opened(monkeypatch, tmp_path):
    """What a browser was asked to show; files of this process go to a folder of the test."""
    addresses = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return addresses


def test_the_command_opens_a_file_that_is_this_persons_alone(call, opened, tmp_path):
    status, said, _ = call("lab")
    (file,) = tmp_path.glob("takehold-*/*.html")
    assert status == 0 and said == f"Page: {file}\n" and opened == [file.as_uri()]
    assert file.parent.stat().st_mode & 0o777 == 0o700 and file.read_text(encoding="utf-8") == page()
    assert call("lab", "--no-open")[0] == 0 and len(opened) == 1


def test_where_no_browser_opens_it_says_what_else_there_is(call, opened, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert "--out lab.html" in call("lab")[1]


def test_out_writes_the_whole_setting_and_opens_nothing(call, opened):
    status, said, _ = call("lab", "bostedet", "--lever", "push_through=1", "--set", "trust_rate=.1", "--without", "peer_influence",
                           "--seed", 3, "--run", 7, "--follow-up", 52, "--room", "fit", "--language", "da", "--out", "page.html")
    assert (status, said, opened) == (0, "Page: page.html\n", [])
    assert inside(Path("page.html").read_text(encoding="utf-8")) == WHOLE


def test_levers_alone_are_played_and_entries_alone_belong_to_the_first_workplace(call, opened):
    call("lab", "--lever", "involvement=1", "--out", "a.html")
    call("lab", "--set", "leader.value=0.25", "--set", "lever.widen_scope=1", "--out", "b.html")
    call("lab", "--language", "da", "--out", "c.html")
    a, b, c = (inside(Path(f"{name}.html").read_text(encoding="utf-8")) for name in "abc")
    assert (a, c) == ({"levers": {"involvement": 1.0}, "room": "play"}, {"language": "da"})
    assert b["levers"] == {"widen_scope": 1.0} and b["workplace"] == with_context(FIRST, {"leader.value": 0.25}).model_dump(mode="json")


@pytest.mark.parametrize(("arguments", "said"), [
    (("bostede", "--out", "a.html"), "did you mean 'bostedet'"), (("all",), "one workplace"), (("my.toml", "--out", "my.toml"), ".html"),
    (("my.html", "--out", "my.html"), "named twice"), (("--lever", "involvement=7", "--out", "a.html"), "0 to 1"),
    (("--room", "attic"), "attic"), (("--out", "a.html", "--serve"), "one of the two"), (("--port", "9000"), "--serve"),
    (("--out", "no/a.html"), "no folder"), (("--language", "dk"), "en, da"), (("--set", "trust_rate=9", "--serve"), "trust_rate"),
    (("--serve", "--host", "0.0.0.0"), "this machine itself")])
def test_what_cannot_be_used_is_one_sentence_and_nothing_is_written_or_opened(call, opened, arguments, said):
    texts = {name: TEMPLATE.read_text(encoding="utf-8") for name in ("my.toml", "my.html")}
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    status, shown, complained = call("lab", *arguments)
    assert (status, shown, opened) == (2, "", []) and said in complained and complained.count("\n") == 1
    assert {path.name: path.read_text(encoding="utf-8") for path in Path().iterdir()} == texts


# ----- served

@pytest.fixture
def served():
    with Server(page(WHOLE), port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_page_is_served_and_nothing_else(served):
    with urlopen(served.url) as answer:
        assert answer.read().decode() == page(WHOLE)
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for path in ("lab.html", "../pyproject.toml", "%2e%2e/"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(served.url + path)
    with pytest.raises(HTTPError, match="501"):
        urlopen(Request(served.url, data=b"{}"))


def test_a_site_whose_name_leads_to_this_machine_gets_nothing(served):
    for host, status in (("evil.example", 421), ("127.0.0.1.evil.example:80", 421), ("[", 421), ("localhost:9", 200)):
        link = http.client.HTTPConnection(*served.server_address)
        link.request("GET", "/", headers={"Host": host})
        assert link.getresponse().status == status, host
        link.close()


def test_a_port_in_use_is_one_clear_sentence(served):
    complaint(lambda: Server("", port=served.server_address[1]), served.server_address[1], "choose another")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "example.org", "", "127.0.0.1.evil"])
def test_only_this_machine_itself_is_served(host):
    complaint(lambda: Server("", host, 0), "this machine itself", "127.0.0.1")


def test_the_command_serves_until_it_is_interrupted(call, opened, monkeypatch):
    with Server("", port=0) as free:
        port = free.server_address[1]
    seen = []

    def interrupted(server):
        threading.Thread(target=server.handle_request).start()
        seen.append(urlopen(server.url).read().decode())
        raise KeyboardInterrupt
    monkeypatch.setattr(Server, "serve_forever", interrupted)
    status, said, _ = call("lab", "bostedet", "--serve", "--port", port, "--no-open")
    assert status == 0 and f"http://127.0.0.1:{port}/" in said and "Ctrl-C" in said and opened == []
    assert inside(seen[0]) == {"workplace": "bostedet", "room": "play"}
