// Signing in again over the page: nothing is left, so nothing is lost. Only the same person may go
// on in the page; a colleague who signs in here would save these words as their own.

import { openDialog } from "./dialog.js";

const BOX = "signin-dialog";

/** Open the box, unless it is open. */
export function askToSignIn() {
  openDialog(BOX);
}

/** Let the box sign in and tell the page "signed-in-again". */
export function watchSignIn() {
  const box = document.getElementById(BOX);
  const form = box && box.querySelector("[data-signin]");
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = await signIn(form).catch(() => "没有连上系统，请稍后再试。");
    const line = form.querySelector("[data-signin-fault]");
    line.hidden = !fault;
    line.textContent = fault;
    if (fault) return;
    form.querySelector("[name=password]").value = "";
    box.close();
    renewTokens();
    document.dispatchEvent(new CustomEvent("signed-in-again"));
  });
}

/** Sign in; resolves with what went wrong, empty when nothing did. */
async function signIn(form) {
  const page = await parsed(await fetch("/login"));
  const body = new URLSearchParams(new FormData(form));
  body.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch("/login", { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") return "登录名或口令不对，请重新输入。";
  const me = await parsed(await fetch("/me"));
  if (me.body.dataset.person === document.body.dataset.person) return "";
  return signOut(me).then(
    () => "登录的是另一个人。这些内容是您写的，请用您自己的登录名登录；同事要用这台电脑，请另开窗口。");
}

function signOut(page) {
  const body = new URLSearchParams();
  body.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch("/logout", { method: "POST", body, redirect: "manual" });
}

async function parsed(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Signing in changes the token; the buttons of this page would be refused with the old one.
function renewTokens() {
  const row = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  if (!row) return;
  for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    each.value = row.slice("csrftoken=".length);
  }
}
