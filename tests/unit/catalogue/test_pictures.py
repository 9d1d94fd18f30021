"""Dyed silhouettes, as SVG and PNG."""

from __future__ import annotations

import builtins
import re
import struct
from importlib.util import find_spec
from xml.etree import ElementTree

import pytest

from floorwalker import pictures

NS = "{http://www.w3.org/2000/svg}"
needs_renderer = pytest.mark.skipif(
    find_spec("resvg_py") is None, reason="resvg-py is for CPython 3.10 and 3.11"
)


@pytest.mark.parametrize("silhouette", pictures.silhouettes())
def test_a_picture_is_plain_svg_that_a_strict_policy_lets_through(silhouette):
    root = ElementTree.fromstring(pictures.svg(silhouette, "slate"))
    assert (root.tag, root.get("viewBox")) == (f"{NS}svg", "0 0 440 330")
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"style", "class", "href", "onload"}
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= {
        "svg",
        "g",
        "path",
        "circle",
        "ellipse",
        "rect",
    }


def test_a_colour_dyes_cloth_second_and_trim():
    found = set(re.findall(r"#[0-9a-f]{6}", pictures.svg("rain-jacket", "oxblood")))
    assert found == {"#7d2e37", "#4f1c24", "#d9b27a"}


def test_no_two_silhouettes_are_alike():
    drawn = {pictures.svg(name, "pine") for name in pictures.silhouettes()}
    assert (len(drawn), len(pictures.silhouettes()), len(pictures.colours())) == (60, 60, 10)


@pytest.mark.parametrize(
    ("silhouette", "colour"), [("car", "pine"), ("boot", "pink"), ("../colours", "pine")]
)
def test_what_cannot_be_drawn_says_what_can(silhouette, colour):
    with pytest.raises(pictures.NoPicture, match="there are"):
        pictures.svg(silhouette, colour)


@needs_renderer
def test_a_png_has_its_size_and_the_well_drawn_in():
    picture = pictures.png("boot", "rust")
    assert (picture[:8], struct.unpack(">II", picture[16:24])) == (b"\x89PNG\r\n\x1a\n", (880, 660))
    assert 15_000 < len(picture) < 60_000


def test_without_the_renderer_a_png_is_refused_clearly(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "resvg_py":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pictures.NoRenderer):
        pictures.png("boot", "sand")
