// Single-letter shortcuts. They can be switched off, and never act while one types.

import { copy, phrases } from "./copying.js";

const STORED = "rapporteur-shortcuts";
let current = null;

const passages = () => [...document.querySelectorAll(".log .passage")];
const isOn = () => localStorage.getItem(STORED) !== "off";

function newestPassages() {
  return [...document.querySelectorAll(".log > :last-child .passage")];
}

function currentPassage() {
  const focused = document.activeElement?.closest(".log .passage");
  if (focused) {
    return focused;
  }
  return current?.isConnected ? current : null;
}

function move(step) {
  const all = passages();
  const from = all.indexOf(currentPassage());
  const first = all.indexOf(newestPassages()[0]);
  const to = from < 0 ? first : from + step;
  if (all[to]) {
    current = all[to];
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
  }
}

function copyCitation() {
  const passage = currentPassage() ?? newestPassages()[0];
  if (passage) {
    copy(passage.querySelector(".citation").textContent, phrases.citationCopied);
  }
}

function openList() {
  const list = document.getElementById("keys");
  if (list && !list.open) {
    document.getElementById("keys-on").checked = isOn();
    list.showModal();
  }
}

const KEYS = {
  "/": () => document.getElementById("question")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  c: copyCitation,
  "?": openList,
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog");
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  const act = KEYS[event.key];
  if (act && isPlain && !isTyping && isOn()) {
    event.preventDefault();
    act();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#keys-open")) {
    openList();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") {
    localStorage.setItem(STORED, event.target.checked ? "on" : "off");
  }
});

function showHint() {
  document.querySelector(".keys-hint")?.removeAttribute("hidden");
}

document.getElementById("main").addEventListener("page", showHint);
showHint();
