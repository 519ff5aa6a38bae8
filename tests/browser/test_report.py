"""The page of `drc report --format html` can be read in a browser: wide, narrow, light and dark, without a network."""

import re

import pytest

from browser import TOP, drc, measured

SYSTEMS = [f"specs/payments-{it}.toml" for it in ("accelerator", "aurora", "regulated", "serverless")]
SYSTEMS += ["specs/services/traffic-three-regions.toml", "specs/services/table-strong.toml"]
LOOKS = [(1200, False), (1200, True), (360, False), (360, True)]


@pytest.fixture(scope="module")
def page():
    return drc("report", "--format", "html", *SYSTEMS)


@pytest.fixture(scope="module", params=LOOKS, ids=lambda it: f"{it[0]}-{'dark' if it[1] else 'light'}")
def look(request, page):
    width, dark = request.param
    return measured(page, width, dark)


def test_it_is_light_or_dark_as_the_reader_wishes(page):
    light, dark = measured(page, 1200), measured(page, 1200, dark=True)
    assert (light["dark"], dark["dark"]) == (False, True)
    assert light["paper"] != dark["paper"]


def test_nothing_sticks_out_of_the_page(look):
    assert look["wider"] == 0


def test_every_word_of_a_picture_can_be_read(look):
    assert look["pictures"] == 3 * len(SYSTEMS)
    assert look["outside"] == []
    assert look["overlaps"] == []
    assert look["letters"] >= 12


def test_text_stands_out_from_what_is_behind_it(look):
    assert look["faint"] == []


def test_pictures_have_names_and_bars_their_sources(look):
    assert look["nameless"] == 0
    assert len(look["ids"]) == len(set(look["ids"]))
    assert any("How Route 53 determines" in it for it in look["hovers"])


def test_it_needs_no_network(page, look):
    assert look["loads"] == []
    assert not re.search(r"<(script|link|img|iframe|object)\b", page)


def test_a_hostile_spec_is_text(tmp_path):
    text = (TOP / SYSTEMS[3]).read_text()
    hostile = "</text></svg><script>document.title = 'taken'</script><img src=x onerror=alert(1)>"
    spec = tmp_path / "a.toml"
    spec.write_text(text.replace("renders it again from the table", hostile).replace("../lambda", "lambda"))
    page = drc("report", "--format", "html", "--root", str(tmp_path), str(spec))
    assert "&lt;script&gt;" in page
    look = measured(page, 1200)
    assert look["title"] == "Recovery budget: payments" and look["loads"] == []


def test_what_is_measured_can_fail():
    """The measure finds what it is for."""
    bad = """<!doctype html><html><head><title>t</title></head><body style="color:#aaa;background:#fff">
      <p style="width:3000px">wide and faint</p>
      <svg width="50" height="30" aria-labelledby="none"><text x="5" y="20" font-size="9">cut off at the edge</text>
      <text x="6" y="21">over it</text></svg></body></html>"""
    look = measured(bad, 400)
    assert look["wider"] > 0 and look["outside"] and look["overlaps"] and look["faint"]
    assert look["nameless"] == 1 and look["letters"] < 12
