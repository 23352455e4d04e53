// The reader: the place a link leads to, matches one after the other, the section one reads, a book as one scrolls.
"use strict";
(() => {
  const { one, all, reveal, calm, fetched, PARAGRAPH } = page;

  // if a paragraph has moved since its link was made, the link's # points elsewhere
  const asked = one(".paragraph.here");
  const linked = PARAGRAPH.test(location.hash);
  const focus = asked && (one("mark", asked) ?? asked);
  if (asked && location.hash !== `#${asked.id}` && (!linked || one(".changed"))) focus.scrollIntoView({ block: "center" });
  // a long paragraph may begin far above the marked words
  const reach = () => location.hash === `#${asked?.id}` && focus.scrollIntoView({ block: "nearest" });
  for (const event of ["load", "hashchange"]) addEventListener(event, reach);

  const found = (number) => document.getElementById(`p${number}`);

  // Where the paragraph is on another leaf, that leaf is opened.
  function leafWith(number) {
    const leaf = new URL(location.href);
    leaf.searchParams.delete("at");
    leaf.searchParams.set("from", number);
    leaf.hash = `p${number}`;
    return leaf;
  }

  function readFrom(paragraph) {
    paragraph.tabIndex = -1;
    paragraph.focus({ preventScroll: true });
  }

  const steps = one(".steps[data-matching]");
  if (steps) {
    const numbers = steps.dataset.matching.split(" ").map(Number);
    const links = all("[data-step]", steps);
    const told = one("[data-told]", steps);
    let current = Number(location.hash.slice(2)) || Number(steps.dataset.target);
    const next = (by) => (by > 0 ? numbers.find((number) => number > current) : numbers.findLast((number) => number < current));
    const showSteps = () => {
      for (const link of links) {
        const number = next(Number(link.dataset.step));
        if (number) link.href = leafWith(number);
        else link.removeAttribute("href");
        link.ariaDisabled = number ? null : "true";
      }
      const place = numbers.indexOf(current) + 1;
      told.textContent = place ? told.dataset.told.replace("%1", place).replace("%2", numbers.length) : "";
    };
    steps.addEventListener("click", (event) => {
      const link = event.target.closest("[data-step][href]");
      const number = link && next(Number(link.dataset.step));
      const paragraph = number && found(number);
      if (!paragraph) return;
      event.preventDefault();
      current = number;
      history.replaceState(null, "", `#p${number}`);
      all(".paragraph.stepped").forEach((other) => other.classList.remove("stepped"));
      paragraph.classList.add("stepped");
      (one("mark, .term", paragraph) ?? paragraph).scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
      showSteps();
      one("#said").textContent = told.textContent;
    });
    showSteps();
  }

  // One stop for the strip; arrows go along it.
  one(".strip")?.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const bars = all(".strip a");
    const bar = by && bars[bars.indexOf(document.activeElement) + by];
    if (!bar) return;
    event.preventDefault();
    bars.forEach((other) => other.setAttribute("tabindex", other === bar ? "0" : "-1"));
    bar.focus();
  });

  function showSection() {
    const links = all('.outline a[href^="#"]');
    const above = links.filter((link) => document.getElementById(link.hash.slice(1))?.getBoundingClientRect().top < innerHeight / 3);
    const now = above.at(-1);
    for (const link of links) if (link !== now) link.removeAttribute("aria-current");
    if (!now || now.ariaCurrent) return;
    now.setAttribute("aria-current", "location");
    const box = now.closest(".outline");
    if (box.scrollHeight > box.clientHeight) box.scrollTop = now.offsetTop - box.clientHeight / 2;
  }

  if (one(".reader .paragraphs")) {
    let drawn = false;
    const draw = () => {
      drawn = false;
      showSection();
    };
    addEventListener("scroll", () => (drawn ||= Boolean(requestAnimationFrame(draw))), { passive: true });
    draw();
    // on a touch screen nothing hovers: the paragraph touched last offers what can be done with it
    document.addEventListener("pointerdown", (event) => {
      const paragraph = event.target.closest(".paragraph");
      if (paragraph) all(".paragraph.near").forEach((other) => other !== paragraph && other.classList.remove("near"));
      paragraph?.classList.add("near");
    });
    const unfold = () => {
      if (PARAGRAPH.test(location.hash) && !one(location.hash) && one(".onward")) location.replace(leafWith(location.hash.slice(2)));
    };
    addEventListener("hashchange", unfold);
    unfold();
    if (asked && location.hash !== "#q") readFrom(asked);
  }

  async function readOn(link) {
    const [leaf, isFound] = await fetched(link.href);
    if (!isFound) return;
    const more = all(".paragraphs > li", leaf).map((item) => document.adoptNode(item));
    more.forEach(reveal);
    one(".paragraphs").append(...more);
    if (!one(".outline .headings")) one(".outline ol")?.append(...all(".outline li", leaf).map((item) => document.adoptNode(item)));
    for (const to of all('.outline a[href*="#p"]')) if (one(to.hash)) to.setAttribute("href", to.hash);
    const further = one(".onward a[rel=next]", leaf);
    if (further) {
      link.href = further.getAttribute("href");
      link.textContent = further.textContent;
      watchOnward(link);
    } else link.parentElement.remove();
  }

  function watchOnward(link) {
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        readOn(link).catch(() => {}); // the link is still a link
      },
      { rootMargin: "800px" },
    );
    watch.observe(link);
  }
  const onward = one(".onward a[rel=next]");
  if (onward) watchOnward(onward);
})();
