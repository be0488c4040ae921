// Chromium, watched: what a page complains about, or fetches from elsewhere, is a fault.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)),
    args: FLAGS,
  });
}

/**
 * A browser window of one person, with cookies of its own. `faults` collects what went wrong
 * on its pages: script errors, refusals by the content security policy, foreign addresses.
 */
export async function openWindow(browser, { baseUrl, labels, javaScript = true, width = 1280 }) {
  const context = await browser.newContext({
    locale: labels.locale,
    timezoneId: 'Asia/Tokyo',
    javaScriptEnabled: javaScript,
    viewport: { width, height: 900 },
    acceptDownloads: false,
  });
  context.setDefaultTimeout(15_000);
  const faults = [];
  context.on('weberror', (error) => faults.push(`script: ${error.error()}`));
  context.on('console', (message) => {
    // The browser reports refused documents (403, 404) here as well; those are the product's
    // answers, and sub-resources are looked at below.
    const answer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !answer) faults.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const address = new URL(request.url());
    const own = address.origin === new URL(baseUrl).origin || address.protocol === 'data:';
    if (!own) faults.push(`fetched from elsewhere: ${address}`);
  });
  context.on('response', (response) => {
    const part = response.request().resourceType() !== 'document';
    if (response.status() >= 500 || (part && response.status() >= 400)) {
      faults.push(`${response.status()} for ${response.url()}`);
    }
  });
  const page = await context.newPage();
  return { context, page, faults };
}
