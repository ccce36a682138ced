// Every control of the composer can be hit over its whole box, at every width; and what is chosen there comes back.
const WIDTHS = [1440, 1366, 1300, 1280, 1200, 1181, 1100, 1024, 900, 800, 768, 761, 760, 390, 320]

/** What lies over the controls at the end of the composer. */
const covered = () => {
  const found = []
  for (const control of document.querySelectorAll('.comp .end button')) {
    const box = control.getBoundingClientRect()
    // A box's corners are round: one pixel inside, in the middle of the sides.
    for (let n = 0; n <= 40; n++) {
      const x = box.x + 1 + ((box.width - 2) * n) / 40
      const top = document.elementFromPoint(x, box.y + box.height / 2)
      if (top && (control === top || control.contains(top))) continue
      found.push(`${control.textContent.trim()} at ${n}/40 is ${top?.closest('button')?.textContent.trim() ?? top?.tagName}`)
      break
    }
  }
  return found
}

export async function layout(page, check) {
  for (const locale of ['en-GB', 'de-DE']) {
    const one = await page('/v/my_promises/c0', { locale })
    await one.locator('[role=textbox]').click()
    await one.keyboard.type('Hello')
    for (const end of ['nothing', 'update']) {
      await one.locator(`[role=radio].${end}`).click()
      for (const width of WIDTHS) {
        await one.setViewportSize({ width, height: 800 })
        await one.waitForTimeout(120)
        const controls = await one.locator('.comp .end button').count()
        const found = await one.evaluate(covered)
        check(`${locale}, ending ${end}: nothing lies over a control at ${width} px`, controls >= 4 && !found.length, found.join('; '))
      }
      await one.setViewportSize({ width: 1440, height: 900 })
    }
    await one.context().close()
  }
}

/** The ending belongs to the words. */
export async function ending(page, check) {
  const one = await page('/v/my_promises/c0')
  const chosen = () => one.locator('[role=radio][aria-checked=true]').getAttribute('class')
  const box = one.locator('[role=textbox]')
  await box.click()
  await one.keyboard.type('It should work now')
  await one.locator('[role=radio].solved').click()
  await box.press('Control+Enter')
  await one.locator('.undo button').click()
  await one.waitForTimeout(400)
  check('undo gives the ending back with the words', (await box.innerText()).includes('work now') && /solved/.test(await chosen()))
  await one.locator('[role=radio].nothing').click()
  await box.click()
  await one.keyboard.type(' 409')
  await box.press('Control+Enter')
  await one.locator('.over').waitFor()
  check('a send that stopped keeps its ending', /nothing/.test(await chosen()), await chosen())
  await one.context().close()
}
