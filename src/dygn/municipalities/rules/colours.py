"""Colours as WCAG and the eye see them: relative luminance, contrast, lightness with the hue kept."""

import math
import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Colour:
    """A colour of the screen, each part from 0 to 1."""

    red: float
    green: float
    blue: float

    @classmethod
    def read(cls, text: str) -> "Colour":
        """Read ``#1f6b45``; raises ValueError for anything else."""
        if not _HEX.fullmatch(text):
            raise ValueError(f"not a colour: {text!r}")
        return cls(*(int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)))

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in (self.red, self.green, self.blue))

    @property
    def rounded(self) -> "Colour":
        """The colour as it comes out of eight bits a part, so that contrasts are reckoned on what is shown."""
        return Colour.read(str(self))

    @property
    def luminance(self) -> float:
        """Relative luminance, WCAG 2.2: 0 is black, 1 is white."""
        return 0.2126 * _linear(self.red) + 0.7152 * _linear(self.green) + 0.0722 * _linear(self.blue)


WHITE, BLACK = Colour(1, 1, 1), Colour(0, 0, 0)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def at_luminance(colour: Colour, luminance: float, *, chroma_share: float = 1.0) -> Colour:
    """Give the colour of the same hue that has this luminance, its chroma kept as far as the screen can."""
    _lightness, chroma, hue = _to_oklch(colour)
    chroma *= chroma_share
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if _within_screen(middle, chroma, hue).luminance < luminance:
            low = middle
        else:
            high = middle
    return _within_screen(high, chroma, hue).rounded


def _within_screen(lightness: float, chroma: float, hue: float) -> Colour:
    """Lower the chroma until the screen can show the colour."""
    low, high = 0.0, chroma
    if _shown(lightness, chroma, hue):
        low = chroma
    else:
        for _ in range(14):
            middle = (low + high) / 2
            if _shown(lightness, middle, hue):
                low = middle
            else:
                high = middle
    return Colour(*(min(max(part, 0.0), 1.0) for part in _from_oklch(lightness, low, hue)))


def _shown(lightness: float, chroma: float, hue: float) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in _from_oklch(lightness, chroma, hue))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _gamma(part: float) -> float:
    if part <= 0.0031308:
        return part * 12.92
    return 1.055 * math.pow(part, 1 / 2.4) - 0.055


def _to_oklch(colour: Colour) -> tuple[float, float, float]:
    """Björn Ottosson's OKLCh: lightness, chroma, hue in radians."""
    red, green, blue = (_linear(part) for part in (colour.red, colour.green, colour.blue))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return _gamma(red), _gamma(green), _gamma(blue)
