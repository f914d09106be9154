"""Signing in and out, and one's own account."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from liuhen import clock
from liuhen.faults import Invalid
from liuhen.people.actions import set_password
from liuhen.people.actors import Actor, posts_on
from liuhen.people.models import Bureau, Person
from liuhen.web.forms import PageForm, show_fault
from liuhen.web.gate import public, signed_in


class SignInForm(PageForm):
    """Name and password."""

    username = forms.CharField(label="登录名", max_length=40)
    password = forms.CharField(
        label="口令", widget=forms.PasswordInput(), strip=False, max_length=200
    )


class PasswordForm(PageForm):
    """The old word and the new one."""

    old = forms.CharField(label="现在的口令", widget=forms.PasswordInput(), strip=False)
    password = forms.CharField(
        label="新口令",
        widget=forms.PasswordInput(),
        strip=False,
        help_text="至少 8 位，可以是一句话。",
    )


@public("登录页")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; a home without a bureau goes to its set-up first."""
    if not Bureau.objects.exists():
        return redirect("/setup")
    target = request.POST.get("next") or request.GET.get("next") or "/"
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = authenticate(request, **form.cleaned_data)
        if isinstance(person, Person):
            login(request, person)
            safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
            return redirect(target if safe else "/")
        form.add_error("password", "登录名或口令不对，请重新输入。")
    return render(
        request, "login.html", {"form": form, "next": target}, status=422 if form.errors else 200
    )


@public("退出登录，任何时候都可以")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect("/login")


@signed_in("本人")
def me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one's posts and certificates, and change the password."""
    person = Person.objects.get(pk=actor.person_id)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not person.check_password(form.cleaned_data["old"]):
            form.add_error("old", "现在的口令不对，请重新输入。")
        else:
            try:
                set_password(actor, person, form.cleaned_data["password"])
            except Invalid as fault:
                show_fault(form, fault)
            else:
                update_session_auth_hash(request, person)
                messages.success(request, "口令已修改。")
                return redirect("/me")
    return render(
        request,
        "account/me.html",
        {
            "person": person,
            "posts": posts_on(person, clock.today()),
            "form": form,
            "certificates": person.certificates.order_by("valid_to"),
            "today": clock.today(),
        },
        status=422 if form.errors else 200,
    )
