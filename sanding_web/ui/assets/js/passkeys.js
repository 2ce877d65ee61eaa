// Passkeys: <form data-passkey-get="options"> asks for one, <form data-passkey-make="options"> makes one; the answer is
// put into the form's hidden field, and the form is sent as any other.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** The credential as plain JSON, its buffers as base64url. */
function plain(made) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} };
}

function ask(asked) {
  const { publicKey } = asked;
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) };
  return navigator.credentials.get({ publicKey: options });
}

function make(asked) {
  const { publicKey } = asked;
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), user, excludeCredentials: known(publicKey.excludeCredentials) };
  return navigator.credentials.create({ publicKey: options });
}

export function passkeys(part) {
  for (const form of part.querySelectorAll("[data-passkey-get], [data-passkey-make]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "1";
    form.addEventListener("submit", async (event) => {
      if (form.elements.passkey.value) return;
      event.preventDefault();
      const said = form.querySelector("[role=status]");
      if (!window.PublicKeyCredential) return void (said.textContent = form.dataset.unsupported);
      try {
        const made = form.dataset.passkeyGet ? await ask(JSON.parse(form.dataset.passkeyGet)) : await make(JSON.parse(form.dataset.passkeyMake));
        form.elements.passkey.value = JSON.stringify(plain(made));
        form.submit();
      } catch {
        said.textContent = form.dataset.failed;
      }
    });
  }
}
