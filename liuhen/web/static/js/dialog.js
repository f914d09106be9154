// Dialogs are <dialog> elements of the page; a button with data-dialog="id" opens one. Focus goes
// back to where it was when the dialog closes. On a phone a dialog fills the screen (CSS).

/** Open the dialog with this id; resolves with its returnValue when it closes. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  const before = document.activeElement;
  return new Promise((resolve) => {
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) {
      resolve("");
      return;
    }
    dialog.addEventListener("close", () => {
      if (before instanceof HTMLElement) before.focus();
      resolve(dialog.returnValue);
    }, { once: true });
    dialog.returnValue = "";
    dialog.showModal();
  });
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target && target.closest("[data-dialog]");
  if (opener) openDialog(opener.dataset.dialog);
  const closer = target && target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
});
