// Changes names, terms, saved searches and files from the pages: node changes.mjs BASE FOLDER. The server is to
// hold the sample calls of FOLDER, which are for this alone.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { launch, open } from "./browser.mjs";

const [base, folder] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();

const stated = () => readFile(`${folder}/verbatim.toml`, "utf8");
const send = (page) => page.click(".edit button");
const said = (page) => page.locator("main > .notice").innerText();

// What a page with a form bars anybody from.
async function barred(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);
}

const checks = {
  async a_search_is_saved_noted_and_deleted(page) {
    await page.goto(`${base}/?q=capex&role=executive`);
    await page.click("text=Save this search");
    await page.waitForURL(/\/edit\/saved\?/);
    await barred(page);
    await send(page);
    assert.match(await page.locator(".notice[role=alert]").innerText(), /a saved search needs a name/);
    await page.fill("#edit-name", "capex told");
    await send(page);
    assert.match(await page.locator(".notice[role=alert]").innerText(), /letters, digits, - and _/);
    assert.equal(await page.inputValue("#edit-name"), "capex told");
    await page.fill("#edit-name", "capex-told");
    await page.fill("#edit-note", "as management says it");
    await send(page);
    await page.waitForURL(/\/saved\?done=written$/);
    assert.equal(await said(page), "Written into verbatim.toml.");
    assert.equal(await page.locator(".kept h2").innerText(), "capex-told");
    assert.match(await page.locator(".kept .new").innerText(), /^\d+ new$/);
    assert.match(await stated(), /# mine\n[^]*\[\[saved\]\]\nname = "capex-told"\nquery = "capex"\nrole = \["executive"\]\nnote = /);
    await page.click(".kept >> text=Mark");
    await page.waitForURL(/done=marked$/);
    await page.click("text=Edit the note");
    assert.equal(await page.inputValue("#edit-note"), "as management says it");
    await page.fill("#edit-note", "");
    await send(page);
    await page.waitForURL(/\/saved\?/);
    assert.doesNotMatch(await stated(), /note =/);
    await page.click("text=Delete");
    await barred(page);
    await send(page);
    await page.waitForURL(/\/saved\?/);
    assert.equal(await page.locator(".kept").count(), 0);
    assert.doesNotMatch(await stated(), /saved/);
  },

  async a_company_gets_a_name(page) {
    await page.goto(`${base}/call/LMRA-2026Q1`);
    await page.click("text=Name a company");
    await barred(page);
    await page.fill("#edit-name", "光測");
    await page.fill("#edit-names", "Lumira\nThe lamp maker");
    await send(page);
    await page.waitForURL(/\/companies\?/);
    // A page in English leads with the English name.
    assert.match(await page.locator("tbody th").innerText(), /^Lumira[^]*光測/);
    await page.goto(`${base}/?q=capex&company=The+lamp+maker`);
    assert.match(await page.locator("#count").innerText(), /^\d+ passages/);
    await page.goto(`${base}/companies?find=LMRA`);
    await page.click(".pencil");
    assert.equal(await page.inputValue("#edit-names"), "Lumira\nThe lamp maker");
  },

  async two_names_become_one_person(page) {
    await page.goto(`${base}/speakers?find=hale`);
    await page.click(".pencil");
    await page.fill("#edit-name", "Tobias Hale");
    await page.fill("#edit-title", "Finance chief");
    await send(page);
    await page.waitForURL(/\/speakers\?/);
    assert.match(await stated(), /\[\[person\]\]\nname = "Tobias Hale"\nnames = \["Tobias R. Hale"\]\ncompany = "FCPM"\ntitle = "Finance chief"/);
    await page.goto(`${base}/speakers?find=Tobias+Hale`);
    assert.match(await page.locator("#count").innerText(), /^1 of /);
    await page.click("tbody th a >> nth=0");
    assert.match(await page.locator(".hit .by >> nth=0").innerText(), /Finance chief/);
  },

  async terms_are_looked_up_and_added(page) {
    await page.goto(`${base}/glossary`);
    await page.fill("#term", "lamp output");
    await page.press("#term", "Enter");
    await page.waitForURL(/q=lamp/);
    assert.match(await page.locator(".notice").innerText(), /No group has lamp output/);
    assert.equal(await page.inputValue("#edit-terms"), "lamp output");
    await send(page);
    assert.match(await page.locator(".notice[role=alert]").innerText(), /two terms/);
    await page.fill("#edit-terms", "lamp output\n資本支出");
    await send(page);
    await page.waitForURL(/\/glossary\?/);
    assert.match(await page.locator("tbody").innerText(), /lamp output[^]*資本支出/);
    await page.click("tbody a >> nth=0");
    await page.waitForURL(/\/\?q=lamp/);
    assert.ok((await page.locator("mark").allInnerTexts()).includes("資本支出"));
  },

  async a_file_is_left_out_and_read_again(page) {
    await page.goto(`${base}/call/TDWL-2025Q3`);
    await page.click("text=Leave this file out");
    await barred(page);
    await send(page);
    await page.waitForURL(/\/edit\/left-out\?/);
    await barred(page);
    assert.equal((await page.goto(`${base}/call/TDWL-2025Q3`)).status(), 404);
    await page.goto(`${base}/edit/left-out`);
    await page.selectOption("#edit-pattern", "/TDWL-2025Q3.txt");
    await send(page);
    await page.waitForURL(/\/calls\?/);
    assert.equal((await page.goto(`${base}/call/TDWL-2025Q3`)).status(), 200);
  },

  async a_mistake_in_the_file_is_told(page) {
    const before = await stated();
    await writeFile(`${folder}/verbatim.toml`, `${before}\n[[company]]\n`);
    await page.goto(`${base}/edit/glossary?terms=a%0Ab`);
    await send(page);
    assert.match(await page.locator(".notice[role=alert]").innerText(), /verbatim.toml cannot be changed: a \[\[company\]\] has neither/);
    await writeFile(`${folder}/verbatim.toml`, before);
  },
};

try {
  await writeFile(`${folder}/verbatim.toml`, "# mine\n");
  for (const [name, check] of Object.entries(checks)) {
    const { context, page, wrong } = await open(browser, { viewport: { width: 1280, height: 900 }, locale: "en" });
    try {
      await check(page);
      assert.deepEqual(wrong, []);
    } catch (error) {
      throw new Error(`${name}, at ${page.url()}`, { cause: error });
    }
    await context.close();
  }
  assert.match(await stated(), /^# mine\n/);
  console.log("all is well");
} finally {
  await browser.close();
}
