// On the pages of passkeys only. There is no passkey without a script; the pages say so, or show nothing
// of it where there is another way.

/**
 * Has the browser make a passkey (`data-known`: those that are there) or show one, puts the answer
 * into the form's hidden fields and sends it. What cannot do that leaves the page as it was.
 */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || !navigator.credentials || this.form) return;
    this.form = this.querySelector("form");
    this.button = this.form.querySelector("button[hidden], [hidden] > * > button");
    this.querySelector(".unable")?.remove();
    for (const part of [this.button, this.querySelector(".with-passkey")]) if (part) part.hidden = false;
    // Where there is another way as well, the form is sent for that one and the button asks for this.
    if (this.button.type === "button") this.button.addEventListener("click", () => this.ask());
    else
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask();
      });
    // Whoever comes back to the page has shown nothing yet.
    addEventListener("pageshow", () => this.rest());
  }

  async ask() {
    if (this.button.hasAttribute("aria-busy")) return;
    const first = this.form.elements[this.dataset.first];
    if (first && !first.reportValidity()) return;
    this.button.setAttribute("aria-busy", "true");
    this.tell(null);
    try {
      const answer = await (this.dataset.known === undefined ? this.show() : this.make());
      for (const [name, bytes] of Object.entries(answer)) {
        this.form.elements[`${this.dataset.prefix ?? ""}${name}`].value = toBase64(bytes);
      }
      this.form.submit();
    } catch (fault) {
      this.rest();
      this.tell(fault.name);
    }
  }

  rest() {
    const shown = this.form.elements[`${this.dataset.prefix ?? ""}credential`];
    if (shown) shown.value = "";
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
        allowCredentials: each(this.dataset.allowed ?? "", (id) => ({ type: "public-key", id: fromBase64(id) })),
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

/** One of each word. */
function each(list, make) {
  return list.split(" ").filter(Boolean).map(make);
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
