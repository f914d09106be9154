// A fold hides its words from paper too, so every fold is open while the page is printed.
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const one of opened) one.open = true;
});

window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  opened = [];
});

for (const button of document.querySelectorAll("[data-action='print']")) {
  button.addEventListener("click", () => window.print());
}
