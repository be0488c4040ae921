// On the pages of passkeys only. There is no passkey without a script; the pages say so.

/**
 * Has the browser make a passkey (`data-known`: those that are there) or show one, puts the answer
 * into the form's hidden fields and sends it. What cannot do that leaves the page as it was.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || !navigator.credentials || this.form) return;
    this.form = this.querySelector("form");
    this.button = this.form.querySelector("button[hidden]");
    this.querySelector(".unable").remove();
    this.button.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    addEventListener("pageshow", (event) => event.persisted && this.rest());
  }

  async ask() {
    if (this.button.hasAttribute("aria-busy")) return;
    this.button.setAttribute("aria-busy", "true");
    this.tell(null);
    try {
      const answer = await (this.dataset.known === undefined ? this.show() : this.make());
      for (const [name, bytes] of Object.entries(answer)) {
        this.form.elements[name].value = toBase64(bytes);
      }
      this.form.submit();
    } catch (fault) {
      this.rest();
      this.tell(fault.name);
    }
  }

  rest() {
    this.button.removeAttribute("aria-busy");
  }

  /** Says why there is no answer: in the words for that fault, or in those for any. */
  tell(why) {
    const banner = this.querySelector("[role=alert]");
    const words = [...banner.querySelectorAll("[data-why]")];
    const fitting = words.find((word) => word.dataset.why === why) ?? words.find((word) => !word.dataset.why);
    for (const word of words) word.hidden = word !== fitting;
    banner.hidden = why === null;
  }

  async show() {
    const { rawId, response } = await navigator.credentials.get({
      publicKey: {
        challenge: fromBase64(this.dataset.challenge),
        rpId: this.dataset.rp,
        timeout: Number(this.dataset.timeout),
        userVerification: "required",
      },
    });
    return {
      credential: rawId,
      client_data: response.clientDataJSON,
      authenticator_data: response.authenticatorData,
      signature: response.signature,
      handle: response.userHandle ?? new ArrayBuffer(0),
    };
  }

  async make() {
    const { account, algorithms, known } = this.dataset;
    const each = (list, make) => list.split(" ").filter(Boolean).map(make);
    const { response } = await navigator.credentials.create({
      publicKey: {
        challenge: fromBase64(this.dataset.challenge),
        rp: { id: this.dataset.rp, name: this.dataset.service },
        user: { id: fromBase64(this.dataset.handle), name: account, displayName: account },
        pubKeyCredParams: each(algorithms, (alg) => ({ type: "public-key", alg: Number(alg) })),
        excludeCredentials: each(known, (id) => ({ type: "public-key", id: fromBase64(id) })),
        timeout: Number(this.dataset.timeout),
        attestation: "none",
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    return { client_data: response.clientDataJSON, attestation: response.attestationObject };
  }
}

function fromBase64(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toBase64(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

customElements.define("passkey-form", PasskeyForm);
