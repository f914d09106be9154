"""Where things are shown: one place that knows the addresses of records."""

from __future__ import annotations

from liuhen.agenda.tasks import UPLOAD, Link

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
    digits = "".join(c for c in id.partition("-")[0] if c.isdigit())
    return pattern.format(digits) if pattern and digits else f"/cases/{case_id}"


def link_url(link: Link) -> str:
    """Return the page that a to-do entry leads to."""
    if link.kind == UPLOAD:
        return "/uploads/mine"
    return _BY_KIND[str(link.kind)].format(link.id)
