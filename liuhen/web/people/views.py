"""Colleagues: the list, a new one, one person's page with what can be changed there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from liuhen import clock
from liuhen.faults import NotFound
from liuhen.people import actions
from liuhen.people.access import colleague, demand_administration, own_bureau
from liuhen.people.acting import acting
from liuhen.people.actors import Actor
from liuhen.people.clearances import demand_head, end_clearance, grant_clearance
from liuhen.people.models import Bureau, Clearance, Person, Post, Role
from liuhen.regulation.secrecy import words_of
from liuhen.web.gate import signed_in
from liuhen.web.people.entering import entered, posted
from liuhen.web.people.forms import CertificateForm, EndPostForm, PersonForm, PostForm
from liuhen.web.people.shown import clearance_lines, colleagues, person_line, uncertified
from liuhen.web.people.slips import Slip, one_time_password, slips_page
from liuhen.web.secrecy.forms import ClearanceForm, EndClearanceForm


def administered(actor: Actor) -> Bureau:
    """Return the actor's own bureau after demanding its administration."""
    bureau = own_bureau(actor)
    demand_administration(actor, bureau)
    return bureau


def _colleague(actor: Actor, person_id: int) -> Person:
    administered(actor)
    return colleague(actor, person_id)


@signed_in("demand_administration")
def people_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the colleagues with posts and certificates."""
    bureau = administered(actor)
    lines = [person_line(person, clock.today()) for person in colleagues(bureau)]
    context = {"bureau": bureau, "lines": lines, "uncertified": uncertified(lines)}
    return render(request, "people/list.html", context)


@signed_in("demand_administration")
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a colleague; the answer is the slip with the first password."""
    bureau = administered(actor)
    form = PersonForm(request.POST or None, initial={"held_from": clock.today()})
    password = one_time_password()
    if request.method == "POST" and entered(form, lambda data: _add(actor, bureau, data, password)):
        data = form.cleaned_data
        slip = Slip(data["name"].strip(), data["username"].strip(), password)
        return slips_page(request, [slip], onward="/people", onward_label="人员")
    return render(request, "people/new.html", {"form": form}, status=422 if form.errors else 200)


def _add(actor: Actor, bureau: Bureau, data: dict[str, Any], password: str) -> Person:
    with acting(actor):
        person = actions.add_person(
            actor,
            bureau=bureau,
            username=data["username"],
            name=data["name"],
            password=password,
            legal_qualification=data["legal_qualification"],
        )
        for role in data["roles"]:
            actions.appoint(
                actor, person, role=Role(role), title=data["title"], held_from=data["held_from"]
            )
        if data["number"]:
            actions.add_certificate(
                actor,
                person,
                number=data["number"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
            )
    return person


@signed_in("demand_administration")
def person_page(request: HttpRequest, actor: Actor, person_id: int) -> HttpResponse:
    """Show a colleague; certificates and posts are added here."""
    person = _colleague(actor, person_id)
    certificate = CertificateForm(posted(request, "certificate"), prefix="certificate")
    clearance = ClearanceForm(
        posted(request, "clearance"), prefix="clearance", initial={"since": clock.today()}
    )
    post = PostForm(posted(request, "post"), prefix="post", initial={"held_from": clock.today()})
    if certificate.is_bound and entered(
        certificate, lambda data: actions.add_certificate(actor, person, **data)
    ):
        messages.success(request, "执法证已登记。")
        return redirect("person", person.pk)
    if clearance.is_bound and entered(
        clearance, lambda data: grant_clearance(actor, person, **data)
    ):
        messages.success(request, "查阅权限已登记。")
        return redirect("person", person.pk)
    if post.is_bound and entered(post, lambda data: _appoint(actor, person, data)):
        messages.success(request, "任职已登记。")
        return redirect("person", person.pk)
    return render(
        request,
        "people/person.html",
        {
            "line": person_line(person, clock.today()),
            "person": person,
            "certificate": certificate,
            "post": post,
            "clearance": clearance,
            "clearances": clearance_lines(person, clock.today()),
            "is_head": actor.holds(Role.HEAD),
            "is_self": actor.person_id == person.pk,
        },
        status=422 if certificate.errors or post.errors or clearance.errors else 200,
    )


def _appoint(actor: Actor, person: Person, data: dict[str, Any]) -> Post:
    return actions.appoint(
        actor, person, role=Role(data["role"]), title=data["title"], held_from=data["held_from"]
    )


@signed_in("demand_administration")
def end_post_page(request: HttpRequest, actor: Actor, post_id: int) -> HttpResponse:
    """End a post on a day."""
    bureau = administered(actor)
    post = Post.objects.filter(pk=post_id, bureau=bureau).select_related("person").first()
    if post is None:
        raise NotFound
    form = EndPostForm(request.POST or None, initial={"held_to": clock.today()})
    if request.method == "POST" and entered(
        form, lambda data: actions.end_post(actor, post, held_to=data["held_to"])
    ):
        messages.success(request, f"{post.person.name}的「{post.title}」已结束任职。")
        return redirect("person", post.person_id)
    return _confirm(
        request,
        person=post.person,
        form=form,
        title="结束任职",
        question=f"{post.person.name}不再担任{post.title}（{post.get_role_display()}）？",
        consequences=["任职的历史保留，以前的记录不变。", "次日起，这个岗位的权限停止。"],
        confirm_label="结束任职",
    )


@signed_in("demand_head")
def end_clearance_page(request: HttpRequest, actor: Actor, clearance_id: int) -> HttpResponse:
    """收回查阅权限."""
    row = Clearance.objects.select_related("person__bureau").filter(pk=clearance_id).first()
    if row is None:
        raise NotFound
    demand_head(actor, row.person)
    form = EndClearanceForm(request.POST or None)
    if request.method == "POST" and entered(
        form, lambda data: end_clearance(actor, row, reason=data["reason"])
    ):
        messages.success(request, f"{row.name}的查阅权限已收回。")
        return redirect("person", row.person_id)
    return _confirm(
        request,
        person=row.person,
        form=form,
        title="收回查阅权限",
        question=f"收回{row.name}对“{words_of(row.secrecy)}”材料的查阅权限？",
        consequences=["从现在起不能再看这类材料。", "权限的历史和以前的查阅记录保留。"],
        confirm_label="收回",
    )


@signed_in("demand_administration")
def password_page(request: HttpRequest, actor: Actor, person_id: int) -> HttpResponse:
    """Give a colleague a new one-time password, on a slip."""
    person = _colleague(actor, person_id)
    if request.method == "POST":
        password = one_time_password()
        actions.set_password(actor, person, password)
        slip = Slip(person.name, person.username, password)
        return slips_page(request, [slip], onward=f"/people/{person.pk}", onward_label=person.name)
    return _confirm(
        request,
        person=person,
        title="重设口令",
        question=f"给{person.name}一个新的一次性口令？",
        consequences=[
            "原来的口令立即失效。",
            "新口令只显示一次，请当面交给本人。",
            "重设口令会记入日志。",
        ],
        confirm_label="重设口令",
    )


@signed_in("demand_administration")
def deactivate_page(request: HttpRequest, actor: Actor, person_id: int) -> HttpResponse:
    """Close a colleague's account."""
    person = _colleague(actor, person_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and entered(form, lambda _: actions.deactivate(actor, person)):
        messages.success(request, f"{person.name}的账号已停用。")
        return redirect("person", person.pk)
    return _confirm(
        request,
        person=person,
        form=form,
        title="停用账号",
        question=f"停用{person.name}的账号？",
        consequences=["从现在起不能登录。", "以前的记录保留姓名和证号，不受影响。"],
        confirm_label="停用账号",
        danger=True,
    )


def _confirm(request: HttpRequest, *, person: Person, **context: Any) -> HttpResponse:
    form = context.get("form")
    return render(
        request,
        "components/confirm_page.html",
        {"kicker": person.name, "cancel_url": f"/people/{person.pk}", **context},
        status=422 if form is not None and form.errors else 200,
    )
