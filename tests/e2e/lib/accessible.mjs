// axe-core on a page, by the rules that the product promises (WCAG 2.2 AA and good practice).
import assert from "node:assert/strict";
import axe from "axe-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const touchPixels = 39.5;  // 40, and what rounding takes.

/** Fails with what is wrong and where. Nothing may wait for a wider window, either. */
export async function assertAccessible(page, name) {
  await page.evaluate(axe.source);
  const wrong = await page.evaluate(async (only) => {
    const report = await globalThis.axe.run(document, { runOnly: only });
    return report.violations.map((rule) => `${rule.id}: ${rule.nodes.map((n) => n.target).join(", ")}`);
  }, rules);
  assert.deepEqual(wrong, [], name);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${name} scrolls sideways by ${sideways} px`);
}

/** On a phone: fails with what is smaller than a thumb needs. Links within a text are as high as the text. */
export async function assertTouchable(page, name) {
  const small = await page.evaluate((least) => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(".vh, .skip, .skip *") && element.getBoundingClientRect().width > 0;
    const inText = (element) => getComputedStyle(element).display === "inline";
    const boxOf = (element) => (element.matches("[type=checkbox], [type=radio]") && element.closest("label") || element)
      .getBoundingClientRect();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((element) => shown(element) && !inText(element))
      .map((element) => ({ element, box: boxOf(element) }))
      .filter(({ box }) => box.height < least || box.width < least)
      .map(({ element, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ` +
        `${element.tagName.toLowerCase()} "${(element.ariaLabel ?? element.textContent).trim().slice(0, 40)}"`);
  }, touchPixels);
  assert.deepEqual(small, [], name);
}

/** Opens each address light and dark, and looks at it as at a desk and as on a phone. (Opened anew for
 *  each, since Chromium may keep colours of the other scheme when it changes under a page.) */
export async function assertAccessibleEverywhere(page, addresses) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const address of addresses) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(address);
      await page.locator("main").first().waitFor();
      await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const name = `${new URL(address).pathname}, ${width} px, ${colorScheme}`;
        await assertAccessible(page, name);
        if (width < 500) await assertTouchable(page, name);
      }
    }
  }
}
