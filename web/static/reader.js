// The contents of a report follow its reader: open where they stand beside the text, and marked
// where the text is. Without this they open by hand, and the section that was asked for is marked.

const BESIDE = 62; // rem, the width of a frame from which contents stand beside the text

function openBeside(frame) {
  const contents = frame.querySelector(".outline details");
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (contents) {
    contents.open = frame.clientWidth >= BESIDE * rem;
  }
}

// The entries of the contents that lead to a heading of this page, by its id.
function entriesOf(frame) {
  const links = frame.querySelectorAll('.outline li a[href^="#"]');
  return new Map([...links].map((link) => [link.hash.slice(1), link]));
}

// The last heading that has passed the upper third of the window, else the first.
function headingInSight(headings) {
  const passed = headings.filter((each) => each.getBoundingClientRect().top < innerHeight / 3);
  return passed.at(-1) ?? headings[0];
}

function markCurrent(frame) {
  const entries = entriesOf(frame);
  const headings = [...frame.querySelectorAll(".text > [id]")].filter((each) => entries.has(each.id));
  const current = headings.length ? entries.get(headingInSight(headings).id) : null;
  if (!current || current.hasAttribute("aria-current")) {
    return;
  }
  frame.querySelector(".outline li [aria-current]")?.removeAttribute("aria-current");
  current.setAttribute("aria-current", "true");
  showCurrent(frame);
}

// Long contents are moved by themselves, and never the page with them.
function showCurrent(frame) {
  const outline = frame.querySelector(".outline");
  const current = outline?.querySelector("li [aria-current]");
  if (current) {
    outline.scrollTop = current.offsetTop - outline.clientHeight / 2;
  }
}

// For the reader of this page, and for one that is put beside a conversation.
export function follow(frame) {
  openBeside(frame);
  showCurrent(frame);
  let isWaiting = false;
  document.addEventListener(
    "scroll",
    () => {
      if (!isWaiting && frame.isConnected) {
        isWaiting = true;
        requestAnimationFrame(() => {
          isWaiting = false;
          markCurrent(frame);
        });
      }
    },
    { passive: true, capture: true },
  );
}

for (const frame of document.querySelectorAll(".reader-frame")) {
  follow(frame);
}
