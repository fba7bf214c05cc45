"""A municipality's theme: a few choices, from which every colour of light, dark and high contrast comes.

The sixteen steps of a colour are Designsystemet's; each is the chosen hue at a fixed luminance, so
that text and borders keep their contrast whatever the hue. What is used as chosen (buttons, the
band on top) is checked, and a theme that fails is refused with the pair and by how much.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal, Text
from dygn.municipalities.rules.colours import BLACK, WHITE, Colour, at_luminance, contrast

# Raised when the same choices are to give other colours, so that addresses change.
RECIPE = 1

TEXT, LARGE_TEXT, SHAPE = 4.5, 3.0, 3.0
HIGH_CONTRAST_TEXT = 7.0

# A voice is a pair of faces, for headings and for text, with how headings are set.
VOICES = {
    "figtree": ('"Figtree"', '"Figtree"', 700, "-0.018em"),
    "serif": ('"Source Serif 4"', '"Hanken Grotesk"', 560, "-0.012em"),
    "grotesk": ('"Schibsted Grotesk"', '"Schibsted Grotesk"', 800, "-0.03em"),
    "hanken": ('"Hanken Grotesk"', '"Hanken Grotesk"', 650, "-0.015em"),
}
FRAMES = ("plain", "band", "tinted")
# Drawings of our own under static/dygn/crests and static/dygn/scenes.
CRESTS = ("dygn", "ekeby", "nordo", "fjellvik")
LARGEST_RADIUS = 24


@dataclass(frozen=True)
class Theme:
    """What a municipality chooses. Colours as ``#rrggbb``; radius in pixels."""

    accent: str = "#1d4e89"
    support1: str = "#2f7d6b"
    support2: str = "#8a4f9e"
    neutral: str = "#23272f"
    radius: int = 6
    font: str = "figtree"
    frame: str = "plain"
    crest: str = "dygn"

    @classmethod
    def read(cls, choices: Mapping[str, object]) -> "Theme":
        """Read what is stored; raises Refusal for a colour, face or radius that is none."""
        known = {field.name for field in fields(cls)}
        theme = cls(**{name: value for name, value in choices.items() if name in known})  # type: ignore[arg-type]
        for name in COLOURS:
            _colour(getattr(theme, name), name)
        _check_choices(theme)
        return theme

    def colour(self, name: str) -> Colour:
        return _colour(getattr(self, name), name)


COLOURS = ("accent", "support1", "support2", "neutral")
NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "accent": _("the accent colour"),
        "support1": _("the first supporting colour"),
        "support2": _("the second supporting colour"),
        "neutral": _("the neutral colour"),
        "page": _("the page"),
        "button text": _("the text on it"),
        "text": _("text"),
        "pale text": _("subdued text"),
        "border": _("the border of a field"),
        "focus": _("the focus ring"),
    }
)


def _colour(text: object, name: str) -> Colour:
    try:
        return Colour.read(str(text))
    except ValueError:
        raise Refusal(
            "not_a_colour",
            _("Write the colour as # and six figures or letters a to f, for example #1f6b45."),
            field=name,
        ) from None


def _check_choices(theme: Theme) -> None:
    if theme.font not in VOICES:
        raise Refusal("unknown_font", _("Choose one of the typefaces in the list."), field="font")
    if theme.crest not in CRESTS:
        raise Refusal("unknown_crest", _("Choose one of the crests in the list."), field="crest")
    if theme.frame not in FRAMES:
        raise Refusal("unknown_frame", _("Choose one of the frames in the list."), field="frame")
    if not isinstance(theme.radius, int) or not 0 <= theme.radius <= LARGEST_RADIUS:
        raise Refusal("wrong_radius", _("Choose a corner radius from 0 to 24 pixels."), field="radius")


# ---- Steps of a colour -----------------------------------------------------------------------------

Steps = dict[str, Colour]

# Luminance of each step; the share of the hue's chroma that pale and dark grounds keep.
_LIGHT = {
    "background-default": (1.0, 0.0),
    "background-tinted": (0.9, 0.2),
    "surface-default": (1.0, 0.0),
    "surface-tinted": (0.81, 0.3),
    "surface-hover": (0.72, 0.38),
    "surface-active": (0.59, 0.48),
    "border-subtle": (0.56, 0.5),
    "border-default": (0.185, 1.0),
    "border-strong": (0.11, 1.0),
    "text-subtle": (0.10, 1.0),
    "text-default": (0.0245, 0.9),
}
_DARK = {
    "background-default": (0.009, 0.2),
    "background-tinted": (0.016, 0.3),
    "surface-default": (0.016, 0.25),
    "surface-tinted": (0.03, 0.4),
    "surface-hover": (0.038, 0.4),
    "surface-active": (0.056, 0.5),
    "border-subtle": (0.075, 0.6),
    "border-default": (0.24, 0.8),
    "border-strong": (0.42, 0.8),
    "text-subtle": (0.45, 0.75),
    "text-default": (0.82, 0.3),
}
_MORE_LIGHT = _LIGHT | {
    "border-subtle": (0.13, 1.0),
    "border-default": (0.06, 1.0),
    "border-strong": (0.02, 1.0),
    "text-subtle": (0.04, 1.0),
    "text-default": (0.0, 0.0),
}
_MORE_DARK = _DARK | {
    "background-default": (0.0, 0.0),
    "background-tinted": (0.004, 0.2),
    "surface-default": (0.0, 0.0),
    "border-subtle": (0.35, 0.6),
    "border-default": (0.6, 0.5),
    "border-strong": (0.9, 0.2),
    "text-subtle": (0.75, 0.5),
    "text-default": (1.0, 0.0),
}
SCHEMES = {"light": _LIGHT, "dark": _DARK, "light-more": _MORE_LIGHT, "dark-more": _MORE_DARK}
# In the dark a button must rise from the page, and in high contrast stand out from it.
_BASE_FLOOR = {"dark": 0.19, "dark-more": 0.5}
_BASE_CEILING = {"light-more": 0.09}

SYSTEM_COLOURS = {"info": "#0a71c0", "success": "#1c7c3b", "warning": "#e29a1e", "danger": "#b81f24"}


def steps_of(colour: Colour, scheme: str) -> Steps:
    """Give the sixteen steps of a colour in one scheme."""
    grounds = {
        name: at_luminance(colour, luminance, chroma_share=share)
        for name, (luminance, share) in SCHEMES[scheme].items()
    }
    return grounds | _base_steps(colour, scheme)


def _base_steps(colour: Colour, scheme: str) -> Steps:
    base = colour
    if base.luminance < _BASE_FLOOR.get(scheme, 0.0):
        base = at_luminance(colour, _BASE_FLOOR[scheme])
    if base.luminance > _BASE_CEILING.get(scheme, 1.0):
        base = at_luminance(colour, _BASE_CEILING[scheme])
    text = max((WHITE, BLACK), key=lambda candidate: contrast(candidate, base))
    towards = -1 if text == WHITE else 1
    return {
        "base-default": base,
        "base-hover": _moved(base, towards, 0.24),
        "base-active": _moved(base, towards, 0.42),
        "base-contrast-subtle": at_luminance(colour, 0.86 if text == WHITE else 0.01, chroma_share=0.4)
        if contrast(at_luminance(colour, 0.86 if text == WHITE else 0.01, chroma_share=0.4), base) >= TEXT
        else text,
        "base-contrast-default": text,
    }


def _moved(colour: Colour, direction: int, share: float) -> Colour:
    """Move away from the text on it: darker under white, lighter under black."""
    luminance = colour.luminance
    target = luminance * (1 - share) if direction < 0 else luminance + (1 - luminance) * share
    return at_luminance(colour, target)


@dataclass(frozen=True)
class Pair:
    """Two colours that stand on each other somewhere, and the contrast they need there."""

    scheme: str
    front: str
    back: str
    ratio: float
    needed: float

    @property
    def holds(self) -> bool:
        return self.ratio >= self.needed


def pairs_of(theme: Theme) -> Iterator[Pair]:
    """Give every pair of colours of a theme, in all schemes, with the contrast it has and needs."""
    for scheme in SCHEMES:
        ground = steps_of(theme.colour("neutral"), scheme)
        for name in COLOURS:
            yield from _pairs_of_colour(name, steps_of(theme.colour(name), scheme), ground, scheme)


def _pairs_of_colour(name: str, steps: Steps, ground: Steps, scheme: str) -> Iterator[Pair]:
    text = HIGH_CONTRAST_TEXT if scheme.endswith("more") else TEXT
    page = ground["background-default"]
    wanted = [
        ("button text", name, steps["base-contrast-default"], steps["base-default"], TEXT),
        ("button text", name, steps["base-contrast-default"], steps["base-hover"], TEXT),
        ("button text", name, steps["base-contrast-default"], steps["base-active"], TEXT),
        ("border", "page", steps["border-default"], page, SHAPE),
        ("pale text", "page", steps["text-subtle"], page, text),
    ]
    if name in ("accent", "neutral"):  # the supports fill and tint; only these draw what one must see
        wanted.append((name, "page", steps["base-default"], page, SHAPE))
    wanted += [("text", back, steps["text-default"], steps[back], text) for back in _GROUNDS]
    wanted += [("pale text", back, steps["text-subtle"], steps[back], TEXT) for back in _GROUNDS[:3]]
    for front, back, one, other, needed in wanted:
        yield Pair(scheme, front, back, contrast(one.rounded, other.rounded), needed)


_GROUNDS = ("background-default", "background-tinted", "surface-tinted", "surface-hover")


def check(theme: Theme) -> None:
    """Refuse a theme in which a pair lacks contrast; says which pair and by how much."""
    for pair in pairs_of(theme):
        if not pair.holds:
            raise Refusal(
                "contrast",
                _(
                    "The contrast between %(front)s and %(back)s is %(ratio)s to 1 and must be %(needed)s to 1. Choose a darker colour."
                )
                % {
                    "front": NAMES.get(pair.front, pair.front),
                    "back": NAMES.get(pair.back, pair.back),
                    "ratio": f"{int(pair.ratio * 100) / 100:.2f}",
                    "needed": f"{pair.needed:g}",
                },
                field=pair.front if pair.front in COLOURS else None,
            )


# ---- The stylesheet -------------------------------------------------------------------------------------

_DS_NAMES = {"accent": "accent", "support1": "brand1", "support2": "brand2", "neutral": "neutral"}


def stylesheet(theme: Theme) -> str:
    """Write the theme as CSS variables for light, dark and high contrast."""
    light, dark = _scheme_rules(theme, "light"), _scheme_rules(theme, "dark")
    more_light, more_dark = _scheme_rules(theme, "light-more"), _scheme_rules(theme, "dark-more")
    auto = 'html[data-color-scheme="auto"]'
    return "\n".join(
        [
            f":root{{{_shape_rules(theme)}}}",
            f':root,[data-color-scheme="light"]{{{light}}}',
            f'html[data-color-scheme="dark"]{{{dark}}}',
            f"@media (prefers-color-scheme:dark){{{auto}{{{dark}}}}}",
            f"@media (prefers-contrast:more){{:root{{{more_light}}}html[data-color-scheme=dark]{{{more_dark}}}}}",
            f"@media (prefers-contrast:more) and (prefers-color-scheme:dark){{{auto}{{{more_dark}}}}}",
            f'html[data-contrast="more"]{{{more_light}}}',
            f'html[data-contrast="more"][data-color-scheme="dark"]{{{more_dark}}}',
            f'@media (prefers-color-scheme:dark){{{auto}[data-contrast="more"]{{{more_dark}}}}}',
            f"@media print{{html:root[data-color-scheme][data-contrast]{{{more_light}}}}}",
            "",
        ]
    )


def _shape_rules(theme: Theme) -> str:
    heading, text, weight, spacing = VOICES[theme.font]
    fallback = "Georgia,serif" if "Serif" in heading else "system-ui,sans-serif"
    return (
        f"--dy-font:{text},system-ui,sans-serif;--dy-heading-font:{heading},{fallback};"
        f"--dy-heading-weight:{weight};--dy-heading-spacing:{spacing};"
        f"--ds-border-radius-base:{theme.radius}px;--ds-border-radius-default:{theme.radius}px;"
        f"--ds-border-radius-sm:{min(theme.radius, 6)}px;--ds-border-radius-md:{min(theme.radius, 10)}px;"
        f"--ds-border-radius-lg:{min(theme.radius, 16)}px;--ds-border-radius-xl:{theme.radius}px;"
        f"--dy-scene:url(/static/dygn/scenes/{theme.crest}.svg);"
    )


def _scheme_rules(theme: Theme, scheme: str) -> str:
    rules = [f"color-scheme:{scheme.removesuffix('-more')}"]
    steps = {name: steps_of(theme.colour(name), scheme) for name in COLOURS}
    for name, colours in steps.items():
        rules += [f"--ds-color-{_DS_NAMES[name]}-{step}:{colour}" for step, colour in colours.items()]
    for name, colour in SYSTEM_COLOURS.items():
        rules += [
            f"--ds-color-{name}-{step}:{shade}"
            for step, shade in steps_of(Colour.read(colour), scheme).items()
        ]
    rules += _focus_rules(steps["neutral"], scheme) + _frame_rules(theme, steps, scheme)
    return ";".join(rules)


def _focus_rules(neutral: Steps, scheme: str) -> list[str]:
    return [
        f"--ds-color-focus-inner:{neutral['background-default']}",
        f"--ds-color-focus-outer:{neutral['text-default']}",
        f"--ds-link-color-visited:{'#663299' if scheme.startswith('light') else '#c3aede'}",
    ]


def _frame_rules(theme: Theme, steps: Mapping[str, Steps], scheme: str) -> list[str]:
    """The band on top, the band below and the front page's opening."""
    page, text = steps["neutral"]["background-default"], steps["neutral"]["text-default"]
    if scheme.endswith("more"):
        return _band(page, text, text) + _foot(page, text) + _hero(page, text)
    return _FRAME_RULES[theme.frame](steps, scheme == "dark")


def _plain_frame(steps: Mapping[str, Steps], is_dark: bool) -> list[str]:
    """A white band with a line of the accent, and an opening in the first support."""
    neutral, support = steps["neutral"], steps["support1"]
    foot = neutral if is_dark else support
    return [
        *_band(neutral["background-default"], neutral["text-default"], neutral["border-subtle"]),
        f"--dy-frame-line:{steps['accent']['base-default']}",
        *_foot(foot["background-tinted"], neutral["text-default"]),
        *_hero(support["background-tinted"], neutral["text-default"]),
    ]


def _band_frame(steps: Mapping[str, Steps], is_dark: bool) -> list[str]:
    """Bands full of the accent, and an opening in the second support."""
    accent, support = steps["accent"], steps["support2"]
    ground, text = (
        ("surface-tinted", "text-default") if is_dark else ("base-default", "base-contrast-default")
    )
    return [
        *_band(accent[ground], accent[text], accent[ground]),
        *_foot(accent[ground], accent[text]),
        *_hero(support["background-tinted"], accent["text-default"]),
    ]


def _tinted_frame(steps: Mapping[str, Steps], is_dark: bool) -> list[str]:
    """A band in a breath of the accent, an opening and a deep foot in the first support."""
    accent, support = steps["accent"], steps["support1"]
    foot = (support["surface-tinted"], support["text-default"])
    if not is_dark:
        foot = (support["text-default"], support["background-tinted"])
    return [
        *_band(accent["background-tinted"], accent["text-default"], accent["background-tinted"]),
        *_foot(*foot),
        *_hero(support["surface-tinted"], accent["text-default"]),
    ]


_FRAME_RULES = {"plain": _plain_frame, "band": _band_frame, "tinted": _tinted_frame}


def _band(background: Colour, text: Colour, border: Colour) -> list[str]:
    return [
        f"--dy-frame-background:{background}",
        f"--dy-frame-text:{text}",
        f"--dy-frame-border:{border}",
        f"--dy-frame-hover:color-mix(in srgb,{text} 14%,transparent)",
    ]


def _foot(background: Colour, text: Colour) -> list[str]:
    return [f"--dy-footer-background:{background}", f"--dy-footer-text:{text}"]


def _hero(background: Colour, text: Colour) -> list[str]:
    return [f"--dy-hero-background:{background}", f"--dy-hero-text:{text}"]


# ---- The address -------------------------------------------------------------------------------------------


def fingerprint(theme: Theme) -> str:
    """Short and the same for the same theme: the stylesheet's address changes when the theme does."""
    text = json.dumps([RECIPE, asdict(theme)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def theme_address(slug: str, choices: Mapping[str, object]) -> str:
    """The address of a municipality's stylesheet; the plain theme's when what is stored cannot be read."""
    return f"/theme/{slug}-{fingerprint(readable(choices))}.css"


def readable(choices: Mapping[str, object]) -> Theme:
    """Read what is stored; a theme that can no longer be read becomes the plain one."""
    try:
        return Theme.read(choices)
    except Refusal:
        return Theme()
