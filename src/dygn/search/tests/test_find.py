"""Search finds what people mean, and never the neighbour's."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dygn.base.tenancy import NoMunicipality, in_municipality
from dygn.search.actions.index_entry import index_entry
from dygn.search.actions.remove_entry import remove_entry
from dygn.search.models import Entry, SearchSynonym
from dygn.search.queries import find, suggest
from dygn.search.tests.factories import an_entry
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db


def titles(text, language="sv", *, of=None, **more):
    with scope(of):
        return [entry.title for entry in find(text, language, **more)]


def test_a_word_finds_the_compound_that_begins_with_it():
    an_entry("Bygglovsansökan")
    assert titles("bygglov") == ["Bygglovsansökan"]


def test_a_word_finds_the_compound_that_ends_with_it():
    an_entry("Bygglovsansökan")
    assert titles("ansökan") == ["Bygglovsansökan"]


def test_another_form_of_the_word_is_the_same_word():
    an_entry("Parkeringstillstånd för dig med nedsatt rörelseförmåga")
    assert len(titles("parkeringstillståndet")) == 1


def test_the_noun_finds_the_verb():
    an_entry("Parkera i Ekeby")
    an_entry("Parkering")
    assert titles("parkering") == ["Parkering", "Parkera i Ekeby"]


def test_a_slip_of_the_finger_still_finds():
    an_entry("Bygglov")
    assert titles("byglov") == ["Bygglov"]
    assert titles("bygglvo") == ["Bygglov"]


def test_letters_may_be_written_without_their_dots_and_rings():
    an_entry("Förskola på Åsen")
    assert titles("forskola asen") == ["Förskola på Åsen"]


def test_the_neighbour_country_s_letters_are_the_same_letters():
    an_entry("Vielse på rådhuset og fødsel", language="da")
    assert len(titles("födsel", "da")) == 1
    assert len(titles("foedsel raadhus", "da")) == 1


def test_a_question_in_a_whole_sentence_finds():
    an_entry("Bygglov")
    assert titles("hur gör jag för att få bygglov?") == ["Bygglov"]


def test_words_that_are_only_small_words_find_a_title_of_them():
    an_entry("Om oss")
    assert titles("om oss") == ["Om oss"]


def test_a_title_counts_more_than_the_text():
    an_entry("Lov och ledigheter", body="Här står något om bygglov också.")
    an_entry("Bygglov")
    assert titles("bygglov") == ["Bygglov", "Lov och ledigheter"]


def test_the_whole_word_comes_before_words_that_begin_so():
    an_entry("Bilder från torget")
    an_entry("Bil")
    assert titles("bil")[0] == "Bil"


def test_words_that_editors_say_mean_the_same_find_each_other():
    an_entry("Ekonomiskt bistånd")
    with scope():
        SearchSynonym.objects.create(language="sv", words="socialbidrag, ekonomiskt bistånd")
    assert titles("söka socialbidrag") == ["Ekonomiskt bistånd"]


def test_an_entry_s_own_synonyms_find_it():
    an_entry("Fritidshem", synonyms="fritids eftis")
    assert titles("eftis") == ["Fritidshem"]


def test_the_neighbour_s_entries_are_never_found():
    an_entry("Bygglov", of=a_municipality("Lund"))
    assert titles("bygglov") == []
    assert titles("bygglov", of=a_municipality("Lund")) == ["Bygglov"]


def test_the_neighbour_s_words_are_never_tried_for_a_slip():
    an_entry("Hemligord", of=a_municipality("Lund"))
    an_entry("Annat")
    assert titles("hemligort") == []


def test_nothing_is_found_without_a_municipality():
    an_entry("Bygglov")
    with in_municipality(None), pytest.raises(NoMunicipality):
        find("bygglov", "sv")
    with in_municipality(None), connection.cursor() as cursor:
        cursor.execute(
            """SELECT * FROM search_find('[[[["bygglov", "bygglov"]]]]', 'sv', '{}', 'everyone', 9)"""
        )
        assert cursor.fetchall() == []


def test_another_language_is_not_mixed_in():
    an_entry("Parking", language="en")
    assert titles("parking", "sv") == []


def test_what_is_for_staff_is_not_shown_to_everyone():
    an_entry("Jourlista", audience="staff")
    assert titles("jourlista") == []
    assert titles("jourlista", audience="staff") == ["Jourlista"]


def test_only_the_kinds_asked_for():
    an_entry("Bygglov", kind="service")
    an_entry("Bygglov, nyhet", kind="news")
    assert titles("bygglov", kinds=["news"]) == ["Bygglov, nyhet"]


def test_an_entry_written_anew_is_found_by_its_new_words_only():
    an_entry("Gammalt namn", key="one")
    an_entry("Parkbänk", key="one")
    assert titles("gammalt") == []
    assert titles("parkbänk") == ["Parkbänk"]


def test_a_removed_entry_is_not_found():
    an_entry("Bygglov", key="one")
    with scope():
        remove_entry("page", "one")
        remove_entry("page", "one")
    assert titles("bygglov") == []


def test_what_is_rolled_back_is_never_found():
    with scope(), pytest.raises(RuntimeError), transaction.atomic():
        index_entry(Entry(kind="page", key="1", language="sv", title="Bygglov", url="/"))
        raise RuntimeError
    assert titles("bygglov") == []


def test_suggestions_come_from_two_letters_on():
    an_entry("Bygglov")
    with scope():
        assert suggest("b", "sv") == []
        assert [entry.title for entry in suggest("by", "sv")] == ["Bygglov"]


def test_a_question_costs_three_statements(django_assert_max_num_queries):
    an_entry("Bygglov")
    with scope(), django_assert_max_num_queries(3):
        assert find("bygglov", "sv")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=300), st.text(alphabet="'\\\":*&|!()<-> %_\x00åß0.", max_size=40)))
def test_no_question_breaks_the_search(text):
    assert all(isinstance(title, str) for title in titles(text) + titles(f"bygg {text}", "nb"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=400))
def test_no_text_breaks_the_index(title, body):
    an_entry(title, body=body, key="same")
    with scope():
        assert Entry.objects.filter(key="same").count() == 1
