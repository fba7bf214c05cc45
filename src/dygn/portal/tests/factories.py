from dygn.portal.actions.open_site import open_site
from dygn.portal.rules.site_content import read_site_content
from tests.cast import a_browser, a_municipality

CONTENT = """
language: sv
title: Ekeby
welcome: Vi hjälper dig, dygnet runt.
news_title: Nyheter
news_slug: nyheter
topics:
  - slug: avfall
    title: Avfall och återvinning
    icon: environment
    lead: Sortera rätt och få soporna hämtade.
    body: "Här kan du läsa om **sopor**."
    services: [small-service]
    pages:
      - {slug: sortera, title: Så sorterar du, lead: Var sak på sin plats., body: "Glas för sig."}
  - {slug: flytta-hit, title: Flytta hit, lead: Allt du behöver ordna., topic_kind: life_event, icon: map}
pages:
  - {slug: om-oss, title: Om oss, lead: Så styrs Ekeby.}
news:
  - {slug: nytt-badhus, title: Nytt badhus öppnar, lead: I mars öppnar vi., days_ago: 3, body: Kom och bada!}
questions:
  - {question: "När hämtas soporna?", answer: Varannan vecka.}
messages:
  - {title: Vattnet är avstängt, text: Ängsvägen till klockan 16., weight: warning}
synonyms: ["sopor, avfall"]
"""
ENGLISH = """
language: en
title: Ekeby
topics:
  - {slug: waste, title: Waste and recycling, lead: Sort it right.}
"""


def a_site(*, of=None, text=CONTENT):
    """A municipality's site with topics, pages, news, a question and a message."""
    return open_site(of or a_municipality(), read_site_content(text))


def see(path, *, of=None, actor=None, status=200):
    """Visit an address of a municipality and give the page's text."""
    response = a_browser(actor, of=of).get(path)
    assert response.status_code == status, response
    return response.content.decode()
