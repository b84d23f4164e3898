// The report beside the conversation, where there is room for both; else a link is a link.

import { enableCopying } from "./copying.js";

const ROOM = matchMedia("(min-width: 1100px)");
let opener = null;

const pane = () => document.querySelector(".beside");

export function closeBeside() {
  if (!pane() || pane().hidden) {
    return;
  }
  pane().hidden = true;
  pane().querySelector(".beside-page-main").replaceChildren();
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus({ preventScroll: true });
  opener = null;
}

function fetchPage(url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject());
    request.onerror = reject;
    request.send();
  });
}

async function open(link) {
  const url = link.href;
  const shown = pane();
  const place = shown.querySelector(".beside-page-main");
  opener?.setAttribute("aria-expanded", "false");
  opener = link;
  link.setAttribute("aria-expanded", "true");
  shown.querySelector(".beside-page").href = url;
  place.replaceChildren();
  place.setAttribute("aria-busy", "true");
  shown.hidden = false;
  shown.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest" });
  try {
    const page = await fetchPage(url);
    if (opener !== link) {
      return;
    }
    place.replaceChildren(...page.getElementById("main").childNodes);
    place.removeAttribute("aria-busy");
    enableCopying(place);
    const target = place.querySelector("mark[autofocus]") ?? place.querySelector(".is-target");
    target?.scrollIntoView({ block: "start" });
    target?.focus({ preventScroll: true });
  } catch {
    location.assign(url);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && isPlain && ROOM.matches && pane()) {
    event.preventDefault();
    open(link);
  }
  if (event.target.closest(".beside-close")) {
    closeBeside();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
    closeBeside();
  }
});
