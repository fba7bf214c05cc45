import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.municipalities.rules.colours import BLACK, WHITE, Colour, at_luminance, contrast
from dygn.municipalities.rules.themes import (
    Theme,
    check,
    fingerprint,
    pairs_of,
    readable,
    stylesheet,
    theme_address,
)

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(Colour.read("#777777"), WHITE) == pytest.approx(4.478, abs=0.001)


@given(colours, st.floats(0.02, 0.9))
def test_a_colour_moved_to_a_luminance_has_it(colour, luminance):
    assert at_luminance(Colour.read(colour), luminance).luminance == pytest.approx(luminance, abs=0.02)


@settings(max_examples=25, deadline=None)
@given(colours, colours, colours, colours)
def test_whatever_is_chosen_either_every_contrast_holds_or_the_theme_is_refused(accent, one, two, neutral):
    theme = Theme.read({"accent": accent, "support1": one, "support2": two, "neutral": neutral})
    try:
        check(theme)
    except Refusal as refusal:
        assert refusal.code == "contrast"
        assert any(not pair.holds for pair in pairs_of(theme))
    else:
        assert all(pair.holds for pair in pairs_of(theme))


def test_a_pale_accent_is_refused_with_the_pair_and_by_how_much():
    with pytest.raises(Refusal) as refused:
        check(Theme(accent="#ffd500"))
    assert refused.value.field == "accent"
    assert "1.42" in str(refused.value.message) and "3 to 1" in str(refused.value.message)


@pytest.mark.parametrize(
    "choices",
    [
        {"accent": "red"},
        {"accent": "#12345"},
        {"font": "comic"},
        {"frame": "baroque"},
        {"radius": 99},
        {"radius": "6"},
        {"crest": "../../etc"},
        {"accent": "#1f6b45;}body{display:none"},
    ],
)
def test_what_is_no_theme_is_refused(choices):
    with pytest.raises(Refusal):
        Theme.read(choices)


def test_a_stored_theme_that_cannot_be_read_becomes_the_plain_one():
    assert readable({"accent": "tomato"}) == Theme()


def test_the_address_changes_with_the_theme():
    assert theme_address("ekeby", {"accent": "#1f6b45"}) != theme_address("ekeby", {"accent": "#1f6b46"})
    assert fingerprint(Theme()) == fingerprint(Theme.read({}))


def test_the_stylesheet_has_light_dark_and_high_contrast():
    css = stylesheet(Theme())
    assert "prefers-color-scheme:dark" in css and 'data-contrast="more"' in css
    assert css.count("{") == css.count("}")
