"""The sample shop's pictures: a silhouette dyed in a colour of the shop, as SVG or, for channels without it, as PNG.

A template is an SVG of 440 × 330 with `{cloth}`, `{second}` and `{trim}` in literal attributes, so that a strict
content security policy holds. It is transparent; only the PNG has the well drawn in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from floorwalker.errors import Unavailable

FOLDER = Path(__file__).resolve().parent.parent / "data" / "catalogue" / "pictures"
WELL = "#f6f1ea"
WIDTH, HEIGHT = 880, 660

_PARTS = ("cloth", "second", "trim")
_MARGIN = 'transform="translate(17.6 13.2) scale(.92)"'


class NoPicture(LookupError):
    """There is no such silhouette, or no dye for the colour."""


class NoRenderer(Unavailable):
    """PNG pictures need the package resvg-py, which exists for CPython 3.10 and 3.11; SVG works everywhere."""


def svg(silhouette: str, colour: str, folder: Path = FOLDER) -> str:
    """The picture as a document of its own. Raises NoPicture."""
    picture = _template(folder, silhouette)
    for part, dye in zip(_PARTS, _dyes(folder, colour), strict=True):
        picture = picture.replace(f"{{{part}}}", dye)
    return picture


@lru_cache(maxsize=256)
def png(silhouette: str, colour: str, folder: Path = FOLDER) -> bytes:
    """880 × 660, the well drawn in. Raises NoPicture, NoRenderer."""
    render = _renderer()
    picture = svg(silhouette, colour, folder)
    head, _, body = picture.partition(">")
    well = f'<rect width="440" height="330" fill="{WELL}"/>'
    inner = body.replace("</svg>", "</g></svg>")
    drawn = f"{head}>{well}<g {_MARGIN}>{inner}"
    return bytes(render.svg_to_bytes(svg_string=drawn, width=WIDTH, height=HEIGHT))


def silhouettes(folder: Path = FOLDER) -> tuple[str, ...]:
    """What can be drawn."""
    return tuple(sorted(path.stem for path in folder.glob("*.svg")))


def colours(folder: Path = FOLDER) -> tuple[str, ...]:
    """What it can be dyed in."""
    return tuple(_palette(folder))


@lru_cache(maxsize=64)
def _template(folder: Path, silhouette: str) -> str:
    if silhouette not in silhouettes(folder):
        raise NoPicture(f"no silhouette {silhouette!r}; there are {', '.join(silhouettes(folder))}")
    return (folder / f"{silhouette}.svg").read_text(encoding="utf-8")


def _dyes(folder: Path, colour: str) -> tuple[str, ...]:
    try:
        return _palette(folder)[colour]
    except KeyError:
        raise NoPicture(f"no dye for {colour!r}; there are {', '.join(_palette(folder))}") from None


@lru_cache(maxsize=4)
def _palette(folder: Path) -> dict[str, tuple[str, ...]]:
    read = json.loads((folder / "colours.json").read_text(encoding="utf-8"))
    return {name: tuple(dyes) for name, dyes in read.items()}


def _renderer() -> Any:
    try:
        import resvg_py
    except ImportError as no:
        raise NoRenderer from no
    return resvg_py
