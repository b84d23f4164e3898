// Comforts on top of pages that work without this: copying, printing, and a marked passage in the
// middle of the window.

import { enableCopying } from "./copying.js";

enableCopying(document);

const printing = document.querySelector("button.print");

if (printing) {
  printing.hidden = false;
  printing.addEventListener("click", () => print());
}

const target = document.querySelector("mark[autofocus], .is-target[autofocus]");

if (target) {
  target.scrollIntoView({ block: target.matches("mark") ? "center" : "start" });
}
