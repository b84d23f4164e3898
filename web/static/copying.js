// Copying, and what is said of it. Text is read and written as text only.

// What scripts say is written in the page, in the language of the interface.
export const phrases = document.getElementById("words").dataset;

const status = document.querySelector("[role=status]");
const TOLD_MILLISECONDS = 4000;

// Said to a screen reader alone: the page shows it already.
export function speak(words) {
  document.getElementById("spoken").textContent = words;
}

export function announce(words) {
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = words;
  });
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    status.textContent = "";
  }, TOLD_MILLISECONDS);
}

// Where the clipboard is closed to scripts (plain HTTP beyond this machine), select and copy.
function copyBySelection(text) {
  const box = document.createElement("textarea");
  const focused = document.activeElement;
  box.value = text;
  box.className = "unseen";
  (document.querySelector("dialog[open]") ?? document.body).append(box);
  box.select();
  const isCopied = document.execCommand("copy");
  box.remove();
  focused?.focus({ preventScroll: true });
  return isCopied;
}

export async function copy(text, told) {
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    isCopied = copyBySelection(text);
  }
  announce(isCopied ? told : phrases.notCopied);
}

async function copyFrom(url, told) {
  try {
    const response = await fetch(url);
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    await copy(await response.text(), told);
  } catch {
    announce(phrases.fileNotCopied);
  }
}

// The buttons are hidden until there is a script that they work with.
export function enableCopying(root) {
  for (const button of root.querySelectorAll("button.copy[hidden]")) {
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button?.dataset.copy !== undefined) {
    copy(button.dataset.copy, button.dataset.copied);
  } else if (button?.dataset.copyFrom !== undefined) {
    copyFrom(button.dataset.copyFrom, button.dataset.copied);
  }
});
