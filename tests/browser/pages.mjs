// Uses the pages as a person does: node pages.mjs BASE. The server is to hold the sample calls.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { launch, open } from "./browser.mjs";

const base = process.argv[2];
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();

const count = (page) => page.locator("#count").innerText();
const found = (page) => page.locator("#found").getAttribute("data-here");
const settled = (page, here) => page.waitForFunction(
  (here) => document.getElementById("found")?.dataset.here === here && !document.querySelector("#found.stale"), here);
const marks = (page) => page.locator("mark").allInnerTexts();

const checks = {
  async typing_answers_and_the_address_follows(page) {
    await page.goto(`${base}/`);
    await page.keyboard.press("/");
    await page.keyboard.type("資本支出", { delay: 30 });
    await settled(page, `/?q=${encodeURIComponent("資本支出")}`);
    const traditional = await count(page);
    assert.match(traditional, /^\d+ passages in \d+ calls$/);
    assert.ok((await marks(page)).includes("資本支出"));
    assert.equal(new URL(page.url()).searchParams.get("q"), "資本支出");
    await page.fill("#q", "资本支出");
    await settled(page, `/?q=${encodeURIComponent("资本支出")}`);
    assert.equal(await count(page), traditional);
    assert.ok((await marks(page)).includes("資本支出"));
    assert.equal(await page.locator("#said").innerText(), traditional);
    assert.equal(await page.title(), "资本支出 · Verbatim");
    // Typing in one go is one step back.
    await page.goBack();
    await settled(page, "/");
    await page.goForward();
    await settled(page, `/?q=${encodeURIComponent("资本支出")}`);
    await page.reload();
    assert.equal(await count(page), traditional);
    assert.equal(await page.inputValue("#q"), "资本支出");
  },

  async what_is_half_typed_leaves_the_results(page) {
    await page.goto(`${base}/?q=capex`);
    const before = await count(page);
    await page.fill("#q", "capex (free");
    await page.waitForSelector(".unread");
    assert.equal(await count(page), before);
    await page.fill("#q", "capex (free OR cash)");
    await settled(page, "/?q=capex+%28free+OR+cash%29");
    assert.equal(await page.locator(".unread").count(), 0);
  },

  async suggestions_are_a_combobox(page) {
    await page.goto(`${base}/`);
    await page.click("#q");
    await page.keyboard.type("toby", { delay: 20 });
    await page.waitForSelector("[role=option]");
    assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const active = await page.getAttribute("#q", "aria-activedescendant");
    assert.equal(await page.getAttribute(`#${active}`, "aria-selected"), "true");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("q").value.startsWith("speaker:"));
    assert.equal(await page.getAttribute("#q", "aria-expanded"), "false");
    await page.waitForFunction(() => /passages/.test(document.getElementById("count")?.innerText ?? ""));
  },

  async narrow_read_follow_hits_and_go_back(page) {
    await page.goto(`${base}/?q=capex`);
    await page.click("[data-k='f-company-FCPM']");
    await settled(page, "/?q=capex&company=FCPM");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.k), "f-company-FCPM");
    await page.click("[data-k='f-speaker-Tobias R. Hale']");
    await settled(page, "/?q=capex&company=FCPM&speaker=Tobias+R.+Hale");
    const narrowed = await count(page);
    assert.match(narrowed, /^6 passages/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/call\/FCPM-.*#\d+$/);
    const at = Number(new URL(page.url()).hash.slice(1));
    assert.equal(await page.locator(".passage.at").getAttribute("id"), String(at));
    const total = await page.locator(".passage[data-item=hit]").count();
    assert.ok(total > 1);
    const counter = () => page.locator("#counter").innerText();
    const first = await counter();
    assert.match(first, new RegExp(`^\\d+ of ${total}$`));
    await page.keyboard.press("n");
    assert.notEqual(await counter(), first);
    assert.ok((await page.locator(".passage.at mark").count()) > 0);
    await page.keyboard.press("p");
    assert.equal(await counter(), first);
    await page.goBack();
    await settled(page, "/?q=capex&company=FCPM&speaker=Tobias+R.+Hale");
    assert.equal(await count(page), narrowed);
    await page.goBack();
    await settled(page, "/?q=capex&company=FCPM");
    await page.goBack();
    await settled(page, "/?q=capex");
    assert.equal(await page.inputValue("#q"), "capex");
  },

  async a_range_of_periods_and_a_list(page) {
    await page.goto(`${base}/?q=capex`);
    await page.selectOption("select[name=from]", "2025Q4");
    await page.click(".span button");
    await settled(page, "/?q=capex&period=2025Q4..");
    await page.goto(`${base}/speakers`);
    await page.fill("#find", "hale");
    await settled(page, "/speakers?find=hale");
    assert.match(await count(page), /^1 of /);
    await page.click("th[scope=row] a");
    await page.waitForURL(/speaker=Tobias/);
  },

  async the_language_is_switched_and_stays(page) {
    await page.goto(`${base}/?q=capex`);
    await page.click("text=繁體中文");
    await page.waitForURL(`${base}/?q=capex`);
    assert.equal(await page.getAttribute("html", "lang"), "zh-Hant");
    assert.match(await count(page), /^\d+ 段 出自 \d+ 場$/);
    await page.goto(`${base}/companies`);
    assert.equal(await page.locator("h1").innerText(), "公司");
    await page.click("text=简体中文");
    assert.equal(await page.getAttribute("html", "lang"), "zh-Hans");
  },

  async a_passage_is_copied_with_its_citation(page) {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${base}/call/LMRA-2026Q1?q=capex#22`);
    await page.keyboard.press("c");
    await page.waitForFunction(() => document.getElementById("said").textContent === "Copied");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const link = `${base}/call/LMRA-2026Q1#22`;
    assert.ok(text.endsWith(`, LMRA-2026Q1#22\n${link}`) && text.includes("\n\n— "), text);
    await page.goto(`${base}/?q=capex&company=LMRA`);
    const hit = page.locator(".hit[data-link$='#22']").first();
    await hit.hover();
    await hit.locator("[data-does=copy]").click();
    await page.waitForFunction(() => document.getElementById("said").textContent === "Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(copied.endsWith(", LMRA-2026Q1#22\n" + link), copied);
    await page.keyboard.press("?");
    assert.ok(await page.locator("dialog[open]").isVisible());
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
  },

  async the_whole_result_is_saved_as_files(page) {
    await page.goto(`${base}/?q=capex`);
    const total = Number(/^\d+/.exec(await count(page))[0]);
    assert.match(await page.locator(".tally .downloads").innerText(), new RegExp(`^Download all ${total}\\b`));
    const saved = async (name) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".tally .downloads").getByText(name, { exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const csv = await saved("CSV");
    assert.equal(csv.name, "verbatim-search.csv");
    assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const excel = await saved("Excel");
    assert.equal(excel.name, "verbatim-search.xlsx");
    assert.equal(excel.bytes.subarray(0, 2).toString(), "PK");
    const json = await saved("JSON");
    assert.equal(JSON.parse(json.bytes.toString()).hits.length, total);
    const markdown = await saved("Markdown");
    assert.equal(markdown.name, "verbatim-search.md");
    assert.ok(markdown.bytes.toString().includes("**LMRA-2026Q1"));
  },

  async two_calls_are_compared(page) {
    await page.goto(`${base}/call/LMRA-2025Q3`);
    await page.click(".title >> text=Compare");
    await page.waitForURL(/\/compare\?call=LMRA-2025Q3$/);
    await page.fill(".pick input[name=q]", "capex");
    await page.fill(".pick input[name=call] >> nth=1", "LMRA-2026Q1");
    await page.click(".pick button");
    await page.waitForURL(/call=LMRA-2026Q1/);
    assert.ok(await page.locator(".pair.figure mark").count() > 0);
  },

  async a_value_is_found_in_a_long_facet(page) {
    await page.goto(`${base}/?q=capex`);
    const facet = page.locator(".facet:has(#facet-speaker)");
    assert.ok(await facet.locator("li:visible").count() > 1);
    await facet.locator("input[name=find]").fill("hale");
    assert.deepEqual(await facet.locator("li:visible bdi").allInnerTexts(), ["Tobias R. Hale"]);
    await facet.locator("input[name=find]").press("Enter");
    await page.waitForURL(/\/speakers\?q=capex&find=hale$/);
    assert.match(await count(page), /^1 of /);
    assert.equal(await page.locator(".find-value").count(), 0);
  },

  async a_search_prints_as_its_results(page) {
    await page.goto(`${base}/?q=capex`);
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".found > aside.left", ".downloads", ".top"]) {
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    }
    assert.ok(await page.locator(".hit .side").first().isVisible());
  },

  async escape_leaves_the_query_in_the_box(page) {
    await page.goto(`${base}/?q=capex`);
    await page.focus("#q");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("#q"), "capex");
  },

  async no_page_is_wider_than_its_window_or_bars_anybody(page) {
    const bars = [];
    for (const path of ["/", "/?q=capex&company=FCPM", "/?q=guidnce", "/?q=%22x", "/call/LMRA-2026Q1?q=capex", "/companies", "/speakers", "/firms", "/calls", "/saved", "/compare", "/compare?q=capex&call=LMRA-2025Q3&call=LMRA-2026Q1", "/trend", "/trend?q=capex&vs=guidance", "/mentions?q=capex", "/audit", "/glossary", "/glossary?q=capex", "/related?term=gross+margin", "/emerging", "/similar?citation=LMRA-2025Q3%2323", "/edit/company?company=LMRA", "/edit/person?person=Toby+Hale&at=FCPM", "/edit/saved?q=capex&role=executive", "/edit/left-out"]) {
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(base + path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path} is ${wide} wide in ${width}`);
        if (width === 768) continue;
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        const said = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
        bars.push(...said.map((what) => `${path} at ${width}: ${what}`));
      }
    }
    assert.deepEqual(bars, []);
  },
};

try {
  for (const [name, check] of Object.entries(checks)) {
    for (const colorScheme of name.startsWith("no_page") ? ["light", "dark"] : ["light"]) {
      const { context, page, wrong } = await open(browser, { viewport: { width: 1280, height: 900 }, locale: "en", colorScheme });
      try {
        await check(page);
        assert.deepEqual(wrong, []);
      } catch (error) {
        throw new Error(`${name}, at ${page.url()}`, { cause: error });
      }
      await context.close();
    }
  }
  console.log("all is well");
} finally {
  await browser.close();
}
