from django.http import HttpRequest


def chosen_numbers(request: HttpRequest, field: str) -> list[int]:
    """Give the numbers ticked in a list; what is no number is passed over."""
    given = request.POST.getlist(field)
    return [int(number) for number in given if number.isascii() and number.isdecimal() and len(number) < 19]
