// Passkeys need the browser's help; every form marked data-passkey gets it. Without it the form stays hidden.
const usable = window.PublicKeyCredential && "parseRequestOptionsFromJSON" in PublicKeyCredential;

const options = async (form) => {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).request_options;
};

const credential = async (form) => {
  const { publicKey } = await options(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !usable;
  form.querySelector("button[type=button]").addEventListener("click", async () => {
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await credential(form)).toJSON());
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
