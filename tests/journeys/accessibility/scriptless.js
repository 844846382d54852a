// What a page is for somebody without JavaScript: the server's markup in this page's style, and what in it leads nowhere.
(html) => {
  "use strict";
  const found = [];
  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
  const say = (what, elements) => found.push(...elements.map((element) => `${what}: ${named(element)}`));

  const sent = new DOMParser().parseFromString(html, "text/html");
  for (const words of sent.querySelectorAll("noscript")) {
    const shown = sent.createElement("div");
    shown.append(...words.childNodes);
    words.replaceWith(shown);
  }
  document.body.replaceWith(document.adoptNode(sent.body));
  for (const details of document.querySelectorAll("details")) details.open = true;

  const all = (selector) => [...document.body.querySelectorAll(selector)];
  // A closed menu opens without a script.
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) ||
    (element.closest("[popover]") !== null && element.closest("[hidden]") === null);
  const seen = (selector) => all(selector).filter(isSeen);

  const main = document.querySelector("main");
  if (!main?.querySelector("h1")?.checkVisibility()) found.push("shows no heading");
  if ((main?.innerText.trim().length ?? 0) < 40) found.push(`shows almost nothing: ${main?.innerText}`);

  say("a button of no form", seen("button, input[type=submit], input[type=image]").filter((button) => {
    if (button.hasAttribute("popovertarget")) return !document.getElementById(button.getAttribute("popovertarget"))?.popover;
    return button.type === "button" || !button.form;
  }));
  say("a field of no form", seen("input:not([type=hidden]), select, textarea").filter((field) => !field.form));
  say("a form that cannot be sent", seen("form").filter((form) => {
    const fields = [...form.elements].filter((field) => isSeen(field) && field.matches("input, select, textarea"));
    const buttons = [...form.elements].filter((button) => isSeen(button) && ["submit", "image"].includes(button.type));
    // A single line of text is sent by Enter.
    const isOneLine = fields.length === 1 && fields[0].matches("input:not([type=checkbox], [type=radio], [type=file])");
    return buttons.length === 0 && !isOneLine && fields.length > 0;
  }));
  say("a form that only a script sends as meant", seen("[hx-post], [hx-put], [hx-patch], [hx-delete]").filter(
    (element) => element.method !== "post" && element.form?.method !== "post" && element.closest("form")?.method !== "post",
  ));
  say("is loaded by a script alone", seen("[hx-get]").filter(
    (element) => !element.matches("a[href], form") && !element.form && !element.querySelector("a[href]")?.checkVisibility(),
  ));
  say("a link to nowhere", seen("a").filter((link) => {
    const target = link.getAttribute("href");
    if (target === null || target === "#" || target.startsWith("javascript:")) return true;
    return target.startsWith("#") && !document.getElementById(decodeURIComponent(target.slice(1)));
  }));
  say("opens by a script alone", seen("[data-dialog]").filter((opener) => !opener.matches("a[href]")));
  say("says that something comes, and nothing comes", seen(".htmx-indicator, [aria-busy=true]").filter(
    (element) => getComputedStyle(element).opacity !== "0" && element.checkVisibility(),
  ));
  // A script may show what nobody needs without one: to shut a message, a passkey, short cuts, what scripts keep on a tablet.
  say("is shown by a script alone", all("[hidden]").filter(
    (element) => !element.matches("[data-dismiss], [data-shortcut], [data-passkey], [data-passkey-problem], [data-kept-sheets]"),
  ));
  return found;
}
