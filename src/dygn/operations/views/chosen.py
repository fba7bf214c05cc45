from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def chosen_numbers(request: HttpRequest, field: str) -> list[int]:
    """Give the numbers ticked in a list; what is no number is passed over."""
    given = request.POST.getlist(field)
    return [int(number) for number in given if number.isascii() and number.isdecimal() and len(number) < 19]


def chosen_key(request: HttpRequest, field: str) -> str:
    """Give the key that was chosen; nothing for what is none."""
    try:
        return str(forms.SlugField(max_length=80).clean(request.POST.get(field, "")))
    except ValidationError:
        return ""
