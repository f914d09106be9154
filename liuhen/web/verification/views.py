"""核验: a package or a slip for anybody; this home for those who answer for it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import segno
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.faults import Conflict
from liuhen.ledger import nodes
from liuhen.ledger.errors import LedgerError
from liuhen.ledger.models import Checkpoint as Kept
from liuhen.ledger.notes import Checkpoint, parse_note
from liuhen.ledger.signer import checkpoint
from liuhen.people.actors import Actor, actor_for
from liuhen.people.models import Person, Role
from liuhen.verifier.verify import verify_package
from liuhen.web.formats import bytes_text
from liuhen.web.gate import public, signed_in
from liuhen.web.verification.forms import HomeForm, PackageForm
from liuhen.web.verification.home import load, verify_home
from liuhen.web.verification.outside import Comparison, compare, last_confirmation
from liuhen.web.verification.report import ReportView, report_view

MAX_STRANGER, MAX_COLLEAGUE = 512 * 1024**2, 8 * 1024**3
"""The largest upload, in bytes: without sign-in, and with."""

AUDITORS = (Role.ADMINISTRATOR, Role.ARCHIVIST, Role.HEAD, Role.SUPERVISOR)


def _limit(request: HttpRequest) -> int:
    return MAX_COLLEAGUE if isinstance(request.user, Person) else MAX_STRANGER


@public("核验不需要登录：当事人和上级机关也要能核验（网页只读取所传的文件，核验完即删除）")
@csrf_exempt  # only until the size is known: _verify_page below checks the token
def verify_page(request: HttpRequest) -> HttpResponse:
    """Check a package or a slip. The size is judged before a byte of the upload is kept."""
    problem = _too_large(request)
    if problem:
        form = PackageForm({})
        form.errors.clear()  # nothing of the form was read, so nothing else is wrong with it
        form.add_error("package", problem)
        return _page(request, form, status=413)
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _verify_page(request)


def _too_large(request: HttpRequest) -> str:
    """Say why an upload of this size cannot be taken; empty when it can."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > _limit(request):
        return (
            f"文件超过 {bytes_text(_limit(request))}，不能在网页上核验。"
            "请用案卷包里自带的核验程序，在自己的电脑上核验。"
        )
    if size and shutil.disk_usage(tempfile.gettempdir()).free < size + 256 * 1024**2:
        return "服务器的临时磁盘空间不够，请稍后再试，或者用案卷包里自带的核验程序。"
    return ""


@csrf_protect
def _verify_page(request: HttpRequest) -> HttpResponse:
    form = PackageForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    held = form.cleaned_data["checkpoint"]
    upload = form.cleaned_data["package"]
    if upload is None:
        return _page(request, form, comparison=compare(held))
    return _page(request, form, report=_report(form, upload))


def _report(form: PackageForm, upload: TemporaryUploadedFile) -> ReportView:
    held: Checkpoint | None = form.cleaned_data["checkpoint"]
    report = verify_package(
        Path(upload.temporary_file_path()),
        today=clock.today(),
        keys=form.cleaned_data["keys"],
        checkpoint=held.text if held else None,
    )
    report.package = upload.name or "案卷包"
    return report_view(report)


def _page(
    request: HttpRequest,
    form: PackageForm,
    *,
    status: int = 200,
    report: ReportView | None = None,
    comparison: Comparison | None = None,
) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    audits = person is not None and actor_for(person).holds(*AUDITORS)
    return render(
        request,
        "verification/verify.html",
        {
            "form": form,
            "report": report,
            "comparison": comparison,
            "audits": audits,
            "limit_words": bytes_text(_limit(request)),
            "load": load() if audits else None,
            **_status(audits),
        },
        status=status,
    )


def _status(audits: bool) -> dict[str, object]:
    """What the card of the last checkpoint shows; confirmations only to those who answer for it."""
    last = _last()
    return {
        "last": last,
        "root": _root_text(last[1]) if last else "",
        "confirmation": last_confirmation(clock.now()) if audits else None,
    }


def _last() -> tuple[Kept, Checkpoint] | None:
    kept = Kept.objects.order_by("-size").first()
    return (kept, Checkpoint.parse(parse_note(kept.note256).text)) if kept else None


def _root_text(held: Checkpoint) -> str:
    return held.text.split("\n")[2]


def _demand_auditor(actor: Actor) -> None:
    actor.demand(*AUDITORS, to="核验本系统")


@signed_in("AUDITORS")
def home_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """核验本系统: audit the whole log and read every stored file again."""
    _demand_auditor(actor)
    form = HomeForm(request.POST if request.method == "POST" else None)
    ahead = load()
    if request.method == "POST" and ahead.too_much:
        form.add_error(
            None, "数据太多，网页等不完。请在服务器上运行 liuhen verify，它核验同样的内容。"
        )
    report = None
    if request.method == "POST" and form.is_valid():
        report = verify_home(actor, form.cleaned_data["checkpoint"])
    return render(
        request,
        "verification/home.html",
        {
            "form": form,
            "report": report,
            "load": ahead,
            "now": clock.now(),
            **_status(True),
        },
        status=422 if form.errors else 200,
    )


@signed_in("AUDITORS")
@require_POST
def checkpoint_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sign a checkpoint over everything so far, and show its slip."""
    _demand_auditor(actor)
    try:
        checkpoint(actor=actor.id, at=clock.now())
    except LedgerError as error:
        raise Conflict(error.message) from error
    return redirect("checkpoint-slip")


@signed_in("AUDITORS")
def slip_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """检查点凭条: the last checkpoint, to be printed, signed by hand and kept on paper."""
    _demand_auditor(actor)
    last = _last()
    code = segno.make(last[0].note256, micro=False).svg_data_uri(scale=3) if last else ""
    return render(
        request,
        "verification/slip.html",
        {
            "last": last,
            "root": _root_text(last[1]) if last else "",
            "code": code,
            "later": nodes.size() - last[0].size if last else 0,
        },
    )
