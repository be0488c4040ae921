// Judges a page as people with other eyes and hands would: axe-core's rules, the Tab key, a
// narrow screen.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { assertFocusIsVisible } from './hands.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe-core finds nothing on the page, in light colours and in dark ones. */
export async function axeFindsNothing(page, name) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    assert.deepEqual(await axeFindings(page), [], `axe-core on "${name}" in ${colorScheme} colours`);
  }
}

async function axeFindings(page) {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const result = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: rules },
      preload: false,
      resultTypes: ['violations'],
    });
    return result.violations.map(
      (rule) => `${rule.id}: ${rule.help}\n    ${rule.nodes.map((node) => node.html).join('\n    ')}`,
    );
  }, RULES);
}

/** The Tab key reaches everything that can be used, in the order of the page, and shows where it is. */
export async function tabReachesEverything(page, name) {
  const wanted = await page.evaluate(markStops);
  const visited = [];
  // Once round, whatever has the focus now, and a few more for the browser's own stops.
  for (let press = 0; press < 2 * wanted.length + 6; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => document.activeElement?.dataset?.stop ?? null);
    if (stop === null) continue;
    // A date field has several stops of the browser's own.
    if (stop === visited.at(-1)) continue;
    if (visited.includes(stop)) break;
    visited.push(stop);
    await assertFocusIsVisible(page);
  }
  const missed = wanted.filter(({ stop }) => !visited.includes(stop)).map(({ what }) => what);
  assert.deepEqual(missed, [], `the Tab key does not reach these on "${name}"`);
  const order = visited.map(Number);
  const turned = order.slice(order.indexOf(0)).concat(order.slice(0, order.indexOf(0)));
  assert.deepEqual(turned, [...turned].sort((a, b) => a - b), `the Tab key jumps on "${name}"`);
}

/**
 * Runs in the page: numbers everything that the Tab key has to reach; while a dialog is open, that is
 * what stands in it. A radio group is one stop.
 */
function markStops() {
  const room = document.querySelector('dialog[open]') ?? document;
  for (const old of document.querySelectorAll('[data-stop]')) delete old.dataset.stop;
  const groups = new Set();
  const stops = [];
  for (const element of room.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]',
  )) {
    const usable =
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(':disabled, [type=hidden]') &&
      element.tabIndex >= 0;
    if (!usable) continue;
    if (element.type === 'radio') {
      const group = [...document.getElementsByName(element.name)];
      const chosen = group.find((radio) => radio.checked) ?? group.find((radio) => !radio.disabled);
      if (groups.has(element.name) || chosen !== element) continue;
      groups.add(element.name);
    }
    element.dataset.stop = String(stops.length);
    stops.push({ stop: element.dataset.stop, what: element.outerHTML.slice(0, 160) });
  }
  return stops;
}

/** On a screen 320 px wide nothing has to be scrolled sideways. */
export async function fitsANarrowScreen(page, name) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const beyond = (element) =>
      element.getBoundingClientRect().right > room + 1 || element.scrollWidth > room + 1;
    const culprits = [...document.querySelectorAll('body *')].filter(beyond);
    return culprits.length ? culprits.map((it) => it.outerHTML.slice(0, 120)) : ['the page itself'];
  });
  await page.setViewportSize(size);
  assert.deepEqual(wide, [], `wider than 320 px on "${name}"`);
}

/** The page says its language and its title, and names no element twice. */
export async function saysWhatItIs(page, name, language) {
  const facts = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return {
      lang: document.documentElement.lang,
      twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    };
  });
  assert.equal(facts.lang, language, `the language of "${name}"`);
  assert.deepEqual(facts.twice, [], `ids on "${name}"`);
}

/** Every link of the page leads to a page, those that switch the language apart. `known` remembers the addresses that were tried. */
export async function linksLeadSomewhere(page, name, known) {
  const links = await page.evaluate(() =>
    [...document.links]
      .filter((link) => link.origin === location.origin && !link.hreflang)
      .map((link) => link.href),
  );
  known.add(page.url().split('#')[0]);
  const dead = [];
  for (const link of new Set(links.map((link) => link.split('#')[0]))) {
    if (known.has(link)) continue;
    known.add(link);
    const answer = await page.context().request.get(link);
    if (answer.status() >= 400) dead.push(`${answer.status()} ${new URL(link).pathname}`);
  }
  assert.deepEqual(dead, [], `links on "${name}"`);
}
