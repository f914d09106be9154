"""The catalogue is data that a bureau may edit, so loading it must catch what was mistyped."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from liuhen.documents.entry import instant_text
from liuhen.documents.types import (
    CATALOGUE_FOLDER,
    CatalogueError,
    all_types,
    get_type,
    load_catalogue,
)
from liuhen.regulation.casefile import Stage

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
        ('source = "proposal.fine"', 'source = "wallet.fine"', "fields[fine_fen].source"),
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
