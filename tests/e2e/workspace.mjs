// The main job in the agent's workspace, in Chromium, on each engine: what the customer does is seen
// live, without a reload, and what the agent does arrives as mail.
//   node workspace.mjs [--json FILE] [--engine sqlite|postgres]
import assert from "node:assert/strict";

import { assertAccessible, assertAccessibleEverywhere } from "./lib/accessible.mjs";
import { openBrowser } from "./lib/browser.mjs";
import { Desk, owner } from "./lib/desk.mjs";
import { hiddenFields, linkIn, openPage, post } from "./lib/page.mjs";
import { eventually } from "./lib/process.mjs";
import { enginesAsked, Stories } from "./lib/steps.mjs";

const ana = "ana@customer.example.test";
const subject = "The kettle leaks again";
const complaint = "It leaks at the handle.";
const answer = "A new kettle is in the post for you.";
const question = "Is the kettle tight now?";
const secondQuestion = "And is the third one tight?";
const words = "The new one leaks as well.";
const thirdQuestion = "Does the third one hold?";
const unsure = "It works so far, I will look again tomorrow.";
// A reply waits for the undo time (10 s by default) before it goes out.
const mailSeconds = 30;

async function signIn(desk, page) {
  await page.goto(`${desk.url}/v/all`);
  await page.locator('input[type="email"]').fill(owner.email);
  await page.locator('input[type="password"]').fill(owner.password);
  await page.locator('form button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === "/v/all");
  await page.locator('.rows[aria-busy="false"]').waitFor();
  // Gone after a reload; looked for at the end.
  await page.evaluate(() => { window.neverReloaded = true; });
}

/** Writes a reply that ends with one of the three ends, "nothing", "update" or "solved". */
async function reply(page, text, end) {
  const editor = page.locator('[role="textbox"][aria-multiline="true"]');
  await editor.click();
  await page.keyboard.type(text);
  await page.locator(`[role="radiogroup"] [role="radio"].${end}`).click();
  await editor.press("Control+Enter");
  await page.locator("article", { hasText: text }).waitFor();
}

const mailWith = (desk, text) => eventually(`a mail with "${text}"`, async () =>
  (await desk.mailbox(ana)).find((mail) => mail.text.includes(text)), mailSeconds);

async function say(desk, mail, solved, more = {}) {
  const link = linkIn(mail, desk.url);
  const fields = hiddenFields((await openPage(link)).html, "/confirmation");
  const said = await post(link, "/confirmation", { ...fields, solved, ...more });
  assert.equal(said.status, 303);
}

/** A key where nobody types. */
async function key(page, combination) {
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press(combination);
}
const focused = (page, selector) => page.locator(`${selector}:focus`).waitFor();

async function answerWithoutSayingIt(desk, page) {
  await reply(page, thirdQuestion, "solved");
  const asked = await mailWith(desk, thirdQuestion);
  await desk.mailIn({ from: `Ana Silva <${ana}>`, to: asked.reply_to, subject: `Re: ${subject}`, text: unsure,
    inReplyTo: asked.message_id });
  const hint = page.locator("section.maybe", { hasText: "may have answered" });
  await hint.getByText(unsure).waitFor();
  const [item] = (await desk.api("GET", "/conversations")).items;
  assert.equal(item.state, "open");  // Only a plain word counts.
  await hint.getByRole("button", { name: "Show the words" }).click();
  await focused(page, `article:has-text("${unsure}")`);
  const again = hint.getByRole("button", { name: "Ask Ana again" });
  await again.click();
  await page.getByRole("dialog", { name: "Ask Ana if it’s solved" }).waitFor();
  await assertAccessible(page, "a hint and the question");
  await page.keyboard.press("Escape");
  assert.ok(await again.evaluate((button) => button === document.activeElement), "the focus came back");
}

// What the sheet of keys promises, one by one, in an open conversation and then in the list.
async function tryEveryKey(page, url) {
  const dialog = (name) => page.getByRole("dialog", { name });
  for (const [combination, name] of [["?", "All keys"], ["p", "Promise the next update"],
    ["q", "Ask Ana if it’s solved"], ["c", "Write to somebody"], ["Control+k", "Find or do anything"]]) {
    await key(page, combination);
    await dialog(name).waitFor();
    await page.keyboard.press("Escape");
    await dialog(name).waitFor({ state: "detached" });
  }
  for (const [combination, name] of [["a", "Hand over"], ["e", "More"]]) {
    await key(page, combination);
    await focused(page, '[role^="menuitem"]');
    await page.keyboard.press("ArrowDown");
    await focused(page, '[role^="menuitem"]');
    await page.keyboard.press("Escape");
    await focused(page, `button[aria-label="${name}"]`);
  }
  for (const [combination, pressed] of [["n", "Note to team"], ["r", "Reply to Ana"]]) {
    await key(page, combination);
    await focused(page, ".ed");
    await page.locator('.comp [aria-pressed="true"]', { hasText: pressed }).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".ed:focus").count(), 0, "Escape leaves the editor");
  }
  await key(page, "u");
  await page.waitForURL(`${url}/v/all`);
  await key(page, "j");
  await focused(page, "a.row");
  await page.keyboard.press("k");
  await focused(page, "a.row");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/v\/all\/./);
  for (const [letter, path] of Object.entries({ p: "/v/my_promises", n: "/v/not_yet_heard", m: "/v/for_me",
    d: "/v/drafts", o: "/v/our_turn", t: "/v/their_turn", q: "/v/is_it_solved", s: "/v/solved",
    u: "/v/unconfirmed", x: "/v/spam", a: "/v/all", ",": "/settings", f: "/find" })) {
    await key(page, "g");
    await page.keyboard.press(letter);
    await page.waitForURL(url + path);
  }
  await page.goBack();
  await page.waitForURL(`${url}/settings`);
  await key(page, "/");
  await page.waitForURL(`${url}/find`);
  await focused(page, 'input[type="search"]');
  await page.goto(`${url}/v/all`);
}

// Everything that can be opened, with the conversation of the story in it.
const screens = ["/v/all", "/v/drafts", "/v/spam", "/find?q=kettle", "/settings/me", "/settings/agents",
  "/settings/teams", "/settings/inboxes", "/settings/spam", "/settings/workspace"];

async function lookAtEveryScreen(desk, context) {
  const page = await context.newPage();
  const [item] = (await desk.api("GET", "/conversations?state=solved")).items;
  const link = linkIn(await mailWith(desk, question), desk.url);
  await assertAccessibleEverywhere(page, [
    ...[...screens, `/v/all/${item.id}`, "/c/nothing"].map((path) => desk.url + path), link]);
  await page.close();
}

async function tell(desk, browser, page, step) {
  await step("an agent signs in and sees an empty list", async () => {
    await signIn(desk, page);
    browser.errors.length = 0;  // Before that, "401: not signed in" is an honest answer.
    assert.equal(await page.locator("a.row").count(), 0);
  });

  await step("a mail appears in the list while one looks at it", async () => {
    await desk.mailIn({ from: `Ana Silva <${ana}>`, subject, text: complaint });
    await page.locator("a.row", { hasText: "Ana Silva" }).click();
    await page.locator("article", { hasText: complaint }).waitFor();
    await assertAccessible(page, "a conversation");
  });

  await step("a reply goes out and says what the mail server answered", async () => {
    await reply(page, answer, "nothing");
    await mailWith(desk, answer);
    await page.locator("article", { hasText: answer }).locator(".dv.sent", { hasText: "250" })
      .waitFor({ state: "attached", timeout: mailSeconds * 1000 });
  });

  await step("a mail that came back is seen at once, and is our turn", async () => {
    await desk.bounceIn({ about: (await mailWith(desk, answer)).message_id, recipient: ana });
    const failed = page.locator("article", { hasText: answer }).locator(".dv.failed");
    await failed.getByText(`Not delivered to ${ana}: there is no such mailbox`).waitFor();
    await failed.getByText("550 5.1.1 User unknown").waitFor();
    await page.locator("details.sys.lost", { hasText: "Not delivered to Ana Silva" }).waitFor();
    const [item] = (await desk.api("GET", "/conversations")).items;
    assert.equal(item.turn, "us");
    await assertAccessible(page, "a conversation with a mail that came back");
  });

  await step("a message says why it is here", async () => {
    await page.getByRole("button", { name: "More for the message of Ana Silva" }).first().click();
    await page.getByRole("menuitem", { name: "Why is it here?" }).click();
    await page.getByRole("dialog").getByText("so it opened the conversation").waitFor();
    await assertAccessible(page, "why a message is here");
    await page.keyboard.press("Escape");
  });

  await step("\"not yet\" from the customer's page is seen at once", async () => {
    await reply(page, question, "solved");
    await say(desk, await mailWith(desk, question), "not_yet", { words });
    await page.locator("article", { hasText: words }).waitFor();
  });

  await step("an answer that is not plain is shown as what it may be", () => answerWithoutSayingIt(desk, page));

  await step("\"yes\" is seen at once, and counts", async () => {
    await reply(page, secondQuestion, "solved");
    await say(desk, await mailWith(desk, secondQuestion), "yes");
    await page.locator("a.row .pill.sol").waitFor();
    assert.equal(await page.locator("section.maybe").count(), 0);
    const [item] = (await desk.api("GET", "/conversations?state=solved")).items;
    assert.equal(item.subject, subject);
  });

  await step("the page was never reloaded and logged no error", async () => {
    assert.equal(await page.evaluate(() => window.neverReloaded), true);
    assert.deepEqual(browser.errors, []);
  });

  await step("every key does what the sheet says", () => tryEveryKey(page, desk.url));

  await step("every screen can be used by everybody", () => lookAtEveryScreen(desk, browser.context));
}

const stories = new Stories();
for (const engine of enginesAsked()) {
  await stories.story(`workspace on ${engine}`, async (step) => {
    const desk = await step("the servers and the desk start", () => Desk.open({ engine }));
    const browser = await step("Chromium starts", () => openBrowser());
    try {
      await tell(desk, browser, await browser?.page(), step);
    } finally {
      await browser?.close();
      await desk?.close();
    }
  });
}
stories.finish();
