"""From a document row to its PDF: what `render` needs, gathered in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuhen.documents.models import Document
from liuhen.documents.render import RenderError, render
from liuhen.documents.signing import Mark
from liuhen.faults import Invalid


@dataclass(frozen=True)
class Drawn:
    """A drawn version: PDF bytes, pages, and the code that every page carries."""

    pdf: bytes
    pages: int
    code: str


def page_code(document: Document, digest: str) -> str:
    """Return the code that binds a page to exactly this text: document, version, digest."""
    return f"D{document.pk}-V{document.version}-{digest[:12].upper()}"


def draw(
    document: Document,
    *,
    digest: str,
    at: datetime,
    marks: Sequence[Mark] = (),
    opinions: Sequence[dict[str, str]] = (),
    draft: bool = False,
) -> Drawn:
    """Draw the document as it stands; Invalid names characters that no font has."""
    code = page_code(document, digest)
    content: dict[str, Any] = {
        "bureau": document.case.bureau.name,
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
        "fields": document.fields,
        "opinions": list(opinions),
        "signatures": [
            {
                "place": mark.place,
                "name": mark.name,
                "state": str(mark.state),
                "on": mark.on.isoformat() if mark.on else "",
                "reason": mark.reason,
                "noted_by": mark.noted_by,
                "svg": mark.svg,
            }
            for mark in marks
        ],
    }
    try:
        rendered = render(document.type, content, at=at, code=code, draft=draft)
    except RenderError as error:
        raise Invalid(str(error)) from error
    return Drawn(rendered.pdf, rendered.pages, code)
