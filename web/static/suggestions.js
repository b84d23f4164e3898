// Reports suggested while a symbol or a few words are typed. Where the server has no suggestions
// to make, nothing is shown.

import { phrases, speak } from "./copying.js";

const PATH = "/api/v1/suggest";
const PAUSE_MILLISECONDS = 120;
const MOST_WORDS = 4;
const LEAST_CHARS = 2;
let isOffered = true;
let timer = 0;
let asked = "";

const box = () => document.getElementById("question");
const list = () => document.getElementById("suggestions");
const options = () => [...list().children];
const chosen = () => list()?.querySelector("[aria-selected=true]");

function close() {
  clearTimeout(timer);
  asked = "";
  if (list() && !list().hidden) {
    list().hidden = true;
    list().replaceChildren();
    box().removeAttribute("aria-activedescendant");
    box().removeAttribute("aria-controls");
  }
}

function optionOf(report, place) {
  const option = document.createElement("li");
  const symbol = document.createElement("b");
  option.id = `suggestion-${place}`;
  option.role = "option";
  option.ariaSelected = "false";
  option.dataset.fill = report.symbol || report.title;
  symbol.textContent = report.symbol ?? "";
  option.append(...(report.symbol ? [symbol, " "] : []), report.title ?? "");
  return option;
}

async function suggest(typed) {
  asked = typed;
  const response = await fetch(PATH, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ typed }),
  });
  if (!response.ok) {
    isOffered = response.status !== 404 && response.status !== 405;
    return;
  }
  const reports = await response.json();
  if (asked !== typed || document.activeElement !== box()) {
    return;
  }
  list().replaceChildren(...reports.map(optionOf));
  list().hidden = reports.length === 0;
  if (reports.length > 0) {
    box().setAttribute("aria-controls", "suggestions");
    speak(phrases.suggested.replace("#", reports.length));
  }
}

function isLikeAReport(text) {
  const words = text.trim().split(/\s+/);
  return text.trim().length >= LEAST_CHARS && words.length <= MOST_WORDS && !/[?"“]/.test(text);
}

function choose(step) {
  const all = options();
  const from = all.indexOf(chosen());
  const to = from < 0 && step < 0 ? all.length - 1 : (from + step + all.length) % all.length;
  all.forEach((option, place) => {
    option.ariaSelected = String(place === to);
  });
  all[to].scrollIntoView({ block: "nearest" });
  box().setAttribute("aria-activedescendant", all[to].id);
}

function fill(option) {
  box().value = option.dataset.fill;
  close();
  box().focus();
}

document.addEventListener("input", (event) => {
  if (event.target !== box() || !isOffered) {
    return;
  }
  const typed = box().value;
  close();
  if (isLikeAReport(typed)) {
    timer = setTimeout(() => suggest(typed).catch(() => {}), PAUSE_MILLISECONDS);
  }
});

document.addEventListener(
  "keydown",
  (event) => {
    if (event.target !== box() || !list() || list().hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      fill(chosen());
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const option = event.target.closest("#suggestions li");
  if (option) {
    fill(option);
  }
});

document.addEventListener("submit", close);
document.addEventListener("focusout", (event) => {
  if (event.target === box() && !event.relatedTarget?.closest("#suggestions")) {
    setTimeout(close, PAUSE_MILLISECONDS);
  }
});
