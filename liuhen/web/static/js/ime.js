// One guard for Chinese typing, shared by every script: while a candidate is being chosen, Enter,
// Escape and shortcuts belong to the input method. Some browsers fire compositionend before the
// keydown that confirmed the candidate, so a composition counts as open for one more tick.

let open = false;

document.addEventListener("compositionstart", () => { open = true; }, true);
document.addEventListener("compositionend", () => { setTimeout(() => { open = false; }, 0); }, true);

/** Tell whether this key belongs to the input method. */
export function isComposing(event) {
  return open || event.isComposing === true || event.keyCode === 229;
}

/** Tell whether a composition is under way: no autosave, counter or search-as-you-type then. */
export function composing() {
  return open;
}

// Enter that confirms a candidate must never submit the form it is typed in.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && isComposing(event) && event.target instanceof HTMLInputElement) {
    event.preventDefault();
  }
}, true);
