// Everything works without this file; it adds answers while typing and small comforts.
import htmx from "htmx.org";

// Its own style element would be refused by the content security policy.
htmx.config.includeIndicatorStyles = false;

// A second press on "save" while the first is on its way would send the form twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button && !event.target.hasAttribute("hx-get")) setTimeout(() => (button.disabled = true), 0);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

// Copies the content of a field whose id the button names; without a script the field can be marked.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
  });
}

// A slider tells how far it has been drawn; without a script it tells where it began.
document.addEventListener("input", (event) => {
  const told = event.target.type === "range" && event.target.nextElementSibling;
  if (told) told.value = `${event.target.value} %`;
});

// What an address points at within a fold is shown also by browsers that do not open folds themselves.
function unfold() {
  const one = document.getElementById(location.hash.slice(1));
  for (let fold = one?.closest("details:not([open])"); fold; fold = one.closest("details:not([open])")) {
    fold.open = true;
    one.scrollIntoView();
  }
}
window.addEventListener("hashchange", unfold);
unfold();
