// What the walk with the Tab key needs inside a page: what is to be reached, and what the focus met on its way.
(() => {
  "use strict";
  const INTERACTIVE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]";
  const NATURAL = "a[href], button, input, select, textarea, summary";
  const CLICKS = ["click", "mousedown", "mouseup", "pointerdown", "dblclick"];
  const PARTS_OF_A_DATE = { date: 3, month: 2, week: 2, time: 2, "datetime-local": 5 };

  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]") && !element.disabled;

  // Who listens to clicks: noted from the first script on.
  const listeners = new Set();
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (this instanceof Element && CLICKS.includes(kind)) listeners.add(this);
    return listen.call(this, kind, ...rest);
  };

  const clickable = (root) => {
    const heard = [...listeners].filter((element) => element.isConnected);
    const asking = [...root.querySelectorAll("[onclick], [hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]")].filter(
      (element) => /\bclick\b/.test(element.getAttribute("hx-trigger") ?? "click") && !element.matches("form"),
    );
    return [...heard, ...asking].filter(
      (element) => root.contains(element) && element.tabIndex < 0 && !element.matches("label, dialog, form, input, select"),
    );
  };

  // How an element and what stands around it is drawn; the focus has to change it.
  const look = (element) =>
    [element, element.closest("label"), element.closest(".k-card"), element.parentElement, element.nextElementSibling,
      element.firstElementChild]
      .filter(Boolean)
      .map((drawn) => {
        const style = getComputedStyle(drawn);
        const outline = style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`;
        const border = style.borderStyle === "none" ? "" : style.borderColor;
        return [outline, style.boxShadow, border, style.backgroundColor, style.stroke, style.strokeWidth].join();
      })
      .join("|");

  // The part of the page an element belongs to that stays in its place while the page scrolls.
  const layerOf = (element) => {
    for (let part = element; part; part = part.parentElement)
      if (["fixed", "sticky"].includes(getComputedStyle(part).position)) return part;
    return null;
  };

  const box = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const floats = layerOf(element) !== null;
    return { left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY, floats };
  };

  // Only what stands in one column or one line has an order for the eye; a drawing has its own.
  const goesBack = (from, to, element) => {
    if (from.floats || to.floats || element.closest("svg")) return false;
    const shared = Math.min(from.bottom, to.bottom) - Math.max(from.top, to.top);
    const isLine = shared > 0.5 * Math.min(from.bottom - from.top, to.bottom - to.top);
    const isColumn = Math.min(from.right, to.right) - Math.max(from.left, to.left) > 1;
    const isRtl = getComputedStyle(element.parentElement).direction === "rtl";
    if (isLine) return isRtl ? to.left >= from.right - 1 : to.right <= from.left + 1;
    return isColumn && to.bottom <= from.top + 1;
  };

  let walk = null;

  const onFocus = (event) => {
    const element = event.target;
    if (!walk || !walk.root.contains(element) || walk.reached.has(element)) return;
    const before = walk.last;
    if (before?.isConnected && goesBack(box(before), box(element), element))
      walk.faults.push(`the focus goes back to ${named(element)} from ${named(before)}`);
    if (walk.looks.has(element) && walk.looks.get(element) === look(element))
      walk.faults.push(`the focus cannot be seen on ${named(element)}`);
    walk.reached.add(element);
    walk.last = element;
  };
  document.addEventListener("focusin", onFocus, true);

  const isReached = (element) =>
    walk.reached.has(element) ||
    !element.isConnected ||
    (element.type === "radio" &&
      [...walk.reached].some((one) => one.type === "radio" && one.name === element.name && one.form === element.form));

  // Begin inside `selector`; answers how often Tab has to be pressed at least.
  const begin = (selector) => {
    const root = document.querySelector(selector);
    for (const details of root.querySelectorAll("details:not([name])")) details.open = true;
    // The field that only programs fill in is for nobody.
    const all = [...root.querySelectorAll(INTERACTIVE)].filter((element) => isSeen(element) && !element.closest(".k-trap"));
    const wanted = all.filter((element) => element.matches(NATURAL) || element.tabIndex >= 0);
    const faults = [
      ...all.filter((element) => element.tabIndex > 0).map((element) => `has a tabindex of its own: ${named(element)}`),
      ...clickable(root).map((element) => `can be clicked, but not reached: ${named(element)}`),
    ];
    walk = { root, wanted, faults, reached: new Set(), looks: new Map(), last: null };
    document.activeElement?.blur();
    for (const element of wanted) walk.looks.set(element, look(element));
    if (root !== document.body && !root.matches("[popover]")) root.focus({ preventScroll: true });
    const groups = new Set(wanted.filter((one) => one.type === "radio").map((one) => one.name));
    const radios = wanted.filter((one) => one.type === "radio").length;
    const dates = wanted.map((one) => PARTS_OF_A_DATE[one.type] ?? 0).reduce((sum, more) => sum + more, 0);
    return wanted.length - radios + groups.size + dates + 1;
  };

  // What lies over all of an element that can be seen, where that stays in its place while the page scrolls.
  const coverOf = (element) => {
    const isTiny = (rect) => rect.width < 4 || rect.height < 4;
    const own = element.getBoundingClientRect();
    const { left, top, width, height } = isTiny(own) ? (element.labels?.[0]?.getBoundingClientRect() ?? own) : own;
    let cover = null;
    for (const right of [0.05, 0.3, 0.5, 0.7, 0.95])
      for (const down of [0.1, 0.5, 0.9]) {
        const uppermost = document.elementFromPoint(left + width * right, top + height * down);
        if (!uppermost) continue;
        cover = layerOf(uppermost);
        if (!cover || cover.contains(element)) return null;
      }
    return cover;
  };

  // The worst that can happen to a focus: the element stood just at an edge of the window before (SC 2.4.11).
  const covered = () => {
    const found = [];
    for (const element of walk.wanted.filter((one) => one.isConnected && isSeen(one) && !layerOf(one)))
      for (const edge of ["start", "end"]) {
        document.activeElement?.blur();
        const { top, bottom } = element.getBoundingClientRect();
        scrollBy({ top: edge === "start" ? top : bottom - innerHeight, behavior: "instant" });
        element.focus();
        const cover = coverOf(element);
        if (cover) found.push(`covered while it has the focus: ${named(element)} by ${named(cover)}`);
      }
    scrollTo({ top: 0, behavior: "instant" });
    return found;
  };

  // What is still to be reached, and where the focus is.
  const state = () => ({
    missing: walk.wanted.filter((element) => !isReached(element)).map(named),
    reached: walk.reached.size,
    focus: named(document.activeElement),
  });

  globalThis.tabbing = { begin, state, faults: () => walk.faults, covered };
})();
