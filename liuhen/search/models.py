"""What documents are found by. Nothing here is evidence: all of it is computed from the documents.

Who may see a document is never read from here: the live rows say so (`queries`).
"""

from __future__ import annotations

from django.db import models

from liuhen.cases.models import Case
from liuhen.documents.models import Document


class Entry(models.Model):
    """One document that can be found: a narrow row, so that a filter reads few pages."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="search_entry", verbose_name="文书"
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="案件")
    type_code = models.CharField("文书种类", max_length=40, db_index=True)
    state = models.CharField("状态", max_length=12)
    dated = models.DateField("文书日期", db_index=True)
    number = models.CharField("文号", max_length=60, blank=True)

    class Meta:
        verbose_name = "文书索引"

    def __str__(self) -> str:
        return f"{self.document_id}"


class Words(models.Model):
    """The words of a document as they are searched (`grams.normal`), and its rows in the index."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="search_words", verbose_name="文书"
    )
    text = models.TextField("文字", blank=True)

    class Meta:
        verbose_name = "文书全文"

    def __str__(self) -> str:
        return f"{self.document_id}"
