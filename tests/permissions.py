"""The permission table: every page, asked by every kind of person, with the answer they must get.

A route without a row fails the test of the whole, so whoever adds a page decides here who opens it.
The case is the begun case of tests/begun.py; "" is somebody who has not signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WHO = {
    "jia": "an officer of the case",
    "zi": "another officer of the bureau",
    "bing": "its reviewer",
    "ding": "its legal department",
    "wu": "its head",
    "geng": "its archivist",
    "guanli": "its administrator, who sees no case",
    "ren": "the supervisor of the bureau above",
    "wai": "the head of another bureau",
    "": "nobody: not signed in",
}


@dataclass(frozen=True)
class Row:
    """One route: what fills its address (names in the begun case), and the answer by person."""

    answers: Mapping[str, int]
    fills: Mapping[str, str] = field(default_factory=dict)
    sends: Mapping[str, int] = field(default_factory=dict)
    """To whom sending is shut besides those to whom the page is: the answer to a POST."""
    query: str = ""


def _by_person(line: str) -> dict[str, int]:
    return dict(zip(WHO, map(int, line.split()), strict=True))


#                      jia  zi bing ding  wu geng admin ren wai nobody
EVERYBODY = _by_person("200 200 200 200 200 200 200 200 200 302")
PUBLIC = _by_person("200 200 200 200 200 200 200 200 200 200")
GONE = _by_person("404 404 404 404 404 404 404 404 404 404")
READERS = _by_person("200 403 200 200 200 200 403 200 404 302")
OFFICERS = _by_person("200 403 403 403 403 403 403 403 404 302")
ANY_OFFICER = _by_person("200 200 403 403 403 403 403 403 403 302")
SETTINGS = _by_person("403 403 403 403 200 403 200 403 200 302")
AUDITORS = _by_person("403 403 403 403 200 200 200 200 200 302")
# Another bureau's head keeps settings of their own, and knows nothing of this bureau's.
ONE_OF_OURS = _by_person("403 403 403 403 200 403 200 403 404 302")
ARCHIVIST = _by_person("403 403 403 403 403 302 403 403 404 302")
CLASSIFIERS = _by_person("200 403 403 403 200 403 403 403 404 302")
HERE = _by_person("200 403 200 200 200 200 403 403 404 302")
TRACERS = _by_person("403 403 403 403 200 200 403 200 404 302")
HEAD = _by_person("403 403 403 403 200 403 403 404 404 302")
WATCHERS = _by_person("403 403 403 403 200 403 200 200 200 302")
WATCHERS_OF_OURS = _by_person("403 403 403 403 200 403 200 200 404 302")
ENTERERS = _by_person("403 403 403 403 200 403 403 200 200 302")
ENTERERS_OF_OURS = _by_person("403 403 403 403 200 403 403 200 404 302")
OWN_OFFICER = _by_person("200 403 403 403 200 403 200 200 404 302")
ONLY_POST = _by_person("405 405 405 405 405 405 405 405 405 302")

NOTHING_THERE = _by_person("404 403 404 404 404 404 403 404 404 302")
# A script uploads: it is told in numbers, not sent to the sign-in page.
UPLOADING = _by_person("405 405 403 403 403 403 403 403 403 403")
NOTHING_FOR_OFFICERS = {**OFFICERS, "jia": 404}
NOT_OFFICERS = {who: answer for who, answer in OFFICERS.items() if answer != 200}
NOT_KEEPERS = {who: answer for who, answer in SETTINGS.items() if answer != 200}
NOT_AUDITORS = {who: answer for who, answer in AUDITORS.items() if answer != 200}

NO_SUCH_SETTING = {who: 404 if answer == 200 else answer for who, answer in SETTINGS.items()}

CASE = {"case_id": "case"}
TYPE = {"code": "penalty_decision", "version": "1"}
DRAFT = {"document_id": "draft"}
RECORD = {"document_id": "record"}
PLACE = {**RECORD, "place_id": "place"}
DELIVERY = {"delivery_id": "delivery"}
BREACH = {"breach_id": "breach"}
OUTCOME = {"outcome_id": "outcome"}
BUREAU = {"bureau_id": "bureau", "code": "records"}
OFFICER = {"person_id": "jia", "code": "records"}

TABLE: dict[str, Row] = {
    # home and account
    "": Row({**EVERYBODY, "guanli": 302}),
    "help": Row(EVERYBODY),
    "healthz": Row(PUBLIC),
    "readyz": Row(PUBLIC),
    "login": Row(PUBLIC),
    "logout": Row({**ONLY_POST, "": 405}),
    "me": Row(EVERYBODY),
    "setup": Row(GONE),
    # cases
    "cases": Row(EVERYBODY),
    "cases/new": Row(ANY_OFFICER),
    "cases/<int:case_id>": Row(READERS, CASE),
    "cases/<int:case_id>/facts": Row(OFFICERS, CASE),
    "cases/<int:case_id>/officers": Row(OFFICERS, CASE),
    "cases/<int:case_id>/checklist": Row(READERS, CASE),
    "cases/<int:case_id>/checklist.xlsx": Row(READERS, CASE),
    "cases/<int:case_id>/deadlines": Row(READERS, CASE),
    "cases/<int:case_id>/log": Row(READERS, CASE),
    "cases/<int:case_id>/activities/new": Row(OFFICERS, CASE),
    "activities/<int:activity_id>": Row(READERS, {"activity_id": "site"}),
    "activities/<int:activity_id>/end": Row(OFFICERS, {"activity_id": "under_way"}),
    # documents
    "documents": Row(EVERYBODY),
    "cases/<int:case_id>/documents": Row(READERS, CASE),
    "cases/<int:case_id>/documents/new": Row(OFFICERS, CASE, query="?type=inquiry_record"),
    "cases/<int:case_id>/papers/new": Row(OFFICERS, CASE),
    "documents/<int:document_id>": Row(READERS, RECORD),
    "documents/<int:document_id>/compare": Row(NOTHING_THERE, RECORD),
    "documents/<int:document_id>/edit": Row(OFFICERS, DRAFT),
    "documents/<int:document_id>/check": Row(OFFICERS, DRAFT),
    "documents/<int:document_id>/finalise": Row(ONLY_POST, DRAFT, NOT_OFFICERS),
    "documents/<int:document_id>/submit": Row(OFFICERS, DRAFT),
    "documents/<int:document_id>/discard": Row(OFFICERS, DRAFT),
    "documents/<int:document_id>/correct": Row(OFFICERS, RECORD),
    "documents/<int:document_id>/void": Row(OFFICERS, RECORD),
    "documents/<int:document_id>/sign": Row(OFFICERS, RECORD),
    "documents/<int:document_id>/scan": Row(ONLY_POST, RECORD, NOT_OFFICERS),
    "documents/<int:document_id>/note/<int:place_id>": Row(NOTHING_FOR_OFFICERS, PLACE),
    "documents/<int:document_id>/handover/<int:place_id>": Row(OFFICERS, PLACE),
    "documents/<int:document_id>/handover/<int:place_id>/page-<int:page>.png": Row(
        NOTHING_FOR_OFFICERS, {**PLACE, "page": "1"}
    ),
    "documents/<int:document_id>/handover/<int:place_id>/sign": Row(
        ONLY_POST, PLACE, {**NOT_OFFICERS, "jia": 404}
    ),
    "documents/<int:document_id>/handover/<int:place_id>/leave": Row(ONLY_POST, PLACE),
    "documents/<int:document_id>/v<int:number>-signed.pdf": Row(
        NOTHING_THERE, {**RECORD, "number": "1"}
    ),
    "cases/<int:case_id>/printed": Row(OFFICERS, CASE),
    "documents/<int:document_id>/refresh": Row(ONLY_POST, DRAFT, NOT_OFFICERS),
    "documents/<int:document_id>/copy.docx": Row(READERS, RECORD),
    "activities/<int:activity_id>/print.pdf": Row(READERS, {"activity_id": "site"}),
    "documents/<int:document_id>/preview": Row(ONLY_POST, DRAFT, NOT_OFFICERS),
    "cases/<int:case_id>/documents/preview": Row(
        ONLY_POST, CASE, NOT_OFFICERS, query="?type=inquiry_record"
    ),
    "documents/<int:document_id>/preview.pdf": Row(READERS, DRAFT),
    "documents/<int:document_id>/v<int:number>.pdf": Row(READERS, {**RECORD, "number": "1"}),
    "scans/new": Row(ANY_OFFICER),
    "scans/<int:scan_id>": Row(READERS, {"scan_id": "scan"}),
    "scans/<int:scan_id>/upright.jpg": Row(READERS, {"scan_id": "scan"}),
    # approvals
    "approvals": Row(EVERYBODY),
    "approvals/<int:matter_id>": Row(READERS, {"matter_id": "waiting"}),
    "approvals/<int:matter_id>/withdraw": Row(READERS, {"matter_id": "waiting"}),
    "cases/<int:case_id>/approvals": Row(READERS, CASE),
    # recordings and evidence
    "cases/<int:case_id>/recordings": Row(READERS, CASE),
    "cases/<int:case_id>/recordings/new": Row(OFFICERS, CASE),
    "recordings/<int:recording_id>": Row(READERS, {"recording_id": "photo"}),
    "recordings/<int:recording_id>/file": Row(READERS, {"recording_id": "photo"}),
    "uploads/mine": Row(EVERYBODY),
    "uploads/": Row(UPLOADING),
    "uploads/<uuid:upload_id>": Row(
        {**UPLOADING, "jia": 404, "zi": 404}, {"upload_id": "upload"}, {"jia": 405, "zi": 405}
    ),
    "cases/<int:case_id>/evidence": Row(READERS, CASE),
    "cases/<int:case_id>/evidence/new": Row(OFFICERS, CASE),
    "evidence/<int:item_id>": Row(READERS, {"item_id": "item"}),
    "evidence/<int:item_id>/file": Row(READERS, {"item_id": "item"}),
    "cases/<int:case_id>/recordings/elsewhere": Row(OFFICERS, CASE),
    # classes and looks
    "cases/<int:case_id>/looks": Row(TRACERS, CASE),
    "cases/<int:case_id>/records/<slug:record>/class": Row(
        CLASSIFIERS, {**CASE, "record": "classed"}
    ),
    "cases/<int:case_id>/records/<slug:record>/isolate": Row(HERE, {**CASE, "record": "classed"}),
    "cases/<int:case_id>/records/<slug:record>/late": Row(OFFICERS, {**CASE, "record": "classed"}),
    "clearances/<int:clearance_id>/end": Row(HEAD, {"clearance_id": "clearance"}),
    # delivery
    "cases/<int:case_id>/deliveries": Row(READERS, CASE),
    "documents/<int:document_id>/serve": Row(OFFICERS, {"document_id": "notice"}),
    "deliveries/<int:delivery_id>": Row(READERS, {"delivery_id": "delivery"}),
    "deliveries/<int:delivery_id>/receipt": Row(ONLY_POST, DELIVERY, NOT_OFFICERS),
    "deliveries/<int:delivery_id>/leaving": Row(ONLY_POST, DELIVERY, NOT_OFFICERS),
    "deliveries/<int:delivery_id>/outcome": Row(ONLY_POST, DELIVERY, NOT_OFFICERS),
    # the closed file: this case is open, so there is nothing to hand on yet
    "archive": Row(EVERYBODY),
    "cases/<int:case_id>/archive": Row(
        READERS, CASE, {"jia": 403, "bing": 403, "wu": 403, "ren": 403}
    ),
    "cases/<int:case_id>/volumes/<slug:kind>.pdf": Row(NOTHING_THERE, {**CASE, "kind": "main"}),
    "cases/<int:case_id>/package.zip": Row(ARCHIVIST, CASE),
    # supervision
    "supervision": Row({**WATCHERS, "jia": 302, "zi": 302}),
    "supervision/findings": Row(WATCHERS),
    "supervision/keeping": Row(WATCHERS),
    "supervision/cases/<int:case_id>": Row(WATCHERS_OF_OURS, CASE),
    "supervision/breaches": Row(WATCHERS),
    "supervision/breaches/new": Row(ENTERERS),
    "supervision/breaches/<int:breach_id>": Row(WATCHERS_OF_OURS, BREACH),
    "supervision/breaches/<int:breach_id>/correct": Row(ENTERERS_OF_OURS, BREACH),
    "supervision/breaches/<int:breach_id>/withdraw": Row(ENTERERS_OF_OURS, BREACH),
    "supervision/outcomes": Row(WATCHERS),
    "supervision/outcomes/new": Row(ENTERERS),
    "supervision/outcomes/<int:outcome_id>/withdraw": Row(ENTERERS_OF_OURS, OUTCOME),
    "supervision/assessment": Row(WATCHERS),
    "supervision/assessment.xlsx": Row(WATCHERS),
    "supervision/assessment/bureaus/<int:bureau_id>": Row(WATCHERS_OF_OURS, BUREAU),
    "supervision/assessment/bureaus/<int:bureau_id>/<slug:code>": Row(WATCHERS_OF_OURS, BUREAU),
    # The officer of these is 甲, who sees their own.
    "supervision/assessment/officers/<int:person_id>": Row(OWN_OFFICER, OFFICER),
    "supervision/assessment/officers/<int:person_id>/<slug:code>": Row(OWN_OFFICER, OFFICER),
    # verification
    "verify": Row(PUBLIC),
    "verify/home": Row(AUDITORS),
    "verify/files": Row(AUDITORS),
    "verify/checkpoint": Row(ONLY_POST, sends=NOT_AUDITORS),
    "verify/slip": Row(AUDITORS),
    # people and settings
    "people": Row(SETTINGS),
    "people/new": Row(SETTINGS),
    "people/<int:person_id>": Row(ONE_OF_OURS, {"person_id": "person"}),
    "people/<int:person_id>/password": Row(ONE_OF_OURS, {"person_id": "person"}),
    "people/<int:person_id>/deactivate": Row(ONE_OF_OURS, {"person_id": "person"}),
    "posts/<int:post_id>/end": Row(ONE_OF_OURS, {"post_id": "post"}),
    "settings": Row(SETTINGS),
    "settings/keepers/new": Row(SETTINGS),
    "settings/screen-signing/new": Row(SETTINGS),
    "settings/screen-signing/<int:filing_id>/end": Row(ONE_OF_OURS, {"filing_id": "filing"}),
    "settings/rules/new": Row(SETTINGS),
    "settings/parameters/new": Row(SETTINGS),
    "settings/discretion/new": Row(SETTINGS),
    "settings/numbers/new": Row(SETTINGS),
    "settings/numbers/<int:pool_id>": Row(ONE_OF_OURS, {"pool_id": "pool"}),
    "settings/numbers/<int:pool_id>/explain": Row(ONE_OF_OURS, {"pool_id": "pool"}),
    "settings/years/new": Row(SETTINGS),
    "rules": Row(EVERYBODY, sends=NOT_KEEPERS),
    # document types
    "settings/types": Row(SETTINGS),
    "settings/types/new": Row(SETTINGS),
    "settings/types/check": Row(NO_SUCH_SETTING, query="?package=none"),
    "settings/types/own/<int:own_id>/withdraw": Row(NO_SUCH_SETTING, {"own_id": "0"}),
    "settings/types/<slug:code>/<int:version>": Row(SETTINGS, TYPE),
    "settings/types/<slug:code>/<int:version>.pdf": Row(SETTINGS, TYPE),
    "settings/types/trial/<slug:package>/<slug:code>.pdf": Row(
        NO_SUCH_SETTING, {"package": "none", "code": "penalty_decision"}
    ),
}
