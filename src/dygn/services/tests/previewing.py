"""A colleague who tries a service by a preview link, with a browser and nothing else."""

import re

from dygn.services.actions.make_preview_link import make_preview_link
from dygn.services.preview_queries import path_of
from dygn.services.tests.factories import hidden_fields
from tests.cast import a_browser, an_author, scope


def a_link(service, *, of=None, now=None, version=1, **fields):
    """A preview link to a version of a service; ``version=None`` is what is worked on."""
    from django.utils import timezone

    with scope(of):
        return make_preview_link(
            service.pk, version_number=version, actor=an_author(of=of), now=now or timezone.now(), **fields
        )


class Tester:
    """Somebody with a link."""

    __test__ = False  # a person, no class of tests

    def __init__(self, link, browser=None, *, of=None, language="en"):
        self.browser = browser or a_browser(of=of)
        self.address = ("/en" if language == "en" else "") + path_of(link)

    def see(self, path=""):
        """The page at an address below the preview."""
        return self.browser.get(f"{self.address}{path}")

    def begin(self, who="nobody"):
        """Choose who to be."""
        return self.browser.post(self.address, {"who": who})

    def fill_in(self, page_id, *, query="", **answers):
        """Send a page as a browser would."""
        page = self.see(f"page/{page_id}/{query}")
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        fields = {name.replace("__", "-"): value for name, value in answers.items()}
        return self.browser.post(f"{self.address}page/{page_id}/", {**hidden_fields(page), **fields})

    def fill_in_all(self):
        """Fill in the small service to the end, without a dog."""
        self.fill_in("about-you", name="Alva", email="alva@example.org")
        self.fill_in("your-dog", has_dog="no")
        return self.fill_in("children")

    def send(self):
        """Press the button that would send."""
        page = self.see("check/")
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        return self.browser.post(f"{self.address}send/", hidden_fields(page))


def words_on(page):
    """What a page says, without its markup."""
    import html

    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
