"""The catalogue is data that a bureau may edit, so loading it must catch what was mistyped."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liuhen.documents.entry import instant_text
from liuhen.documents.gates import STEP_OF_TYPE
from liuhen.documents.types import (
    CATALOGUE_FOLDER,
    CatalogueError,
    all_types,
    get_type,
    load_catalogue,
)
from liuhen.regulation.casefile import Document, DocumentState, Entered, Stage
from liuhen.regulation.papers import DECISIONS, Paper, remedies_lacking

EXPECTED = """lead_registration inspection_approval inspection_notice site_inspection_record inquiry_record
    witness_statement evidence_notice evidence_list filing_approval correction_order
    electronic_data_record recording_note sound_text investigation_report legal_review_opinion
    penalty_notice rights_notice statement_record statement_review correction_check
    discussion_record case_handling_approval penalty_decision delivery_receipt publication_record
    performance_record closing_report payment_voucher authority_letter postal_slip incoming_paper
    volume_cover volume_contents volume_notes recordings_sheet"""
ALL = sorted(all_types(), key=lambda one: one.code)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of one type, to be broken by a test."""
    target = tmp_path / "catalogue"
    for name in ("_layout", "penalty_decision"):
        shutil.copytree(CATALOGUE_FOLDER / name, target / name)
    return target


def edit(folder: Path, old: str, new: str) -> Path:
    path = folder / "penalty_decision" / "type.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_paper_of_the_procedure_has_its_type() -> None:
    assert {one.code for one in ALL} >= set(EXPECTED.split())


# The groups of papers that a statistics bureau's case may hold, numbered as in the reference list.
GROUPS = {
    1: "lead_registration",
    2: "inspection_approval inspection_plan",
    3: "inspection_notice",
    4: "reporting_reminder",
    5: "query_letter query_reply",
    6: "filing_approval",
    7: "no_filing_approval no_filing_notice",
    8: "site_inspection_record data_check_table",
    9: "inquiry_record",
    10: "witness_statement",
    11: "evidence_notice evidence_list",
    12: "keeping_approval keeping_notice keeping_list keeping_disposal",
    13: "electronic_data_record recording_note sound_text",
    14: "rights_notice",
    15: "recusal_application recusal_decision",
    16: "evidence_application evidence_reply",
    17: "authority_letter representative_certificate party_identity",
    18: "correction_order",
    19: "investigation_report conclusion_approval",
    20: "legal_review_referral legal_review_opinion",
    21: "discussion_record",
    22: "penalty_notice",
    23: "hearing_rights_notice",
    24: "statement_record statement_review",
    25: "rights_waiver",
    26: "hearing_application hearing_notice hearing_announcement",
    27: "hearing_record hearing_report",
    28: "case_handling_approval",
    29: "penalty_decision no_penalty_decision",
    30: "simplified_decision",
    31: "address_confirmation",
    32: "delivery_receipt",
    33: "entrusting_letter posting_record postal_slip public_notice public_notice_account"
    " absence_proof",
    34: "deferral_application deferral_decision",
    35: "performance_record payment_voucher",
    36: "correction_check",
    37: "demand_letter demand_statement_record demand_statement_review",
    38: "court_application court_ruling enforcement_record",
    39: "case_transfer_letter crime_transfer_letter discipline_proposal transfer_receipt",
    40: "extension_approval",
    41: "publication_approval publication_record",
    42: "closing_approval closing_report",
    43: "volume_cover volume_contents volume_notes",
    44: "recordings_sheet recording_register recordings_handover consultation_approval"
    " copy_application copy_approval",
    45: "review_notice review_reply review_decision suit_notice litigation_reply court_judgment"
    " evidence_directory",
}


@pytest.mark.parametrize("number", range(1, 46))
def test_every_group_of_papers_has_its_types(number: int) -> None:
    for code in GROUPS[number].split():
        get_type(code)


def test_every_type_belongs_to_a_group() -> None:
    grouped = {code for codes in GROUPS.values() for code in codes.split()}
    assert {one.code for one in ALL} == grouped | {"incoming_paper"}


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_that_a_rule_asks_for_can_be_written(paper: Paper) -> None:
    assert get_type(paper).title


def test_titles_tell_types_apart() -> None:
    titles = [one.title for one in ALL]
    assert sorted(titles) == sorted(set(titles))


@pytest.mark.parametrize("code", [one.value for one in DECISIONS])
def test_every_kind_of_decision_asks_for_what_the_rules_read(code: str) -> None:
    kind = get_type(code)
    required = {spec.name for spec in kind.fields if not spec.optional}
    assert required >= {
        "party_particulars", "facts", "evidence", "legal_basis", "decision_content", "remedies",
        "decided_on",
    }  # fmt: skip
    assert kind.served
    assert kind.prints_seal
    assert code in STEP_OF_TYPE


def test_a_demand_asks_for_the_four_things_of_the_enforcement_law() -> None:
    """行政强制法 第三十五条."""
    kind = get_type("demand_letter")
    for name in ("perform_within", "perform_way", "total_fen", "rights"):
        assert not kind.field(name).optional
        assert "第三十五条" in kind.field(name).help


def test_the_preset_remedies_of_every_decision_are_what_the_law_asks_for() -> None:
    for code in DECISIONS:
        fields = get_type(code).sample()["fields"]
        paper = Document(
            id="d1", type=code, title="", state=DocumentState.ISSUED, dated=date(2026, 4, 15),
            entered=Entered(at=datetime(2026, 4, 15, tzinfo=UTC), by="甲"), fields=fields,
        )  # fmt: skip
        assert list(remedies_lacking(paper)) == [], code


def test_whoever_signs_a_hearing_transcript_signs_every_page() -> None:
    kind = get_type("hearing_record")
    signing = {place.code for place in kind.signatures if place.each_page}
    assert signing == {"party", "officer", "host", "recorder"}


@pytest.mark.parametrize("code", ["site_inspection_record", "inquiry_record", "statement_record"])
def test_records_of_taking_evidence_ask_for_what_article_5_wants(code: str) -> None:
    kind = get_type(code)
    officers = kind.field("officers")
    assert officers.kind == "officers"
    assert officers.minimum == 2
    for name in ("officer_count", "certificates_shown", "certificates_words"):
        assert not kind.field(name).optional
    assert kind.place("officer").minimum == 2


def test_the_decision_asks_for_every_item_of_article_13_and_the_remedies() -> None:
    kind = get_type("penalty_decision")
    required = {spec.name for spec in kind.fields if not spec.optional}
    assert required >= {
        "party_particulars", "facts", "evidence", "legal_basis", "decision_content",
        "performance", "remedies", "decided_on",
    }  # fmt: skip
    assert kind.field("other_matters").optional
    assert kind.prints_seal


def test_whatever_the_other_side_signs_may_be_refused() -> None:
    for kind in ALL:
        for place in kind.signatures:
            if place.code in ("party", "agent", "witness", "testifier", "provider", "recipient"):
                assert place.may_refuse, f"{kind.code}: {place.code}"


def test_every_field_with_a_legal_meaning_of_the_decision_names_its_article() -> None:
    for spec in get_type("penalty_decision").fields:
        if not spec.optional:
            assert "条" in spec.help, spec.name


def test_internal_papers_are_not_served_and_stay_out_of_what_a_party_may_copy() -> None:
    for code in ("investigation_report", "legal_review_opinion", "discussion_record",
                 "case_handling_approval", "lead_registration"):  # fmt: skip
        kind = get_type(code)
        assert (kind.direction, kind.served, kind.volume) == ("inward", False, "side")


def test_a_number_reads_as_the_worked_case_has_it() -> None:
    number = get_type("inspection_notice").number
    assert number is not None
    assert number.text(prefix="示", year=2026, serial=2) == "示统检字〔2026〕2号"


def test_series_of_numbers_are_not_shared_between_types() -> None:
    series = [one.number.series for one in ALL if one.number]
    assert len(series) == len(set(series))


def test_stages_are_those_of_article_2() -> None:
    assert {one.stage for one in ALL} == set(Stage)


def test_an_unknown_type_or_version_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        get_type("no_such_type")
    with pytest.raises(KeyError):
        get_type("penalty_decision", 99)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('title = "行政处罚决定书"', 'titel = "行政处罚决定书"', "title"),
        ("volume_order = 20", "volume_order = 20\ncolour = 3", "colour"),
        ('stage = "decision"', 'stage = "someday"', "stage"),
        ("version = 1", 'version = "one"', "version"),
        ("in_force_from = 2026-01-01", 'in_force_from = "soon"', "in_force_from"),
        ('direction = "outward"', 'direction = "inward"', "served"),
        ('kind = "money"', 'kind = "dollars"', "fields[fine_fen].kind"),
        ('name = "fine_fen"', 'name = "fine"', "fields[fine].name"),
        ('name = "facts"', 'name = "remedies"', "fields"),
        ('name = "facts"', 'name = "Facts"', "fields[Facts].name"),
        ('source = "gathered.fine"', 'source = "wallet.fine"', "fields[fine_fen].source"),
        ("{bureau.government}", "{moon.government}", "fields[remedies].source"),
        ('code = "seal"', 'code = "stamp"', "signatures[0].code"),
        ('series = "统罚决"', 'series = ""', "number.series"),
        ("multiple = true", 'multiple = "yes"', "fields[penalties].multiple"),
    ],
)
def test_a_mistyped_catalogue_names_the_file_and_the_key(
    folder: Path, old: str, new: str, key: str
) -> None:
    path = edit(folder, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert caught.value.path == path
    assert caught.value.key == key
    assert str(path) in str(caught.value)


def test_broken_toml_names_the_file(folder: Path) -> None:
    path = edit(folder, "version = 1", "version = = 1")
    with pytest.raises(CatalogueError, match="不是 TOML"):
        load_catalogue(folder)
    assert path.exists()


def test_a_type_without_its_template_or_sample_is_refused(folder: Path) -> None:
    (folder / "penalty_decision" / "sample.json").unlink()
    with pytest.raises(CatalogueError, match=r"sample\.json"):
        load_catalogue(folder)
    (folder / "penalty_decision" / "template.typ").unlink()
    with pytest.raises(CatalogueError, match=r"template\.typ"):
        load_catalogue(folder)


def test_an_old_version_stays_beside_the_new_one(folder: Path) -> None:
    new = folder / "penalty_decision"
    shutil.copytree(new, folder / "old")
    shutil.move(folder / "old", new / "1")
    edit(folder, "version = 1", "version = 2")
    catalogue = load_catalogue(folder)
    assert catalogue.get("penalty_decision").version == 2
    assert catalogue.get("penalty_decision", 1).folder == new / "1"
    assert [one.version for one in catalogue.current()] == [2]


def test_the_same_version_twice_is_refused(folder: Path) -> None:
    new = folder / "penalty_decision"
    shutil.copytree(new, folder / "old")
    shutil.move(folder / "old", new / "1")
    with pytest.raises(CatalogueError, match="有两份"):
        load_catalogue(folder)


def test_the_digest_changes_with_whatever_changes_the_paper(folder: Path) -> None:
    def digest() -> str:
        return load_catalogue(folder).get("penalty_decision").digest

    first = digest()
    assert digest() == first == get_type("penalty_decision").digest
    sample = folder / "penalty_decision" / "sample.json"
    sample.write_text(sample.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert digest() == first
    layout = folder / "_layout" / "common.typ"
    layout.write_text(layout.read_text(encoding="utf-8") + "// x\n", encoding="utf-8")
    second = digest()
    assert second != first
    edit(folder, "决定内容", "决定的内容")
    assert digest() not in (first, second)


def test_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        instant_text(datetime(2026, 3, 10, 9, 30))  # noqa: DTZ001
