"""Six tokens become every role; what cannot be read or told apart is refused by name."""

import re
from dataclasses import replace

import pytest

from floorwalker.errors import BadSettings
from web.theme import COUNTER, contrast, css, failing, roles

ATELIER = replace(
    COUNTER, ground="#f2edf0", ink="#29192a", brand="#5b2a52", accent="#cf7a4b", radius="3px", display="Futura"
)


def test_the_light_roles_of_the_default_theme():
    made = roles(COUNTER)
    wanted = {"surface": "#fbfbf9", "brand": "#1f4d3b", "mute": "#4d5751", "edge": "#6b736d", "line": "#c9cdc5"}
    assert {name: made[name] for name in wanted} == wanted
    assert (made["accent-soft"], made["well"], made["awning"]) == ("#efe5d1", "#f6f2e9", "#1f4d3b")


def test_the_dark_roles_of_the_default_theme():
    made = roles(COUNTER, dark=True)
    wanted = {"ground": "#0e1914", "ink": "#eef0e9", "surface": "#1c2621", "brand": "#8ccaaf", "awning": "#0f3f2e"}
    assert {name: made[name] for name in wanted} == wanted
    assert (made["accent"], made["accent-text"], made["well"]) == ("#e6b55d", "#f4c26a", "#918a76")


@pytest.mark.parametrize("theme", [COUNTER, ATELIER])
@pytest.mark.parametrize("dark", [False, True])
def test_both_shown_themes_pass(theme, dark):
    assert failing(roles(theme, dark)) == ()


def test_the_sheet_holds_plain_hex_in_both_schemes():
    sheet = css(COUNTER)
    light, dark = sheet.split("@media (prefers-color-scheme:dark)")
    names = set(re.findall(r"--fw-([\w-]+):#", light))
    assert names == set(re.findall(r"--fw-([\w-]+):#", dark)) == set(roles(COUNTER))
    assert not re.search(r"color-mix|oklch|light-dark", sheet)
    assert "--fw-radius:14px;" in sheet


def test_pale_ink_is_refused_with_pair_and_ratio():
    with pytest.raises(BadSettings) as no:
        css(replace(COUNTER, ink="#b9c0bb"))
    assert "theme: ink on ground is 1.58, needs 4.5 (light)" in no.value.problems


def test_what_cannot_be_read_is_named():
    with pytest.raises(BadSettings) as no:
        css(replace(COUNTER, accent="gold", radius="1em", display="x;} body{display:none"))
    assert [problem.split(" cannot")[0] for problem in no.value.problems] == [
        "theme: accent",
        "theme: radius",
        "theme: display",
    ]


def test_what_is_left_out_keeps_its_default():
    assert css(replace(COUNTER, brand="", display="")) == css(COUNTER)


def test_contrast_is_the_ratio_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#1c2722", "#1c2722") == 1
