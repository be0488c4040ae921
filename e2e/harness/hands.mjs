// How a person works a page: with the mouse, or with nothing but the keyboard. Both find
// things by what stands on them.

import assert from 'node:assert/strict';

const field = (page, label) => page.getByLabel(label, { exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const link = (page, name) => page.getByRole('link', { name, exact: true });

export class Mouse {
  constructor(page) {
    this.page = page;
  }

  async fills(label, value) {
    await field(this.page, label).fill(value);
  }

  async chooses(label) {
    await field(this.page, label).check();
  }

  async presses(name, within = this.page) {
    await button(within, name).click();
  }

  async follows(name, within = this.page) {
    await link(within, name).click();
  }
}

/** Nobody needs more stops than this to get anywhere on a page. */
const MOST_STOPS = 120;

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  async fills(label, value) {
    await this.#goesTo(field(this.page, label));
    await this.page.keyboard.press('ControlOrMeta+A');
    if (value === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.type(value);
  }

  async chooses(label) {
    const wanted = field(this.page, label);
    if (await wanted.isChecked()) return;
    if ((await wanted.getAttribute('type')) === 'radio') {
      await this.#goesToGroupOf(wanted);
      for (let i = 0; i < 10 && !(await wanted.isChecked()); i += 1) {
        await this.page.keyboard.press('ArrowDown');
      }
    } else {
      await this.#goesTo(wanted);
      await this.page.keyboard.press('Space');
    }
    assert.ok(await wanted.isChecked(), `${label} could not be chosen by keyboard`);
  }

  async presses(name, within = this.page) {
    await this.#goesTo(button(within, name));
    await this.page.keyboard.press('Enter');
  }

  async follows(name, within = this.page) {
    await this.#goesTo(link(within, name));
    await this.page.keyboard.press('Enter');
  }

  async #goesTo(locator) {
    await locator.waitFor();
    const wanted = await locator.elementHandle();
    const there = () => wanted.evaluate((element) => element === document.activeElement);
    await this.#tabsUntil(there, String(locator));
    await assertFocusIsVisible(this.page);
  }

  async #goesToGroupOf(radio) {
    const wanted = await radio.elementHandle();
    const there = () =>
      wanted.evaluate((element) => document.activeElement?.name === element.name);
    await this.#tabsUntil(there, String(radio));
  }

  async #tabsUntil(there, what) {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await there()) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`the Tab key does not reach ${what} on ${this.page.url()}`);
  }
}

/** The focused thing has to look different from its unfocused self. */
export async function assertFocusIsVisible(page) {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const width = parseFloat(style.outlineWidth);
    // `auto` is the browser's own ring, drawn wider than it says.
    const outlined = style.outlineStyle === 'auto' || (style.outlineStyle !== 'none' && width >= 2);
    return { visible: outlined || style.boxShadow !== 'none', what: element.outerHTML.slice(0, 120) };
  });
  assert.ok(seen.visible, `nothing shows the focus on ${seen.what}`);
}
