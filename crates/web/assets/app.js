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

/** A button that prints the page. */
class PrintPage extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button main";
    button.textContent = this.dataset.label;
    button.addEventListener("click", () => print());
    this.append(button);
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

/** Counts down in a button's own text, in seconds; the button works all the time. */
class CountButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const end = Date.now() + Number(this.dataset.seconds) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      button.textContent = left ? this.dataset.text.replace("#", left) : this.dataset.ready;
      if (!left) clearInterval(this.timer);
    };
    this.timer = setInterval(tick, 1000);
    tick();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }
}

/**
 * Warns a minute before the session ends for want of use. Tabs tell each other of signs of life;
 * when the time is over, the server has the last word: the menu leads on to the log-in page.
 */
class IdleWarning extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.said = this.dialog.querySelector("p");
    this.channel = new BroadcastChannel("sekisho-idle");
    this.channel.onmessage = ({ data }) => this.lives(data);
    this.tell(Number(this.dataset.seconds));
    this.dialog.querySelector("button").addEventListener("click", () => this.stay());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.stay();
    });
    this.timer = setInterval(() => this.tick(), 1000);
    this.wake = () => this.tick();
    document.addEventListener("visibilitychange", this.wake);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
    this.channel.close();
  }

  tell(seconds) {
    this.lives(Date.now() + seconds * 1000);
    this.channel.postMessage(this.deadline);
  }

  lives(deadline) {
    this.deadline = Math.max(this.deadline ?? 0, deadline);
    if (this.left() > 60 && this.dialog.open) this.dialog.close();
  }

  left() {
    return Math.ceil((this.deadline - Date.now()) / 1000);
  }

  tick() {
    const left = this.left();
    if (left > 60) return;
    if (left <= 0) return this.leave();
    // Read out when it opens, every ten seconds after that.
    if (!this.dialog.open || left % 10 === 0 || left < 10) {
      this.said.textContent = this.dataset.text.replace("#", left);
    }
    if (!this.dialog.open) this.dialog.showModal();
  }

  async stay() {
    try {
      const answer = await fetch(this.dataset.stay, { redirect: "error", cache: "no-store" });
      const seconds = Number(await answer.text());
      if (!answer.ok || !(seconds > 60)) throw new Error("over");
      this.tell(seconds);
    } catch {
      this.leave();
    }
  }

  leave() {
    clearInterval(this.timer);
    location.assign(this.dataset.menu);
  }
}

/** Asks in a dialog what would else be asked on a page of its own. */
class AskHere extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (event.target.method !== "get") return;
      event.preventDefault();
      this.ask(event.target.action);
    });
  }

  async ask(href) {
    try {
      const answer = await fetch(href, { redirect: "error", cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.show(page.querySelector("h1").textContent, page.querySelector("main form.card"));
    } catch {
      location.assign(href);
    }
  }

  show(question, form) {
    const dialog = document.createElement("dialog");
    dialog.className = "card flow";
    dialog.setAttribute("aria-labelledby", "ask-title");
    const title = document.createElement("h2");
    title.id = "ask-title";
    title.textContent = question;
    form.classList.remove("card");
    form.querySelector(".actions a").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
    dialog.append(title, form);
    dialog.addEventListener("close", () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
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
    if (event.defaultPrevented) return;
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
customElements.define("print-page", PrintPage);
customElements.define("count-down", CountDown);
customElements.define("error-summary", ErrorSummary);
customElements.define("count-button", CountButton);
customElements.define("ask-here", AskHere);
customElements.define("idle-warning", IdleWarning);
customElements.define("off-when", OffWhen);
guardForms();
