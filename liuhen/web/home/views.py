"""The to-do page (S1), help, and two answers for machines."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.agenda.queries import todo
from liuhen.people.actors import Actor
from liuhen.people.models import Role
from liuhen.vault.store import folder
from liuhen.web.gate import public, signed_in
from liuhen.web.links import link_url


@signed_in("本人的待办")
def todo_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what this person is to do; an administrator without cases goes to the settings."""
    if actor.roles == {Role.ADMINISTRATOR}:
        return redirect("/settings")
    found = todo(actor, clock.today())
    return render(
        request,
        "home/todo.html",
        {
            "todo": found,
            "mine": [(task, link_url(task.link)) for task in found.mine],
            "due": [(task, link_url(task.link)) for task in found.due],
            "submitted": [(task, link_url(task.link)) for task in found.submitted],
            "may_open": actor.holds(Role.OFFICER),
        },
    )


@signed_in("任何登录人员")
def help_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show help by task, printable."""
    return render(request, "home/help.html", {"actor": actor})


@public("监控探测，不含任何业务内容")
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@public("监控探测，不含任何业务内容")
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether database and store can be used: 200 or 503, never a redirect."""
    checks = {"database": _database(), "store": _store()}
    fine = all(checks.values())
    return JsonResponse({"ready": fine, "checks": checks}, status=200 if fine else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _store() -> bool:
    root = folder().root
    return root.is_dir() or not root.exists()
