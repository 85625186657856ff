/**
 * Lets a test hold a browser and its pages over the standard streams; see lines.mjs for the protocol. `page` names the
 * page; times are in milliseconds, 10,000 unless told otherwise.
 *
 * launch { executablePath, args?, headless? }     { version }
 * newPage { page, url?, width?, height?, colorScheme?, reducedMotion?, touch? }
 * newTab { page, of, url }                        another tab of the same browser: it shares what `of` stores
 * goto { page, url }, reload { page }, closePage { page }, close {}, exit {}
 * fill { page, selector, text }, press { page, selector, key }, click { page, selector }
 * text { page, selector }                         the first element's text
 * texts { page, selector }                        every element's text
 * attributes { page, selector, name }             every element's attribute, null where it is missing
 * waitFor { page, selector, state?, timeout? }    state: visible, attached, hidden or detached
 * waitForCount { page, selector, count, timeout? }
 * evaluate { page, expression }                   the expression's value, awaited
 * screenshot { page, path }, resize { page, width, height }, emulate { page, colorScheme?, reducedMotion? }
 * offline { page, offline }
 * console { page }                                [{ type: error, warning, pageerror or csp, text }] so far
 */
import { chromium } from "playwright-core";
import { leave, serve } from "./lines.mjs";

const defaultTimeout = 10_000;
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser = null;
const pages = new Map();

function find({ page }) {
  const found = pages.get(page);
  if (!found) {
    throw new Error(`There is no page "${page}".`);
  }
  return found;
}

function locate(request) {
  return find(request).page.locator(request.selector);
}

async function launch({ executablePath, args = [], headless = true }) {
  if (browser) {
    throw new Error("The browser is running already.");
  }
  browser = await chromium.launch({ executablePath, headless, args: [...flags, ...args] });
  return { version: browser.version() };
}

/** Each page has a context of its own: nothing stored is shared, and each can be offline by itself. */
async function newPage({ page: name, url, width = 1280, height = 800, colorScheme, reducedMotion, touch = false }) {
  if (!browser) {
    throw new Error("The browser is not running.");
  }
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme, reducedMotion, hasTouch: touch, isMobile: touch,
  });
  context.setDefaultTimeout(defaultTimeout);
  await addPage(name, context, url);
}

async function newTab({ page: name, of, url }) {
  await addPage(name, find({ page: of }).context, url);
}

async function addPage(name, context, url) {
  if (pages.has(name)) {
    throw new Error(`There is a page "${name}" already.`);
  }
  const page = await context.newPage();
  // The page asks before it is left with unsent messages; a test means it.
  page.on("dialog", (dialog) => (dialog.type() === "beforeunload" ? dialog.accept() : dialog.dismiss()));
  const log = [];
  page.on("console", (message) => record(log, message));
  page.on("pageerror", (error) => log.push({ type: "pageerror", text: error.message }));
  pages.set(name, { page, context, log });
  if (url) {
    await page.goto(url);
  }
}

function record(log, message) {
  const text = message.text();
  if (message.type() === "error" || message.type() === "warning") {
    log.push({ type: /content security policy/i.test(text) ? "csp" : message.type(), text });
  }
}

async function waitForCount({ page, selector, count, timeout = defaultTimeout }) {
  const locator = locate({ page, selector });
  const end = Date.now() + timeout;
  for (;;) {
    const found = await locator.count();
    if (found === count) {
      return found;
    }
    if (Date.now() >= end) {
      throw new Error(`Timed out after ${timeout} ms: ${found} instead of ${count} elements match "${selector}".`);
    }
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}

async function closePage(request) {
  const { page, context } = find(request);
  pages.delete(request.page);
  const last = context.pages().every((other) => other === page);
  await (last ? context : page).close();
}

async function close() {
  const running = browser;
  browser = null;
  pages.clear();
  await running?.close();
}

serve({
  launch,
  newPage,
  newTab,
  goto: async (request) => { await find(request).page.goto(request.url); },
  reload: async (request) => { await find(request).page.reload(); },
  fill: (request) => locate(request).fill(request.text),
  press: (request) => locate(request).press(request.key),
  click: (request) => locate(request).click(),
  text: (request) => locate(request).first().textContent(),
  texts: (request) => locate(request).allTextContents(),
  attributes: (request) => locate(request).evaluateAll(
    (elements, name) => elements.map((element) => element.getAttribute(name)), request.name),
  waitFor: (request) => locate(request).first().waitFor(
    { state: request.state ?? "visible", timeout: request.timeout ?? defaultTimeout }),
  waitForCount,
  evaluate: (request) => find(request).page.evaluate(request.expression),
  screenshot: async (request) => { await find(request).page.screenshot({ path: request.path }); },
  resize: (request) => find(request).page.setViewportSize({ width: request.width, height: request.height }),
  emulate: (request) => find(request).page.emulateMedia(
    { colorScheme: request.colorScheme, reducedMotion: request.reducedMotion }),
  offline: (request) => find(request).context.setOffline(request.offline),
  console: (request) => find(request).log,
  closePage,
  close,
  exit: () => { setImmediate(() => leave(close)); },
}, close);
