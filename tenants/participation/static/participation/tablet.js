// A tablet at the contact point: keeps sheets on the device, sends them when there is a network, starts over when idle.
(() => {
  "use strict";
  const page = document.body.dataset;
  const form = document.querySelector("form[data-language]");

  const sheets = globalThis.kisiSheets(page.tablet);

  const say = (kind, kept) => {
    const place = document.querySelector(`[data-${kind}]`);
    if (place) place.textContent = kept.length ? place.dataset[kind].replace("{n}", kept.length) : "";
    return kept;
  };
  const showWaiting = async () => {
    const all = await sheets.all();
    say("refused", all.filter((sheet) => sheet.refused));
    return say("waiting", all.filter((sheet) => !sheet.refused));
  };

  const sendKept = async () => {
    await sheets.send(await showWaiting(), page.send);
    return showWaiting();
  };
  let sending = Promise.resolve();
  const send = () => (sending = sending.then(sendKept).catch(() => showWaiting()));

  const answersOf = (sheet) => {
    const answers = {};
    for (const question of sheet.querySelectorAll("[data-question]")) {
      if (question.hidden) continue;
      const fields = [...question.querySelectorAll("[name^=a_]")];
      const given = fields.filter((field) => !field.matches("[type=radio], [type=checkbox]") || field.checked);
      const texts = given.map((field) => field.value).filter((text) => text.trim());
      if (texts.length) answers[question.dataset.question] = texts;
    }
    return answers;
  };

  const complain = (text, place) => {
    const problem = document.querySelector("[data-problem]");
    problem.textContent = text;
    problem.hidden = false;
    place.querySelector("input, textarea")?.focus();
    place.scrollIntoView({ block: "center" });
  };

  const finish = async (event) => {
    event.preventDefault();
    const problem = document.querySelector("[data-problem]");
    if (!form.elements.consent.checked) {
      complain(problem.dataset.consentMissing, form);
      return;
    }
    const answers = answersOf(form);
    const missing = [...form.querySelectorAll("[data-required]:not([hidden])")];
    const first = missing.find((question) => !(question.dataset.question in answers));
    if (first) {
      complain(problem.dataset.problem, first);
      return;
    }
    const sheet = { id: crypto.randomUUID(), language: form.dataset.language, answers };
    await sheets.put(sheet);
    form.reset();
    document.querySelector("[data-sheet]").hidden = true;
    const left = await send();
    const isKept = left.some((kept) => kept.id === sheet.id);
    const done = document.querySelector("[data-done]");
    done.querySelector("[data-online]").hidden = isKept;
    done.querySelector("[data-offline]").hidden = !isKept;
    done.hidden = false;
    done.querySelector("h1").focus();
  };

  // Nobody finds somebody else's answers on the screen.
  let idle;
  const startOver = () => {
    form?.reset();
    if (location.pathname !== page.tablet) location.assign(page.tablet);
  };
  const awake = () => {
    clearTimeout(idle);
    idle = setTimeout(startOver, Number(page.idle) * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) document.addEventListener(kind, awake, { passive: true });
  awake();

  form?.addEventListener("submit", finish);
  form?.reset();
  window.addEventListener("online", send);
  setInterval(send, 60000);
  send();
  navigator.serviceWorker?.register(page.worker);
})();
