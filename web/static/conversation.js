// A conversation without reloading: each turn is asked by the form that a page without script
// sends, and the fragment of the address holds that form, so that a link, a reload and the way
// back ask it again. Nothing is stored, and the fragment is sent to no server.

import { announce, enableCopying, phrases, speak } from "./copying.js";
import { closeBeside } from "./beside.js";
import "./keys.js";
import "./suggestions.js";

const main = document.getElementById("main");
const pages = new Map(); // what each address of this visit showed

const element = (selector) => document.querySelector(selector);
const isConversation = () => element(".log") !== null;

// A document is parsed without running its scripts; a fault of the server is a document too.
function post(path, body) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "document";
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => {
      const told = request.response?.querySelector(".notice:not(:empty), .lead")?.textContent;
      if (request.status === 200) {
        resolve(request.response);
      } else {
        reject(new Error(told || phrases.notAnswered));
      }
    };
    request.onerror = () => reject(new Error(phrases.notReached));
    request.send(body);
  });
}

function tell(words) {
  const notice = element("#question-notice");
  if (notice) {
    notice.textContent = words;
  }
}

// What this address shows, to return to it without asking again.
function keep() {
  pages.set(location.href, {
    title: document.title,
    nodes: [...main.childNodes],
    turns: isConversation() ? [...element(".log").children] : [],
    carried: carriedFields(),
  });
}

function carriedFields() {
  return [...document.querySelectorAll("#question-form > input[type=hidden]")];
}

function carry(fields) {
  carriedFields().forEach((field) => field.remove());
  element("#question-form")?.append(...fields);
}

function showPage(page) {
  document.title = page.title;
  main.replaceChildren(...page.nodes);
  if (isConversation()) {
    element(".log").replaceChildren(...page.turns);
    carry(page.carried);
  }
}

function scrollToNewest() {
  const turns = element(".log")?.children ?? [];
  if (turns.length > 1) {
    turns[turns.length - 1].querySelector(".question").scrollIntoView({ block: "start" });
  } else {
    scrollTo(0, 0);
  }
}

function announceNewest() {
  const newest = element(".log > :last-child");
  if (newest?.dataset.announcement) {
    speak(newest.dataset.announcement);
  }
}

let asking = null; // the question that is being asked; another, or none, once the reader has left
const LEFT = Symbol("left");

// What is answered, unless the reader has gone back or forward meanwhile.
async function answered(path, body) {
  const mine = asking;
  try {
    return await post(path, body);
  } finally {
    if (asking !== mine) {
      throw LEFT;
    }
  }
}

// A whole conversation in place of the page: its first turn, a link, a reload.
async function openConversation(body) {
  const page = await answered("/ask", body);
  document.title = page.title;
  main.replaceChildren(...page.getElementById("main").childNodes);
  enableCopying(main);
  main.dispatchEvent(new CustomEvent("page"));
}

function pendingTurn(question) {
  const turn = document.createElement("article");
  const heading = document.createElement("h2");
  const told = document.createElement("p");
  turn.className = "turn";
  heading.className = "question";
  heading.dir = "auto";
  heading.textContent = question;
  told.className = "searching";
  told.textContent = phrases.searching;
  turn.append(heading, told);
  return turn;
}

// A turn after the others, or in place of the one whose button was pressed and those after it.
async function appendTurn(body, replaced) {
  const log = element(".log");
  const before = [...log.children];
  const pending = pendingTurn(body.get("question"));
  const kept = replaced ? before.slice(0, before.indexOf(replaced)) : before;
  log.setAttribute("aria-busy", "true");
  log.replaceChildren(...kept, pending);
  scrollToNewest();
  try {
    const page = await answered("/turn", body);
    document.title = page.title;
    pending.replaceWith(page.querySelector(".turn"));
    carry([...page.querySelectorAll("#question-form > input[type=hidden]")]);
    document.querySelectorAll("#newest").forEach((mark) => mark.remove());
    enableCopying(log);
  } catch (error) {
    if (error !== LEFT) {
      log.replaceChildren(...before);
      scrollToNewest();
    }
    throw error;
  } finally {
    log.removeAttribute("aria-busy");
  }
}

// The whole of an earlier answer, in its place; a page without script opens it as one of its own.
async function unfold(turn, body) {
  turn.setAttribute("aria-busy", "true");
  try {
    const page = await post("/turn", body);
    page.getElementById("newest").remove();
    const whole = page.querySelector(".turn");
    turn.replaceWith(whole);
    enableCopying(whole);
    whole.querySelector(".question").focus({ preventScroll: true });
    keep();
  } catch (error) {
    turn.removeAttribute("aria-busy");
    announce(error.message);
  }
}

async function ask(body, { replaced = null, isFurther = false, isNew = true } = {}) {
  if (asking) {
    return;
  }
  const mine = { body };
  asking = mine;
  tell("");
  main.setAttribute("aria-busy", "true");
  const typed = element("#question");
  const isTyped = typed?.value === body.get("question");
  if (isTyped && isConversation()) {
    typed.value = "";
  }
  const hadFocus = document.activeElement === typed;
  keep();
  try {
    await (isFurther ? appendTurn(body, replaced) : openConversation(body));
    if (isNew) {
      history.pushState(null, "", `/ask#${body}`);
    }
    keep();
    scrollToNewest();
    announceNewest();
    const next = hadFocus ? element("#question") : element(".log > :last-child .question");
    next?.focus({ preventScroll: true });
  } catch (error) {
    if (error === LEFT) {
      return;
    }
    if (isTyped) {
      element("#question").value = body.get("question");
    }
    tell(error.message);
  } finally {
    if (asking === mine) {
      leave();
    }
  }
}

function leave() {
  asking = null;
  main.removeAttribute("aria-busy");
}

// The fields of a form in one order, the question first, with none that says nothing.
function bodyOf(form, submitter) {
  const sent = new URLSearchParams(new FormData(form, submitter));
  const body = new URLSearchParams();
  body.set("question", sent.get("question") ?? "");
  for (const [name, value] of sent) {
    if (name !== "question" && (value || name.startsWith("history"))) {
      body.append(name, value);
    }
  }
  return body;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const action = new URL(event.submitter?.getAttribute("formaction") ?? form.action, location.href);
  if (action.pathname === "/ask") {
    event.preventDefault();
    if (event.submitter?.matches(".unfold")) {
      unfold(event.submitter.closest(".turn"), bodyOf(form, event.submitter));
      return;
    }
    closeBeside();
    const replaced = (event.submitter ?? form).closest(".turn");
    const isFurther = isConversation() && (replaced !== null || form.id === "question-form");
    ask(bodyOf(form, event.submitter), { replaced, isFurther });
  } else if (action.pathname === "/feedback") {
    event.preventDefault();
    post("/feedback", bodyOf(form, event.submitter)).then(
      () => announce(phrases.noted),
      (error) => announce(error.message),
    );
  }
});

document.addEventListener("keydown", (event) => {
  const isBox = event.target.id === "question";
  if (isBox && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// A link within the page moves there and leaves the address, which holds the conversation.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    const aim = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    aim?.scrollIntoView();
    aim?.focus({ preventScroll: true });
  }
});

const isAsked = () => location.hash.startsWith("#question=");

function resume() {
  leave();
  closeBeside();
  const page = pages.get(location.href);
  if (page) {
    showPage(page);
    scrollToNewest();
  } else if (isAsked()) {
    ask(new URLSearchParams(location.hash.slice(1)), { isNew: false });
  } else {
    location.reload();
  }
}

window.addEventListener("popstate", resume);

if (isAsked()) {
  resume();
} else {
  const newest = element(".log > :last-child .turn-foot [data-copy]");
  if (newest) {
    history.replaceState(null, "", new URL(newest.dataset.copy).hash);
  }
  keep();
}
