// Takes pictures of the pages: node pictures.mjs http://127.0.0.1:PORT FOLDER [all]
//
// The server is to hold the sample calls. Without `all`, only those of README.md and docs/reference.md are taken.

import { mkdir } from "node:fs/promises";
import { launch } from "./browser.mjs";

const [base, folder, all] = process.argv.slice(2);
const DOCUMENTS = [
  ["search", "/?q=capex", 1440, "light", 900],
  ["reading", "/call/LMRA-2026Q1?q=capex", 1440, "dark", 900],
  ["narrow", "/?q=%E8%B5%84%E6%9C%AC%E6%94%AF%E5%87%BA&company=FCPM", 360, "light", 780],
];
const PAGES = [
  ["home", "/"], ["search", "/?q=capex&company=FCPM&speaker=-Operator"], ["nothing", "/?q=guidnce"],
  ["wrong", "/?q=%22capex"], ["reading", "/call/LMRA-2026Q1?q=capex"], ["speakers", "/speakers"],
  ["calls", "/calls"], ["saved", "/saved"], ["exchange", "/?q=asked:margin"],
];

const browser = await launch();
await mkdir(folder, { recursive: true });
const shots = all
  ? PAGES.flatMap(([name, path]) => [360, 768, 1280].flatMap((width) =>
      ["light", "dark"].map((colors) => [`${name}-${width}-${colors}`, path, width, colors, 900])))
  : DOCUMENTS;
for (const [name, path, width, colors, height] of shots) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: colors, locale: name === "narrow" ? "zh-CN" : "en",
    deviceScaleFactor: width < 400 ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(base + path);
  await page.waitForFunction(() => document.documentElement.classList.contains("js"));
  if (path.startsWith("/call/")) {
    // To a hit that has both languages.
    for (let hit = 0; hit < 4; hit += 1) { await page.keyboard.press("n"); await page.waitForTimeout(500); }
  }
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
