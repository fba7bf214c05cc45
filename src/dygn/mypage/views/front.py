from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dygn.identity.web import actor_of, resident_required
from dygn.mypage.queries import my_page


@require_safe
@never_cache
@resident_required()
def front(request: HttpRequest) -> HttpResponse:
    """The front of My page: first what is expected of the person, then what is going on."""
    return render(request, "mypage/front.html", {"mine": my_page(actor_of(request))})
