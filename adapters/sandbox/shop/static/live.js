// Keeps a page of the shop as the shop is: it is asked for anew every second while somebody looks at
// it, and what differs is put in place. Without script the page is as it was when it was opened.
"use strict";

const PARTS = ["main", ".tree", ".count"];
const PAUSE_MS = 1000;

async function refresh() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of PARTS) {
        const old = document.querySelector(part);
        const now = fresh.querySelector(part);
        if (old && now && old.innerHTML !== now.innerHTML) {
          old.innerHTML = now.innerHTML;
          old.classList.add("changed");
          setTimeout(() => old.classList.remove("changed"), 1500);
        }
      }
    } catch {
      // The shop is away for a moment: what is shown stays.
    }
  }
  setTimeout(refresh, PAUSE_MS);
}

setTimeout(refresh, PAUSE_MS);
