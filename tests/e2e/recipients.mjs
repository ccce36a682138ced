// Whom a mail goes to, with real mail servers and a browser: a customer writes with somebody in Cc,
// the agent sees whom the answer goes to, answers all with somebody else in Bcc, each mailbox has its
// copy, and whoever was copied in joins by answering.
//   node recipients.mjs [--json FILE] [--engine sqlite|postgres]
import assert from "node:assert/strict";

import { assertAccessible, assertTouchable } from "./lib/accessible.mjs";
import { openBrowser } from "./lib/browser.mjs";
import { Desk, owner, supportAddress } from "./lib/desk.mjs";
import { linkIn, openPage } from "./lib/page.mjs";
import { eventually } from "./lib/process.mjs";
import { enginesAsked, Stories } from "./lib/steps.mjs";

const ana = "ana@customer.example.test";
const carol = "carol@customer.example.test";
const dan = "dan@customer.example.test";
const answer = "A new kettle is in the post for both of you.";
const secret = "I was copied in without anybody knowing.";
// A reply waits for the undo time (10 s by default) before it goes out.
const mailSeconds = 30;
const emails = (people) => people.map((one) => one.email);

async function mailWith(desk, user, text) {
  return eventually(`a mail with "${text}" in the mailbox of ${user}`, async () =>
    (await desk.mailbox(user)).find((mail) => mail.text.replace(/\s+/g, " ").includes(text)),
  mailSeconds);
}

async function messageWith(desk, id, text) {
  return eventually(`"${text}" is in the conversation`, async () =>
    (await desk.api("GET", `/conversations/${id}/messages`)).items
      .find((one) => one.text.includes(text)));
}

async function hear(desk, step, told) {
  await step("a mail with Cc and a Reply-To elsewhere keeps what it says", async () => {
    await desk.mailIn({ from: `Ana Silva <${ana}>`, cc: `Carol Ruiz <${carol}>, ${supportAddress}`,
      replyTo: "ana@custorner.example.test", subject: "Our kettles", text: "Both of them leak." });
    const item = await eventually("the conversation is listed", async () =>
      (await desk.api("GET", "/conversations")).items[0]);
    told.id = item.id;
    const heard = await messageWith(desk, told.id, "Both of them leak.");
    assert.deepEqual(emails(heard.cc), [carol, supportAddress]);
    assert.deepEqual(emails(heard.reply_to), ["ana@custorner.example.test"]);
    const found = await desk.api("GET", `/conversations/${told.id}/recipients`);
    assert.deepEqual(emails(found.reply.to), [ana]);
    assert.deepEqual(emails(found.reply_all.cc), [carol]);
    assert.equal(found.default, "reply");
    assert.equal(found.reply_to.use, "elsewhere");
  });
}

async function writeToAll(desk, step, told) {
  await step("the composer says whom it goes to, and people are added and dropped there", async () => {
    const browser = await openBrowser({ viewport: { width: 390, height: 844 } });
    try {
      const page = await browser.page();
      await page.goto(`${desk.url}/v/all`);
      await page.locator('input[type="email"]').fill(owner.email);
      await page.locator('input[type="password"]').fill(owner.password);
      await page.locator('form button[type="submit"]').click();
      await page.waitForURL((url) => url.pathname === "/v/all");
      await page.goto(`${desk.url}/v/all/${told.id}`);
      const goes = page.locator(".who .goes");
      await page.getByText("Your reply goes to Ana Silva instead").waitFor();
      assert.match(await goes.innerText(), /^This goes to Ana Silva$/);
      await page.getByRole("button", { name: "Reply to all (+1)" }).click();
      await page.getByRole("button", { name: "Change" }).click();
      await page.getByRole("textbox", { name: "Bcc" }).fill(dan);
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Cc", exact: true }).fill("eve@customer.example.test");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Take out eve@customer.example.test" }).click();
      assert.match(await goes.innerText(),
        /^This goes to Ana Silva · Cc Carol Ruiz · Bcc dan@customer\.example\.test$/);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "nothing scrolls sideways");
      await assertAccessible(page, "the recipients, opened, at 390 px");
      await assertTouchable(page, "the recipients, opened");
      const editor = page.locator('[role="textbox"][aria-multiline="true"]');
      await editor.click();
      await page.keyboard.type(answer);
      await editor.press("Control+Enter");
      await messageWith(desk, told.id, answer);
    } finally {
      await browser.close();
    }
  });

  await step("each mailbox has its copy, with the same To and Cc and never Bcc", async () => {
    for (const user of [ana, carol, dan]) {
      told[user] = await mailWith(desk, user, answer);
      assert.match(told[user].to, new RegExp(`Ana Silva <${ana}>`));
      assert.match(told[user].cc, new RegExp(`Carol Ruiz <${carol}>`));
      assert.equal(told[user].cc.includes(supportAddress), false);
    }
    for (const user of [ana, carol]) {
      assert.equal(told[user].raw.includes("dan@"), false, `the copy for ${user} names Bcc`);
    }
    linkIn(told[ana], desk.url);
    for (const user of [carol, dan]) {
      assert.equal(told[user].raw.includes(`${desk.url}/c/`), false, `${user} gets no page`);
    }
    const copies = await eventually("each copy counts as sent", async () => {
      const now = (await messageWith(desk, told.id, answer)).copies;
      return now.length === 3 && now.every((one) => one.state === "sent") && now;
    });
    assert.deepEqual(copies.map((one) => one.recipient).sort(), [ana, carol, dan]);
  });
}

async function answerBack(desk, step, told) {
  await step("who was copied in joins by answering, and who was in Bcc stays unseen", async () => {
    await desk.mailIn({ from: `Carol Ruiz <${carol}>`, to: supportAddress, cc: ana,
      subject: "Re: Our kettles", text: "Mine still leaks.", inReplyTo: told[carol].message_id });
    await desk.mailIn({ from: dan, to: told[dan].reply_to, subject: "Re: Our kettles", text: secret,
      inReplyTo: told[dan].message_id });
    await messageWith(desk, told.id, "Mine still leaks.");
    await messageWith(desk, told.id, secret);
    const page = await openPage(linkIn(told[ana], desk.url));
    assert.ok(page.html.includes("Mine still leaks."));
    assert.equal(page.html.includes(secret), false);
    for (const address of [carol, dan]) assert.equal(page.html.includes(address), false);
    const head = await desk.api("GET", `/conversations/${told.id}`);
    assert.deepEqual(head.participants.map((one) => one.role), ["requester", "cc", "bcc"]);
  });

  await step("the log and the rows agree", async () => {
    await desk.program.stop();
    await desk.command(["check"]);
  });
}

const stories = new Stories();
for (const engine of enginesAsked()) {
  await stories.story(`recipients on ${engine}`, async (step) => {
    const told = {};
    const desk = await step("the servers and the desk start", () => Desk.open({ engine }));
    try {
      await hear(desk, step, told);
      await writeToAll(desk, step, told);
      await answerBack(desk, step, told);
    } finally {
      await desk?.close();
    }
  });
}
stories.finish();
