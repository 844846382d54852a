// Hides questions whose condition does not hold; the server works the same out again from the answers.
(() => {
  "use strict";
  const prefix = "a_";

  const texts = (form, code) => {
    const fields = [...form.querySelectorAll(`[name="${prefix}${code}"]`)];
    const shown = fields.filter((field) => !field.closest("[data-show-if][hidden]"));
    const given = shown.filter((field) => !field.matches("[type=radio], [type=checkbox]") || field.checked);
    return given.map((field) => field.value.trim()).filter(Boolean);
  };

  const holds = (form, condition) => {
    if (condition.all) return condition.all.every((part) => holds(form, part));
    if (condition.any) return condition.any.some((part) => holds(form, part));
    const given = texts(form, condition.question);
    if (condition.any_of) return condition.any_of.some((value) => given.includes(value));
    if (condition.none_of) return !condition.none_of.some((value) => given.includes(value));
    return given.length > 0;
  };

  const update = (form) => {
    for (const part of form.querySelectorAll("[data-show-if]")) {
      part.hidden = !holds(form, JSON.parse(part.dataset.showIf));
    }
    // A heading over nothing would be read out and looked for.
    for (const fields of form.querySelectorAll("h2 + .k-fields")) {
      fields.previousElementSibling.hidden = [...fields.children].every((part) => part.hidden);
    }
  };

  for (const form of document.forms) {
    if (!form.querySelector("[data-show-if]")) continue;
    for (const hint of form.querySelectorAll("[data-only-if]")) hint.hidden = true;
    update(form);
    form.addEventListener("input", () => update(form));
    form.addEventListener("reset", () => setTimeout(() => update(form)));
  }
})();
