"""A flow as Open ePlatform's public source writes it; no real export has been had to try."""

from datetime import date

import pytest

from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.compiling import compile_definition, faults_of, load_definition
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.imported_forms import imported, mutated, package_of, questions_of, read_or_refused

FLOW = """<?xml version="1.0" encoding="UTF-8"?>
<Flow><flowID>7</flowID><name>Ansökan om odlingslott</name><requireAuthentication>true</requireAuthentication>
<shortDescription>&lt;p&gt;Sök en lott.&lt;/p&gt;</shortDescription><submittedMessage>Tack! {vi} hör av oss.</submittedMessage>
<Steps>
 <Step><name>Om lotten</name><sortIndex>1</sortIndex><QueryDescriptors>
  <QueryDescriptor><queryID>11</queryID><name>Andra saker</name><sortIndex>2</sortIndex>
   <defaultQueryState>VISIBLE</defaultQueryState><queryTypeID>x.CheckboxQueryProviderModule</queryTypeID>
   <CheckboxQuery><minChecked>1</minChecked><Alternatives>
    <CheckboxAlternative><alternativeID>3</alternativeID><name>Vatten</name><sortIndex>0</sortIndex></CheckboxAlternative>
    <CheckboxAlternative><alternativeID>4</alternativeID><name>Skjul</name><sortIndex>1</sortIndex></CheckboxAlternative>
   </Alternatives><freeTextAlternative>Annat</freeTextAlternative></CheckboxQuery>
   <EvaluatorDescriptors><EvaluatorDescriptor><name>r</name><enabled>true</enabled><sortIndex>0</sortIndex>
    <TargetQueryIDs><queryID>13</queryID></TargetQueryIDs>
    <QueryStateEvaluator><queryState>VISIBLE_REQUIRED</queryState><selectionMode>ALL</selectionMode>
     <RequiredAlternativeIDs><alternativeID>3</alternativeID><alternativeID>4</alternativeID></RequiredAlternativeIDs>
    </QueryStateEvaluator></EvaluatorDescriptor></EvaluatorDescriptors>
  </QueryDescriptor>
  <QueryDescriptor><queryID>10</queryID><name>Har du haft en lott förut?</name><sortIndex>1</sortIndex>
   <defaultQueryState>VISIBLE_REQUIRED</defaultQueryState><queryTypeID>x.RadioButtonQueryProviderModule</queryTypeID>
   <RadioButtonQuery><helpText><![CDATA[<p>Även som barn.</p>]]></helpText><Alternatives>
    <RadioButtonAlternative><alternativeID>1</alternativeID><name>Ja</name><sortIndex>0</sortIndex></RadioButtonAlternative>
    <RadioButtonAlternative><alternativeID>2</alternativeID><name>Nej</name><sortIndex>1</sortIndex></RadioButtonAlternative>
   </Alternatives></RadioButtonQuery>
   <EvaluatorDescriptors>
    <EvaluatorDescriptor><enabled>true</enabled><sortIndex>0</sortIndex>
     <TargetQueryIDs><queryID>12</queryID><queryID>14</queryID></TargetQueryIDs>
     <QueryStateEvaluator><queryState>VISIBLE_REQUIRED</queryState><selectionMode>ANY</selectionMode>
      <RequiredAlternativeIDs><alternativeID>1</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
    <EvaluatorDescriptor><enabled>true</enabled><sortIndex>1</sortIndex><TargetQueryIDs><queryID>15</queryID></TargetQueryIDs>
     <QueryStateEvaluator><queryState>HIDDEN</queryState><selectionMode>ANY</selectionMode>
      <RequiredAlternativeIDs><alternativeID>2</alternativeID></RequiredAlternativeIDs></QueryStateEvaluator></EvaluatorDescriptor>
    <EvaluatorDescriptor><enabled>true</enabled><sortIndex>2</sortIndex><TargetQueryIDs><queryID>16</queryID></TargetQueryIDs>
     <SecretEvaluator><queryState>VISIBLE</queryState></SecretEvaluator></EvaluatorDescriptor>
   </EvaluatorDescriptors>
  </QueryDescriptor>
  <QueryDescriptor><queryID>12</queryID><name>Vilken lott?</name><sortIndex>3</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
   <TextFieldQuery><Fields>
    <TextField><label>Område</label><required>true</required><sortIndex>0</sortIndex><maxContentLength>50</maxContentLength></TextField>
    <TextField><label>E-post då</label><required>false</required><sortIndex>1</sortIndex>
     <formatValidator>se.unlogic.standardutils.populators.EmailPopulator</formatValidator></TextField>
   </Fields></TextFieldQuery></QueryDescriptor>
  <QueryDescriptor><queryID>13</queryID><name>Varför både och?</name><sortIndex>4</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
   <TextAreaQuery><maxLength>500</maxLength></TextAreaQuery></QueryDescriptor>
  <QueryDescriptor><queryID>14</queryID><name>Du står redan i kön</name><sortIndex>5</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
   <StopQuery><description>&lt;p&gt;Ring oss i stället.&lt;/p&gt;</description></StopQuery></QueryDescriptor>
 </QueryDescriptors></Step>
 <Step><name>Om dig</name><sortIndex>2</sortIndex><QueryDescriptors>
  <QueryDescriptor><queryID>15</queryID><name>Kontakt</name><sortIndex>1</sortIndex><defaultQueryState>VISIBLE_REQUIRED</defaultQueryState>
   <ContactDetailQuery><fieldName>REQUIRED</fieldName><fieldEmail>VISIBLE</fieldEmail><fieldPhone>HIDDEN</fieldPhone></ContactDetailQuery></QueryDescriptor>
  <QueryDescriptor><queryID>16</queryID><name>Fastighet</name><sortIndex>2</sortIndex><defaultQueryState>HIDDEN</defaultQueryState>
   <PUDQuery/></QueryDescriptor>
  <QueryDescriptor><queryID>17</queryID><name>Bilaga</name><sortIndex>3</sortIndex><defaultQueryState>VISIBLE</defaultQueryState>
   <FileUploadQuery><maxFileCount>3</maxFileCount><allowedFileExtensions><value>pdf</value><value>png</value></allowedFileExtensions></FileUploadQuery></QueryDescriptor>
 </QueryDescriptors></Step>
</Steps></Flow>"""


@pytest.fixture(scope="module")
def made():
    return imported(FLOW.encode(), "oep")


def shown(made, **answers):
    form = load_definition(compile_definition(package_of(made))).form
    filling = Filling(form, answers, Occasion(date(2026, 11, 22), logged_in=True))
    return [question.id for page in filling.pages for question in filling.questions_on(page)]


def test_a_flow_becomes_a_package_that_is_right(made):
    assert faults_of(package_of(made)) == []
    assert made.service["title"] == {"sv": "Ansökan om odlingslott"}
    assert made.service["log_in"] == "substantial" and made.service["summary"] == {"sv": "Sök en lott."}
    assert "Tack! (vi) hör av oss." in made.letters["receipt.sv.md"]


def test_each_query_becomes_its_like_in_the_order_of_the_flow(made):
    kinds = {name: each["kind"] for name, each in questions_of(made.service).items()}
    assert kinds == {
        "har_du_haft_en_lott_forut": "yes_no", "andra_saker": "several_of", "vilken_lott_text": "information",
        "omrade": "text", "e_post_da": "email", "varfor_bade_och": "long_text", "du_star_redan_i_kon_text": "information",
        "kontakt_text": "information", "namn": "text", "e_post": "email",
        "fastighet": "property_designation", "bilaga": "file",
    }  # fmt: skip
    assert questions_of(made.service)["andra_saker"]["other"] is True
    assert questions_of(made.service)["bilaga"]["limits"] == {"max_count": 3, "accept": ["image", "pdf"]}
    assert questions_of(made.service)["har_du_haft_en_lott_forut"]["hint"] == {"sv": "Även som barn."}


def test_evaluators_show_require_and_hide(made):
    questions = questions_of(made.service)
    assert questions["omrade"]["shown_if"] == "har_du_haft_en_lott_forut == true"
    assert questions["omrade"]["required"] is True and questions["e_post_da"]["required"] is False
    assert questions["varfor_bade_och"]["shown_if"] == "'3' in andra_saker && '4' in andra_saker"
    on_the_way = shown(made, har_du_haft_en_lott_forut="yes")
    assert "omrade" in on_the_way and on_the_way[-1] == "du_star_redan_i_kon_text"  # nobody goes on from there
    assert "omrade" not in shown(made, har_du_haft_en_lott_forut="no")
    assert questions["namn"]["shown_if"] == "!(har_du_haft_en_lott_forut == false)"


def test_a_query_that_stops_is_a_page_that_stops(made):
    (page,) = [page for page in made.service["pages"] if page.get("stops")]
    assert page["title"] == {"sv": "Du står redan i kön"}
    assert page["questions"][0]["text"] == {"sv": "Ring oss i stället."}


def test_what_a_rule_of_another_kind_did_is_told(made):
    left = [line for line in made.report if line.verdict == Verdict.LEFT]
    assert any("SecretEvaluator" in line.why for line in left)
    assert "shown_if" not in questions_of(made.service)["fastighet"]
    assert any("always shown" in line.why for line in made.report)


@pytest.mark.parametrize(
    "content",
    [b"", b"<Flow/>", b"<a>", b'<!DOCTYPE f [<!ENTITY a "aa">]><Flow>&a;</Flow>', b"\xff", b"<Flow>" * 5000,
     '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE f []><Flow/>'.encode("utf-16")],
)  # fmt: skip
def test_what_is_no_such_flow_is_refused(content):
    with pytest.raises(PackageRefused):
        imported(content, "oep")


def test_broken_flows_are_read_or_refused():
    outcomes = [read_or_refused(mutated(FLOW.encode(), seed), "oep") for seed in range(150)]
    assert set(outcomes) == {"read", "refused"}
