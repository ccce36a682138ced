// The workspace in a browser, against its own mocked server, under the product's Content-Security-Policy.
// npm run e2e (builds into node_modules/.mocked first); --json FILE gets the counts. CHROMIUM names the browser,
// /usr/bin/chromium by default.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import axeCore from 'axe-core'
import { chromium } from 'playwright-core'
import { ending, layout } from './layout.mjs'

const root = path.resolve(import.meta.dirname, '../node_modules/.mocked')
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
// The server's document of a mail, under the policy that the server gives it.
function mailPage(response, images) {
  const sources = images ? 'data: https: http:' : 'data:'
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader(
    'Content-Security-Policy',
    `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src ${sources}; frame-ancestors 'self'; base-uri 'none'; form-action 'none'`,
  )
  response.end(`<!doctype html><html lang="en"><title>Mail</title><p style="color:red">${images ? 'With' : 'Without'} pictures`)
}
const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x')
  if (/^\/api\/v1\/messages\/[^/]+\/html$/.test(pathname)) return mailPage(response, searchParams.get('images') === '1')
  let file = path.join(root, path.normalize(new URL(request.url, 'http://x').pathname))
  if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) file = path.join(root, 'index.html')
  response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  response.setHeader('Content-Security-Policy', POLICY)
  fs.createReadStream(file).pipe(response)
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}`
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
const failed = []
let passed = 0
function check(name, ok, extra = '') {
  if (ok) passed += 1
  else failed.push(name)
  console.log(ok ? 'ok  ' : 'FAIL', name, ok ? '' : extra)
}
async function page(url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
    ...options,
  })
  const made = await context.newPage()
  made.on('pageerror', (error) => check(`no page error: ${error.message}`, false))
  made.on(
    'console',
    (m) =>
      m.type() === 'error' &&
      /Content Security Policy/.test(m.text()) &&
      check('nothing breaks the policy', false, m.text()),
  )
  await made.goto(base + url)
  await made.waitForTimeout(700)
  return made
}
async function accessible(name, url, options) {
  const one = await page(url, options)
  await one.evaluate(axeCore.source)
  const violations = await one.evaluate(() =>
    globalThis.axe
      .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => `${v.id}: ${v.nodes[0].target}`)),
  )
  check(`axe: ${name}`, violations.length === 0, violations.join('; '))
  check(
    `only what is inside scrolls: ${name}`,
    !(await one.evaluate(() => document.querySelector('.app') && document.documentElement.scrollHeight > innerHeight)),
  )
  check(`no sideways scrolling: ${name}`, await one.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  await one.context().close()
}

const narrow = { viewport: { width: 390, height: 844 } }
for (const [name, url] of [
  ['conversation', '/v/my_promises/c0'],
  ['whom it goes to, with a warning', '/v/my_promises/c1'],
  ['list', '/v/my_promises'],
  ['find', '/find?q=charged'],
  ['settings', '/settings/me'],
  ['an address without anything', '/nowhere/at/all'],
  ['a conversation that is not there', '/v/my_promises/none'],
  ['spam settings', '/settings/spam'],
  ['sign in', '/?out=1'],
  ['first run', '/setup'],
]) {
  await accessible(name, url)
  await accessible(`${name}, dark`, url, { colorScheme: 'dark' })
  await accessible(`${name}, 390 px`, url, narrow)
}

await layout(page, check)
await ending(page, check)
let p = await page('/v/my_promises/c1')
await p.keyboard.press('w')
await p.waitForTimeout(200)
check('W opens whom it goes to', await p.evaluate(() => document.activeElement?.closest('[data-line=cc]') !== null))
await p.keyboard.type('ben@x.example')
await p.keyboard.press('Enter')
await p.keyboard.press('Escape')
await p.waitForTimeout(200)
check('who was added is said', /Dorothy Hale · Cc ben@x\.example$/.test(await p.locator('.who .goes').innerText()))
await p.context().close()
p = await page('/v/my_promises')
await p.keyboard.press('j')
await p.waitForTimeout(100)
await p.keyboard.press('j')
await p.waitForTimeout(100)
await p.keyboard.press('k')
await p.waitForTimeout(100)
await p.keyboard.press('Enter')
await p.waitForTimeout(600)
check('J J K Enter opens the first', /my_promises\/c1/.test(p.url()), p.url())
await p.keyboard.press('g')
await p.keyboard.press('o')
await p.waitForTimeout(500)
check('G O goes to our turn', /our_turn/.test(p.url()), p.url())
const rows = () => p.locator('.row').count()
const before = await rows()
for (let i = 0; i < 12; i++) {
  await p.locator('.rows').evaluate((e) => (e.scrollTop = e.scrollHeight))
  await p.waitForTimeout(120)
}
check('windowed list: few rows in the DOM', (await rows()) < 40, `${before} -> ${await rows()}`)
const tail = await p.locator('.row').last().innerText()
check('reached the end (72 rows loaded)', (await p.locator('.rows').evaluate((e) => e.scrollHeight)) > 6000)
await p.goto(base + '/v/my_promises/c0')
await p.waitForTimeout(900)
await p.keyboard.press('r')
await p.waitForTimeout(150)
await p.keyboard.type('Hello **Amara**')
await p.keyboard.press('Control+Enter')
await p.waitForTimeout(500)
check('undo bar shows', (await p.locator('.undo').count()) === 1)
check('message once in thread', (await p.locator('article.m', { hasText: 'Hello **Amara**' }).count()) === 1)
await p.evaluate(() => document.activeElement.blur())
await p.keyboard.press('z')
await p.waitForTimeout(600)
check('Z gives the words back', (await p.locator('.ed').innerText()).includes('Hello **Amara**'))
check('message gone from thread', (await p.locator('article.m', { hasText: 'Hello **Amara**' }).count()) === 0)
await p.reload()
await p.waitForTimeout(900)
check('draft survives reload', (await p.locator('.ed').innerText()).includes('Hello **Amara**'))
const tab = await p.context().newPage()
await tab.goto(base + '/v/my_promises/c0')
await tab.waitForTimeout(900)
check('a second tab shows the draft', (await tab.locator('.ed').innerText()).includes('Hello **Amara**'))
await p.locator('.ed').click()
await p.keyboard.press('Control+End')
await p.keyboard.type(' again')
await p.waitForTimeout(300)
check('a tab that rests follows the one where one writes', (await tab.locator('.ed').innerText()).includes('Hello **Amara** again'))
await tab.close()
await p.context().setOffline(true)
await p.waitForTimeout(300)
check('offline bar', (await p.locator('.bar').count()) === 1)
await p.locator('.ed').click()
await p.keyboard.press('Control+Enter')
await p.waitForTimeout(500)
check('waits visibly', (await p.locator('.out').innerText()).includes('Waits for the connection'))
check(
  'queue counted',
  (await p.locator('.bar').innerText()).includes('1 message waits'),
  await p.locator('.bar').innerText(),
)
await p.context().setOffline(false)
await p.waitForTimeout(1800)
check(
  'went out after reconnect, once',
  (await p.locator('article.m', { hasText: 'Hello **Amara**' }).count()) === 1 &&
    (await p.locator('.out').count()) === 0,
)
check('bar gone', (await p.locator('.bar').count()) === 0)
await p.waitForTimeout(11500)
check(
  'delivery becomes sent live',
  /Taken by their server/.test(await p.locator('article.m', { hasText: 'Hello **Amara**' }).innerText()),
)
// attach
const [fc] = await Promise.all([
  p.waitForEvent('filechooser'),
  p.locator('.comp').locator('button[aria-label="Attach files"]').click(),
])
await fc.setFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hi') })
await p.waitForTimeout(900)
check('upload listed', (await p.locator('.comp .files').innerText()).includes('a.txt'))
// note
await p.evaluate(() => document.activeElement.blur())
await p.keyboard.press('n')
await p.waitForTimeout(150)
check('N makes a note', (await p.locator('.comp.note').count()) === 1)
await p.keyboard.type('psst')
await p.keyboard.press('Control+Enter')
await p.waitForTimeout(600)
check('note in thread', (await p.locator('.case .col .note', { hasText: 'psst' }).count()) === 1)
// bold + list via toolbar
await p.locator('.ed').click()
await p.getByRole('button', { name: 'Bold' }).click()
await p.keyboard.type('bold')
check('bold', (await p.locator('.ed strong').count()) === 1)
await p.getByRole('button', { name: 'Choose the time' }).click()
await p.waitForTimeout(200)
check('when panel', (await p.locator('.quick').count()) >= 1)
await p.keyboard.press('Escape')
// promise dialog
await p.evaluate(() => document.activeElement.blur())
await p.keyboard.press('p')
await p.waitForTimeout(300)
await p.locator('dialog .quick button').last().click()
await p.locator('dialog input.in').last().fill('waiting for the bank')
await p.locator('dialog .btn1').click()
await p.waitForTimeout(600)
check(
  'promise moved and dialog closed',
  (await p.locator('dialog[open]').count()) === 0,
  await p.locator('.next b').innerText(),
)
// assign
await p.evaluate(() => document.activeElement.blur())
await p.keyboard.press('a')
await p.waitForTimeout(200)
await p.getByRole('menuitemradio', { name: /Kofi/ }).click()
await p.waitForTimeout(500)
check('assigned to Kofi', (await p.locator('.facts').innerText()).includes('Kofi Asante'))
check('list row left my promises', (await p.locator('.row', { hasText: 'Amara' }).count()) === 0)
// spam
await p.keyboard.press('e')
await p.waitForTimeout(200)
await p.getByRole('menuitem', { name: 'This is spam' }).click()
await p.waitForTimeout(500)
check('spam toast', (await p.locator('.toasts').innerText()).includes('spam'))
check('no Solve button anywhere', (await p.getByRole('button', { name: /^solve$/i }).count()) === 0)
// theme
await p.goto(base + '/settings/me')
await p.waitForTimeout(700)
await p.getByRole('radio', { name: 'Dark' }).last().click()
await p.waitForTimeout(150)
check('dark', (await p.evaluate(() => getComputedStyle(document.body).backgroundColor)) === 'rgb(20, 16, 22)')
await p.locator('select').first().selectOption('de')
await p.waitForTimeout(400)
check('german', (await p.locator('h1').innerText()) === 'Sie')
await p.reload()
await p.waitForTimeout(700)
check(
  'kept',
  await p.evaluate(() => document.documentElement.lang === 'de' && document.documentElement.dataset.theme === 'dark'),
)
// sign in
p = await page('/v/all/c3?out=1')
check('to sign in with next', /signin\?next=/.test(p.url()), p.url())
await p.getByLabel('Email').fill('t@x.example')
await p.getByLabel('Password').fill('wrong')
await p.keyboard.press('Enter')
await p.waitForTimeout(300)
check('wrong password told', (await p.getByRole('alert').innerText()).includes('do not fit'))
await p.getByLabel('Password').fill('right')
await p.keyboard.press('Enter')
await p.waitForTimeout(700)
check('back to where one wanted', /\/v\/all\/c3/.test(p.url()), p.url())
// setup
p = await page('/setup?fresh=1#code=abc')
await p.getByLabel('Name of your company').fill('Fernhill')
await p.getByLabel('Your name').fill('T')
await p.getByLabel('Email').fill('t@x.example')
await p.getByLabel('Password').fill('long enough words')
await p.keyboard.press('Enter')
await p.waitForTimeout(500)
check('owner made, code gone from the address', !p.url().includes('code='), p.url())
check('inbox step', (await p.getByText('Where do people write to you?').count()) === 1)
await p.getByLabel('Address').fill('h@x.example')
await p.getByLabel('Sends through').fill('mail.x.example:587')
await p.getByRole('button', { name: 'Connect it' }).click()
await p.waitForTimeout(400)
check('failure says what was kept', (await p.getByRole('alert').innerText()).includes('Kept'))
await p.getByRole('button', { name: 'Go on without mail' }).click()
await p.getByRole('button', { name: 'Save this promise' }).click()
await p.waitForTimeout(700)
check('setup ends in the workspace', /\/v\/my_promises/.test(p.url()), p.url())
// the first mail to oneself
p = await page('/settings/inboxes')
await p.getByRole('link', { name: 'Test it' }).first().click()
await p.getByRole('button', { name: 'Write to me' }).click()
await p.waitForTimeout(900)
check('a test of an inbox shows each step', (await p.locator('ol.live li').count()) === 3)
// spam
p = await page('/v/my_promises/c0')
await p.keyboard.press('e')
await p.getByRole('menuitem', { name: 'This is spam' }).click()
await p.getByRole('button', { name: 'Not spam after all' }).waitFor()
check('spam cannot be answered', (await p.locator('.ed').count()) === 0)
await p.getByRole('button', { name: 'Not spam after all' }).click()
await p.waitForTimeout(600)
check('one word brings it back', (await p.locator('.ed').count()) === 1)
// one message
p = await page('/v/my_promises/c0')
await p.getByRole('tab', { name: 'Amara' }).click()
const menuOf = (name) => p.getByRole('button', { name: `More for the message of ${name}` })
await menuOf('Amara Okafor').last().click()
check('what came from the page has no source', (await p.getByRole('menuitem', { name: 'View source' }).count()) === 0)
await p.keyboard.press('Escape')
await menuOf('Amara Okafor').first().click()
await p.getByRole('menuitem', { name: 'View source' }).click()
await p.waitForTimeout(300)
check('the source is text', /<script>alert\(1\)<\/script>/.test(await p.locator('dialog pre.body').innerText()))
check('a cut source says so', /whole mail has 612 kB/.test(await p.locator('dialog').innerText()))
check('the whole mail is a download', /\/raw$/.test((await p.locator('dialog a[download]').getAttribute('href')) ?? ''))
await p.keyboard.press('Escape')
await menuOf('Amara Okafor').first().click()
await p.getByRole('menuitem', { name: 'Why is it here?' }).click()
await p.waitForTimeout(300)
check('why it is here, and who vouches for the sender', /bears our signature[\s\S]*DMARC: pass/.test(await p.locator('dialog').innerText()))
await p.keyboard.press('Escape')
await menuOf('Amara Okafor').first().click()
await p.getByRole('menuitem', { name: 'Block the sender' }).click()
await p.getByRole('button', { name: 'Block', exact: true }).click()
await p.waitForTimeout(600)
check('blocked: the conversation is spam', (await p.locator('.ed').count()) === 0)
check('the person says who blocked', (await p.getByText('Mail of this person goes to spam').count()) > 0)
await p.getByRole('button', { name: 'Unblock' }).first().click()
await p.waitForTimeout(400)
check('unblocked', (await p.getByText('Mail of this person goes to spam').count()) === 0)
await p.goto(base + '/settings/spam')
await p.waitForTimeout(600)
check('blocked senders are listed', /bargains.example, everybody at this domain/.test(await p.locator('main').innerText()))
await p.getByLabel('Address or domain').fill('nonsense')
await p.getByRole('button', { name: 'Block', exact: true }).click()
await p.waitForTimeout(300)
check('a wrong name is told', /Name an address or a domain/.test(await p.locator('main').innerText()))
p = await page('/v/my_promises/c1')
check('not delivered, to whom and why', /Not delivered to dorothy@mail.example: there is no such mailbox/.test(await p.locator('.dv.failed').innerText()))
check('the report is a clear line', /Not delivered to Dorothy Hale/.test(await p.locator('.sys.lost').innerText()))
// nothing chosen
p = await page('/v/their_turn')
check('the empty side tells who waits', /wait for us|is late/.test(await p.locator('#main .t').innerText()))
// mobile
p = await page('/v/my_promises', { viewport: { width: 390, height: 844 } })
await p.locator('.row').first().click()
await p.waitForTimeout(600)
check(
  '390: list hidden, conversation shown',
  !(await p.locator('.list').isVisible()) && (await p.locator('.case').isVisible()),
)
await p.locator('.pbar').click()
await p.waitForTimeout(300)
check('390: plan sheet', (await p.locator('dialog[open] .plan').count()) === 1)
await p.keyboard.press('Escape')
const pressed = () => p.locator('.to [aria-pressed=true]').innerText()
await p.getByRole('button', { name: 'Note to team' }).click()
check('390: the first tap makes it a note', /Note/.test(await pressed()))
await p.locator('[role=textbox]').click()
await p.getByRole('button', { name: /^Reply to/ }).click()
check('390: a tap makes it a reply again while one writes', /Reply/.test(await pressed()))
await p.locator('.back').click()
await p.waitForTimeout(300)
check('390: back', await p.locator('.list').isVisible())
await p.getByRole('button', { name: 'Views' }).click()
await p.getByRole('menuitem', { name: /Their turn/ }).click()
await p.waitForTimeout(400)
check('390: every view can be reached', /their_turn/.test(p.url()), p.url())
await p.goto(base + '/settings/me')
await p.waitForTimeout(600)
await p.getByRole('button', { name: 'Sign out' }).click()
await p.waitForTimeout(500)
check('390: one can sign out', /signin/.test(p.url()), p.url())
const behind = await p.evaluate(() => Object.keys(localStorage).filter((k) => /^makegood\.(draft|outbox)\./.test(k)))
check('no words stay in the browser after signing out', behind.length === 0, behind.join())
await browser.close()
server.close()
console.log(failed.length ? `${failed.length} failed: ${failed.join('; ')}` : 'all ok')
const report = process.argv.indexOf('--json')
if (report > 0) {
  fs.writeFileSync(process.argv[report + 1], JSON.stringify({ passed, failed: failed.length, failures: failed }))
}
process.exit(failed.length ? 1 : 0)
