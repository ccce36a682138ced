// axe-core on a page, by the rules that the product promises (WCAG 2.2 AA and good practice).
import assert from "node:assert/strict";
import axe from "axe-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

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

/** The same at a desk and on a phone, light and dark. */
export async function assertAccessibleEverywhere(page, name) {
  const was = page.viewportSize();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await assertAccessible(page, `${name}, ${width} px, ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(was);
}
