"""Why something cannot be used, in the page in Danish: every sentence that its sources may say is known, and keeps what it is about."""

import re

import pytest
from node import answers, needs_node
from the_page import SOURCES

pytestmark = [needs_node, pytest.mark.skipif(not (SOURCES / "node_modules/typescript").exists(),
                                             reason="needs the page's libraries: npm ci")]


def test_every_refusal_is_there_in_danish_with_all_that_it_names():
    told = answers("refusals_in_node.mjs")
    assert len(told) > 130
    assert [(one["file"], one["said"]) for one in told if one["danish"] is None] == []
    assert [one for one in told if not set(re.findall("‹.*?›", one["said"])) <= set(re.findall("‹.*?›", one["danish"]))] == []
    assert [one["danish"] for one in told if re.search(r"\b(is|the|are|and)\b", one["danish"])] == []


@pytest.mark.parametrize(("said", "danish"), [
    ("my.toml: observed[2]: there is no practice 'hudle'; did you mean 'huddle'?",
     "my.toml: observed[2]: praksissen »hudle« findes ikke; mente du »huddle«?"),
    ("a.csv line 3: trust = 1,5 is outside what is allowed: 0 to 1", "a.csv linje 3: trust = 1,5 er uden for det tilladte: 0 til 1"),
    ("seed is no number", "seed er ikke et tal"),
    ("lever involvement = 7 is outside what is allowed: 0 to 1 share 0-1", "grebet involvement = 7 er uden for det tilladte: 0 til 1"),
    ("a.csv line 2: r = 'x' is no role that the codebook knows under [roles]; there is no role 'x'; there are vagt, leder",
     "a.csv linje 2: r = »x« er ingen rolle, som kodebogen kender under [roles]; rollen »x« findes ikke; der er vagt, leder"),
    ("what nobody ever said", None)])
def test_a_refusal_says_in_danish_what_it_says_in_english(said, danish):
    assert answers("refusals_in_node.mjs", [said]) == [danish]
