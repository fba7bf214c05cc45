"""What a form tells of a field: in the summary on top and at the field, in the same words."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from dygn.base.templatetags.dygn import told


class Tried(forms.Form):
    title = forms.CharField(label="What did you try?")
    outcome = forms.ChoiceField(label="How did it go?", choices=[("1", "Well")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")
    why = forms.CharField(error_messages={"required": "Write why."})
    days = forms.IntegerField(max_value=3)


@pytest.fixture
def form():
    return Tried({"days": "7"})


def test_a_field_left_empty_is_named_with_what_to_do(form):
    with override("en"):
        assert told(form["title"]) == ["Fill in “What did you try?”."]
        assert told(form["outcome"]) == ["Choose an answer to “How did it go?”."]
        assert told(form["sure"]) == ["Tick the box to confirm “I am sure”."]


def test_what_a_form_says_in_its_own_words_stands(form):
    assert told(form["why"]) == ["Write why."]
    with override("en"):
        assert told(form["days"]) == ["Ensure this value is less than or equal to 3."]


def test_the_summary_says_it_in_the_same_words_and_leads_to_the_field(form):
    with override("en"):
        summary = render_to_string("base/components/error_summary.html", {"form": form})
        field = render_to_string("base/components/field_error.html", {"field": form["title"]})
    assert '<a href="#id_title">Fill in “What did you try?”.</a>' in summary
    assert '<a href="#id_outcome_0">' in summary
    assert "<p>Fill in “What did you try?”.</p>" in field
