// Opens pages of hostile transcripts: node hostile.mjs BASE PATH...
// No dialog, no script, no error, and no page wider than its window.

import assert from "node:assert/strict";
import { launch, open } from "./browser.mjs";

const [base, ...paths] = process.argv.slice(2);
const browser = await launch();
try {
  for (const width of [360, 1280]) {
    const { context, page, wrong } = await open(browser, { viewport: { width, height: 800 } });
    for (const path of paths) {
      await page.goto(base + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${path} is ${wide} wide in ${width}`);
      // An event of the page's own markup, were there any.
      await page.mouse.move(width / 2, 400);
    }
    await page.goto(base + "/");
    await page.fill("#q", "\"><script>alert(9)</script>");
    await page.waitForTimeout(400);
    assert.deepEqual(wrong, []);
    await context.close();
  }
  console.log("all is well");
} finally {
  await browser.close();
}
