"""Where the test material of others lies: published registers, forms and numbers, kept out of the repository."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "material"
MATERIAL = Path(os.environ.get("DYGN_MATERIAL") or BESIDE)
# The decision tables of the DMN Technology Compatibility Kit, level 2.
DECISIONS = (
    "0002-input-data-number",
    "0004-simpletable-U",
    "0006-simpletable-P1",
    "0008-LX-arithmetic",
    "0010-multi-output-U",
    "0101-feel-constants",
    "0105-feel-math",
    "0107-feel-ternary-logic-not",
    "0109-ruleOrder-hitpolicy",
    "0111-first-hitpolicy-singleoutputcol",
    "0113-outputOrder-hitpolicy-singleinoutcol",
    "0115-sum-collect-hitpolicy",
    "0117-multi-any-hitpolicy",
    "0119-multi-collect-hitpolicy",
)
# The reference models of the BPMN Model Interchange Working Group, and a process of a municipality.
SUNDSVALL = "bpmn/se-sundsvall/pw-parking-permit/process-parking-permit.bpmn"
MIWG = tuple(
    f"bpmn/miwg/Reference/{name}.bpmn"
    for name in (
        *("A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0", "C.1.0", "C.1.1", "C.2.0"),
        *("C.3.0", "C.4.0", "C.5.0", "C.6.0", "C.7.0", "C.8.0", "C.8.1", "C.9.0", "C.9.1", "C.9.2"),
    )
)
PROCESSES = (*MIWG, SUNDSVALL)
# What the tests ask for; where there is any material, CI wants all of it.
ASKED = (
    *(f"dmn-tck/compliance-level-2/{name}/{name}{end}" for name in DECISIONS for end in (".dmn", "-test-01.xml")),
    *PROCESSES,
    "addresses/dk-dawa-testdata/dar10/Adresse.ndjson",
    "forms/dk-aarhus-element-usage/ELEMENTS.md",
    "forms/helsinki-grants-webform/webform.webform.liikunta_tapahtuma.yml",
    "forms/helsinki-grants-webform/language-sv/webform.webform.liikunta_tapahtuma.yml",
    "forms/no-nav-formio/nav950005.json",
    "forms/se-helsingborg-viva/formNewApplication.json",
    "forms/uk-govuk-forms/all_question_types_form.json",
    "id-numbers/se-personnummer-meta/testdata/allPins.json",
    "id-numbers/se-personnummer-meta/testdata/allCoords.json",
    "id-numbers/se-personnummer-meta/testdata/list.json",
    "id-numbers/se-personnummer-meta/testdata/orgnumber.json",
    "service-catalogue/cpsv-ap/releases/3.1.1/shacl/cpsv-ap-SHACL.ttl",
    "service-catalogue/cpsv-ap/releases/3.2.0/shacl/cpsv-ap-SHACL.ttl",
    "service-catalogue/cpsv-ap-no/shacl/CPSV-AP-NO_shacl_shapes_v1.ttl",
    "service-catalogue/dk-kle-os2mo/kle.csv",
    "service-catalogue/no-los/source.xml",
)


def needs_material(path):
    """Skip a test for want of a file of the material, with one plain line."""
    assert path in ASKED, f"name {path} in tests/material.py"
    return pytest.mark.skipif(
        not (MATERIAL / path).exists(), reason=f"the material of others is not here ({path})"
    )


def material(path):
    """The path of a file of the material; without it the test is skipped with one plain line."""
    assert path in ASKED, f"name {path} in tests/material.py"
    if not (MATERIAL / path).exists():
        pytest.skip(f"the material of others is not here ({path})")
    return MATERIAL / path
