// Whether each control gets the clicks of its whole box.
import assert from "node:assert/strict";

/** Fails with what lies over which control within `root`, and when there are fewer than `least`. Looks at
 *  a grid of points of each box; corners are left out, since they are round. */
export async function assertClickable(page, root, least, name) {
  const found = await page.evaluate((root) => {
    const covered = [];
    const controls = [...document.querySelectorAll(`${root} :is(button, [role=radio], input:not(.vh))`)]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }));
    for (const control of controls) {
      const box = control.getBoundingClientRect();
      const told = `"${(control.ariaLabel ?? control.textContent).trim().slice(0, 30)}"`;
      for (const x of [0.04, 0.2, 0.35, 0.5, 0.65, 0.8, 0.96]) {
        for (const y of [0.3, 0.5, 0.7]) {
          const on = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
          if (on !== null && control.contains(on)) continue;
          const other = on?.closest("button, [role=radio]") ?? on;
          covered.push(`${told} at ${x}, ${y}: ${other?.textContent.trim().slice(0, 30) ?? "outside"}`);
        }
      }
    }
    return { looked: controls.length, covered };
  }, root);
  assert.ok(found.looked >= least, `${name}: ${found.looked} controls`);
  assert.deepEqual(found.covered, [], name);
}
