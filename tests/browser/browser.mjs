// A browser as the tests and the pictures want it: Chromium of the system, alone with the server.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: FLAGS,
});

// A page of a new context, with whatever goes wrong on it.
export async function open(browser, options) {
  const context = await browser.newContext(options);
  // A machine that has much else to do is no failure.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    // A page that says that something is amiss is an answer too.
    const expected = /the server responded with a status of (400|404)/.test(message.text());
    if (message.type() === "error" && !expected) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // What is asked in vain because one types on.
    if (why !== "net::ERR_ABORTED") wrong.push(`${request.url()}: ${why}`);
  });
  return { context, page, wrong };
}
