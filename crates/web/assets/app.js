// Conveniences only: every page works with this file blocked.

/** Adds a show/hide button beside the password field it wraps. */
class ShowPassword extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.setAttribute("aria-controls", input.id);
    const show = (visible) => {
      input.type = visible ? "text" : "password";
      button.textContent = visible ? this.dataset.hide : this.dataset.show;
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // A value sent as plain text may be remembered by the browser's form history.
    input.form?.addEventListener("submit", () => show(false));
    show(false);
    this.append(button);
  }
}

/** A button that copies `data-value`, and says so. */
class CopyText extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = this.dataset.label;
    const said = document.createElement("span");
    said.className = "copied";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const done = await copy(this.dataset.value);
      said.textContent = done ? this.dataset.done : "";
      if (!done) selectSource(this.dataset.source);
      setTimeout(() => (said.textContent = ""), 4000);
    });
    this.classList.add("actions");
    this.append(button, said);
  }
}

async function copy(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false; // no permission, or plain HTTP: the person copies the marked text
  }
}

function selectSource(id) {
  const source = document.getElementById(id);
  if (source) getSelection().selectAllChildren(source);
}

/**
 * Counts `data-seconds` down in its own text (`data-text` with `#` for the time left)
 * and at zero removes the elements of `data-removes` and shows that of `data-shows`.
 * The deadline is kept, not the ticks: a sleeping laptop wakes up late.
 */
class CountDown extends HTMLElement {
  connectedCallback() {
    this.deadline = Date.now() + Number(this.dataset.seconds) * 1000;
    this.tick();
    this.timer = setInterval(() => this.tick(), 1000);
    this.wake = () => this.tick();
    addEventListener("pageshow", this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    removeEventListener("pageshow", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.deadline - Date.now()) / 1000));
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.textContent = this.dataset.text.replace("#", time);
    if (left === 0) this.end();
  }

  end() {
    const shown = document.getElementById(this.dataset.shows);
    if (shown) {
      shown.hidden = false;
      shown.focus();
    }
    document.querySelectorAll(this.dataset.removes).forEach((element) => element.remove());
    this.remove();
  }
}

/** Takes the reader to the list of what is wrong. */
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.querySelector(".summary")?.focus();
  }
}

/** Greys out a form's other fields while a box is ticked (`data-when`: the box's id). */
class OffWhen extends HTMLElement {
  connectedCallback() {
    const box = document.getElementById(this.dataset.when);
    if (!box) return;
    const apply = () => {
      for (const input of this.querySelectorAll("input")) input.disabled = box.checked;
    };
    box.addEventListener("change", apply);
    addEventListener("pageshow", apply);
    apply();
  }
}

/** One press, one sending: a second press of an already sent form does nothing. */
function guardForms() {
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (sent.has(event.target)) {
      event.preventDefault();
      return;
    }
    sent.add(event.target);
    // Not `disabled`: the pressed button's name and value belong to the form.
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) sent.delete(form);
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
}

customElements.define("show-password", ShowPassword);
customElements.define("copy-text", CopyText);
customElements.define("count-down", CountDown);
customElements.define("error-summary", ErrorSummary);
customElements.define("off-when", OffWhen);
guardForms();
