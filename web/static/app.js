// Comforts on top of pages that work without this: copying, a key for the question box, and a
// marked passage in the middle of the window. Text is read and written as text only.

const status = document.querySelector("[role=status]");

function announce(words) {
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = words;
  });
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    status.textContent = "";
  }, 4000);
}

// Where the clipboard is closed to scripts (plain HTTP beyond this machine), select and copy.
function copyBySelection(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.append(box);
  box.select();
  const isCopied = document.execCommand("copy");
  box.remove();
  return isCopied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const isCopied = await copy(button.dataset.copy);
    button.focus();
    announce(isCopied ? button.dataset.copied : "Not copied; select the text instead");
  });
}

const question = document.getElementById("question");

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
  if (event.key === "/" && isPlain && !isTyping && question) {
    event.preventDefault();
    question.focus();
  }
});

question?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    question.form.requestSubmit();
  }
});

const target = document.querySelector("mark[autofocus], .is-target[autofocus]");

if (target) {
  target.scrollIntoView({ block: target.matches("mark") ? "center" : "start" });
}
