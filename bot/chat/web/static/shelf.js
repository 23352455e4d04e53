// The list of articles follows what is typed.
"use strict";
(() => {
  const { one, fetched } = page;
  const sift = one("form.sift");
  // an empty shelf has none
  if (!sift) return;
  let latest = 0;
  let pause;

  async function follow() {
    const number = ++latest;
    const address = new URL(sift.getAttribute("action"), location.href);
    for (const [name, value] of new FormData(sift)) if (value && value !== "added") address.searchParams.set(name, value);
    try {
      const [list, isFound] = await fetched(address);
      // an answer that comes late must not take the place of a later one
      if (number !== latest) return;
      if (!isFound) throw new Error(one("h1", list)?.textContent);
      one("#found").replaceWith(document.adoptNode(one("#found", list)));
      document.title = list.title;
      history.replaceState(null, "", address);
      one("#said").textContent = one("#counted").textContent;
    } catch (error) {
      if (number === latest) one("#counted").textContent = one("#said").textContent = error instanceof TypeError ? sift.dataset.failed : error.message;
    }
  }

  sift.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(follow, 120);
  });
  sift.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    follow();
  });
})();
