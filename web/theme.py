"""The shop's colours: from the merchant's six tokens to every role, light and dark, as plain hex.

Mixing happens in OKLab, lightness is clamped in OKLCH (B. Ottosson, "A perceptual color space", 2020), so that most
themes come out readable; one that does not is refused by name. The state colours are not the merchant's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict

from floorwalker.domain.store import Theme
from floorwalker.errors import BadSettings

Lab = tuple[float, float, float]

_COLOUR, _RADIUS, _FONTS = r"#[0-9a-fA-F]{6}", r"\d{1,2}(\.\d+)?px", r"[\w\s,\"'-]+"
_SHAPES = {"radius": _RADIUS, "display": _FONTS}

COUNTER = Theme(
    ground="#eceee6",
    ink="#1c2722",
    brand="#1f4d3b",
    accent="#c4943a",
    radius="14px",
    display='"Iowan Old Style", "Palatino Nova", Palatino, "Palatino Linotype", P052, Georgia, serif',
)
"""What stands where the merchant sets nothing."""


_TEXT_PAIRS = tuple(
    (text, ground)
    for ground, texts in {
        "ground": "ink mute brand good warn bad",
        "surface": "ink mute brand good warn bad info accent-text",
        "brand": "on-brand",
        "brand-press": "on-brand",
        "brand-soft": "ink brand",
        "awning": "on-awning brass",
        "awning-lift": "on-awning",
        "notice": "on-awning",
        "accent": "on-accent",
        "accent-soft": "ink mute accent-text warn",
        "good-soft": "ink good",
        "warn-soft": "ink warn",
        "bad-soft": "ink bad",
        "info-soft": "ink info",
    }.items()
    for text in texts.split()
)
_EDGE_PAIRS = (("edge", "ground"), ("edge", "surface"), ("focus", "ground"), ("focus", "surface"))


def css(theme: Theme) -> str:
    """The style sheet behind every page and the widget.

    Raises BadSettings for a token that cannot be read and for every pair that fails WCAG 2.2 contrast.
    """
    whole = _complete(theme)
    light, dark = roles(whole), roles(whole, dark=True)
    problems = [
        f"theme: {p} ({scheme})" for scheme, found in (("light", light), ("dark", dark)) for p in failing(found)
    ]
    if problems:
        raise BadSettings(tuple(problems))
    shape = {
        "radius-s": f"calc({whole.radius} * 0.5)",
        "radius": whole.radius,
        "radius-l": f"calc({whole.radius} * 1.5)",
        "display": whole.display,
    }
    return (
        f":root{{color-scheme:light dark;{_rules(shape)}{_rules(light)}{_shadows(light['ink'], '14', '24')}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_rules(dark)}{_shadows('#000000', '44', '66')}}}}}\n"
    )


def _complete(theme: Theme) -> Theme:
    tokens = {name: value or getattr(COUNTER, name) for name, value in asdict(theme).items()}
    wrong = [n for n, value in tokens.items() if not re.fullmatch(_SHAPES.get(n, _COLOUR), value)]
    if wrong:
        raise BadSettings(tuple(f"theme: {name} cannot be read: {tokens[name]}" for name in wrong))
    return Theme(**tokens)


def failing(colours: Mapping[str, str]) -> tuple[str, ...]:
    """The pairs below 4.5 (words) or 3 (borders, focus), each with its ratio."""
    wanted = [(pair, 4.5) for pair in _TEXT_PAIRS] + [(pair, 3.0) for pair in _EDGE_PAIRS]
    ratios = [(pair, contrast(colours[pair[0]], colours[pair[1]]), least) for pair, least in wanted]
    return tuple(f"{a} on {b} is {ratio:.2f}, needs {least}" for (a, b), ratio, least in ratios if ratio < least)


def roles(theme: Theme, dark: bool = False) -> dict[str, str]:
    """Every role of one scheme as #rrggbb (reference/interface.md section 2)."""
    t = {name: _lab(getattr(theme, name)) for name in ("ground", "ink", "brand", "accent")}
    made = _dark(t) if dark else _light(t)
    ink, ground, surface, awning = made["ink"], made["ground"], made["surface"], made["awning"]
    made |= {
        "mute": _mix(ink, ground, 0.73),
        "edge": _mix(ink, ground, 0.58),
        "line": _mix(ink, ground, 0.15),
        "focus": made["brand"],
        "brand-soft": _mix(made["brand"], surface, 0.11),
        "brand-press": _mix(made["brand"], ink, 0.9),
        "stripe": _mix(awning, made["accent"], 0.24),
        "notice": _mix(awning, _lab("#000000"), 0.6),
        "awning-lift": _mix(made["on-awning"], awning, 0.14),
        "awning-line": _mix(made["on-awning"], awning, 0.18),
        "brass": _mix(made["accent"], made["on-awning"], 0.7),
        "on-accent": _at(t["ink"], lightness=0.2),
    }
    for state, tint in {"good": "#3f9a63", "warn": "#e6a92f", "bad": "#d2545c", "info": "#4a90c0"}.items():
        made[f"{state}-soft"] = _mix(_lab(tint), surface, 0.16 if state == "bad" else 0.17)
    return {name: _hex(colour) for name, colour in made.items()}


def _light(t: Mapping[str, Lab]) -> dict[str, Lab]:
    surface = _mix(_lab("#ffffff"), t["ground"], 0.78)
    brand = _at(t["brand"], lightness=min(t["brand"][0], 0.45))
    return {
        "ground": t["ground"],
        "ink": t["ink"],
        "surface": surface,
        "brand": brand,
        "on-brand": surface,
        "awning": brand,
        "on-awning": surface,
        "accent": t["accent"],
        "accent-soft": _mix(t["accent"], surface, 0.22),
        "accent-text": _at(t["accent"], lightness=min(t["accent"][0], 0.43), most=0.1),
        "well": _mix(t["accent"], surface, 0.09),
        **_states("#22603b", "#774a05", "#94303a", "#245678"),
    }


def _dark(t: Mapping[str, Lab]) -> dict[str, Lab]:
    ground = _at(t["ink"], lightness=0.2)
    ink = _mix(t["ground"], _lab("#ffffff"), 0.88)
    surface = _mix(_lab("#ffffff"), ground, 0.07)
    accent = _at(t["accent"], lightness=0.8)
    return {
        "ground": ground,
        "ink": ink,
        "surface": surface,
        "brand": _at(t["brand"], lightness=0.79, least=0.075),
        "on-brand": ground,
        "awning": _at(t["brand"], lightness=0.33),
        "on-awning": ink,
        "accent": accent,
        "accent-soft": _mix(accent, surface, 0.15),
        "accent-text": _at(t["accent"], lightness=max(t["accent"][0], 0.84)),
        "well": _mix(t["accent"], _at(t["ground"], lightness=0.62, least=0.012, most=0.012), 0.18),
        **_states("#8ed6a6", "#eac06f", "#f5a3a3", "#9bcaea"),
    }


def _states(good: str, warn: str, bad: str, info: str) -> dict[str, Lab]:
    return {"good": _lab(good), "warn": _lab(warn), "bad": _lab(bad), "info": _lab(info)}


def _rules(values: Mapping[str, str]) -> str:
    return "".join(f"--fw-{name}:{value};" for name, value in values.items())


def _shadows(colour: str, near: str, far: str) -> str:
    small, large = f"0 1px 2px {colour}{near}", f"0 2px 6px {colour}{near},0 14px 36px {colour}{far}"
    return f"--fw-shadow-1:{small};--fw-shadow-2:{large};"


def contrast(one: str, other: str) -> float:
    """The WCAG ratio of two colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Lab:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return red, green, blue


def _lab(colour: str) -> Lab:
    r, g, b = _linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _rgb(colour: Lab) -> Lab:
    """Linear shares; outside 0 to 1 the screen cannot show it."""
    light, a, b = colour
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _hex(colour: Lab) -> str:
    """Too strong a colour gives way in chroma, never in lightness or hue."""
    light, a, b = colour
    low, high = 0.0, 1.0
    for _ in range(16):
        middle = (low + high) / 2
        fits = all(-1e-4 <= share <= 1.0001 for share in _rgb((light, a * middle, b * middle)))
        low, high = (middle, high) if fits else (low, middle)
    keep = 1.0 if all(-1e-4 <= share <= 1.0001 for share in _rgb(colour)) else low
    shares = (min(max(share, 0.0), 1.0) for share in _rgb((light, a * keep, b * keep)))
    gamma = (s * 12.92 if s <= 0.0031308 else 1.055 * s ** (1 / 2.4) - 0.055 for s in shares)
    return "#" + "".join(f"{round(share * 255):02x}" for share in gamma)


def _mix(one: Lab, other: Lab, share: float) -> Lab:
    light, a, b = (x * share + y * (1 - share) for x, y in zip(one, other, strict=True))
    return light, a, b


def _at(colour: Lab, *, lightness: float, least: float = 0.0, most: float = math.inf) -> Lab:
    """The same hue at another lightness, its chroma kept between the bounds."""
    _, a, b = colour
    chroma, hue = math.hypot(a, b), math.atan2(b, a)
    chroma = min(max(chroma, least), most)
    return lightness, chroma * math.cos(hue), chroma * math.sin(hue)
