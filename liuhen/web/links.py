"""Where things are shown: one place that knows the addresses of records."""

from __future__ import annotations

from liuhen.agenda.tasks import CARE, UPLOAD, Link

_BY_LIST = {
    "documents": "/documents/{}",
    "activities": "/activities/{}",
    "recordings": "/recordings/{}",
    "deliveries": "/deliveries/{}",
    "approvals": "/approvals/{}",
    "evidence": "/evidence/{}",
}
_BY_KIND = {
    "document": "/documents/{}",
    "activity": "/activities/{}",
    "recording": "/recordings/{}",
    "delivery": "/deliveries/{}",
    "matter": "/approvals/{}",
    "evidence": "/evidence/{}",
    "case": "/cases/{}",
}


def subject_url(case_id: int, ref: str) -> str:
    """Return the page of a subject of the case file (`documents/d12`); else the case's own."""
    name, _, id = ref.partition("/")
    pattern = _BY_LIST.get(name)
    digits = number_in(id)
    return pattern.format(digits) if pattern and digits else f"/cases/{case_id}"


def number_in(id: str | None) -> str:
    """Return the number in an id of the case file: 12 in d12 and in d12-1; empty if it has none."""
    return "".join(c for c in (id or "").partition("-")[0] if c.isascii() and c.isdigit())


def link_url(link: Link) -> str:
    """Return the page that a to-do entry leads to."""
    if link.kind == UPLOAD:
        return "/uploads/mine"
    if link.kind == CARE:
        return "/verify/files"
    return _BY_KIND[str(link.kind)].format(link.id)
