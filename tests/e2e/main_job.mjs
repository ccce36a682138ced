// The main job, end to end, on each engine: a customer's mail comes in through Postfix, becomes a
// conversation, is answered, the answer lies in the customer's mailbox, the customer opens the link
// in it, says "not yet" with words, and then "yes".
//   node main_job.mjs [--json FILE] [--engine sqlite|postgres]
import assert from "node:assert/strict";

import { openBrowser } from "./lib/browser.mjs";
import { Desk, supportAddress } from "./lib/desk.mjs";
import { hiddenFields, linkIn, openPage, post } from "./lib/page.mjs";
import { eventually } from "./lib/process.mjs";
import { enginesAsked, Stories } from "./lib/steps.mjs";

const ana = "ana@customer.example.test";
const subject = "The kettle leaks again";
const complaint = "It leaks at the handle, for the second time this month.";
const answer = "I have put a new kettle in the post for you; it arrives on Tuesday.";
const secret = "Second kettle from batch 7: tell the workshop.";
const words = "The new one leaks as well.";

const messagesOf = async (desk, id) =>
  (await desk.api("GET", `/conversations/${id}/messages`)).items;

// A mail may break a long line; its words stay.
const oneLine = (text) => text.replace(/\s+/g, " ");

async function mailWith(desk, text) {
  return eventually(`a mail with "${text}" in the mailbox`, async () =>
    (await desk.mailbox(ana)).find((mail) => oneLine(mail.text).includes(text)));
}

async function conversationIn(desk, id, state) {
  return eventually(`the conversation is ${state}`, async () => {
    const now = await desk.api("GET", `/conversations/${id}`);
    return now.state === state && now;
  });
}

async function hearAndAnswer(desk, step, told) {
  await step("a customer's mail becomes an open conversation", async () => {
    told.sent = await desk.mailIn({ from: `Ana Silva <${ana}>`, subject, text: complaint });
    const item = await eventually("the conversation is listed", async () =>
      (await desk.api("GET", "/conversations?state=open&limit=50&sort=number")).items
        .find((one) => one.subject === subject));
    told.id = item.id;
    assert.equal(typeof item.id, "string");
    assert.equal(item.turn, "us");
    assert.deepEqual([item.contact.email, item.contact.name], [ana, "Ana Silva"]);
    const messages = await messagesOf(desk, item.id);
    const heard = messages.filter((one) => one.kind === "customer");
    assert.deepEqual(heard.map((one) => one.text.trim()), [complaint]);
  });

  await step("the customer gets an honest acknowledgement that no machine answers", async () => {
    const mail = await eventually("the acknowledgement arrives", async () =>
      (await desk.mailbox(ana)).find((one) => one.auto_submitted));
    assert.match(mail.auto_submitted, /^auto-/);
    assert.equal(mail.in_reply_to, told.sent.message_id);
    linkIn(mail, desk.url);
  });

  await step("a note stays inside and a reply arrives in the customer's mailbox", async () => {
    await desk.api("POST", `/conversations/${told.id}/messages`, { kind: "note", text: secret });
    const reply = await desk.api("POST", `/conversations/${told.id}/messages`,
      { kind: "reply", text: answer });
    assert.equal(reply.kind, "reply");
    told.mail = await mailWith(desk, answer);
    assert.equal(told.mail.in_reply_to, told.sent.message_id);
    assert.equal((await desk.mailbox(ana)).some((one) => one.text.includes(secret)), false);
    const delivery = await eventually("the reply counts as sent", async () => {
      const now = (await messagesOf(desk, told.id)).find((one) => one.id === reply.id).delivery;
      return now?.state === "sent" && now;
    });
    assert.match(delivery.answer, /^250/);
  });

  await step("the link in the mail shows the thread without the note", async () => {
    told.link = linkIn(told.mail, desk.url);
    const page = await openPage(told.link);
    assert.equal(page.status, 200);
    assert.ok(page.html.includes(answer));
    assert.ok(page.html.includes(complaint));
    assert.equal(page.html.includes(secret), false);
  });

  await step("a link that is cut, changed or invented is the same 404", async () => {
    const cut = await openPage(told.link.slice(0, -1));
    const invented = await openPage(`${desk.url}/c/${"A".repeat(40)}`);
    assert.deepEqual([cut.status, invented.status], [404, 404]);
    assert.equal(cut.html, invented.html);
    assert.equal(cut.html.includes(subject), false);
  });
}

async function notYet(desk, step, told) {
  await step("an agent asks whether it is solved, and the customer is asked by mail", async () => {
    await desk.api("POST", `/conversations/${told.id}/proposal`,
      { text: "The new kettle has arrived. Is it solved?" });
    assert.equal((await desk.api("GET", `/conversations/${told.id}`)).state, "proposed");
    const mail = await mailWith(desk, "The new kettle has arrived.");
    told.question = linkIn(mail, desk.url);
  });

  await step("looking at the page changes nothing", async () => {
    for (const method of ["HEAD", "GET"]) await fetch(told.question, { method });
    assert.equal((await desk.api("GET", `/conversations/${told.id}`)).state, "proposed");
  });

  await step("\"not yet\" with words reopens it for us", async () => {
    const page = await openPage(told.question);
    told.stale = hiddenFields(page.html, "/confirmation");
    const said = await post(told.question, "/confirmation",
      { ...told.stale, solved: "not_yet", words });
    assert.equal(said.status, 303, await said.text());
    const now = await conversationIn(desk, told.id, "open");
    assert.equal(now.turn, "us");
    assert.ok((await messagesOf(desk, told.id))
      .some((one) => one.kind === "customer" && one.text.includes(words)));
  });

  await step("an answer by mail lands in the same conversation", async () => {
    const before = (await messagesOf(desk, told.id)).length;
    await desk.mailIn({ from: ana, to: told.mail.reply_to || supportAddress,
      subject: `Re: ${subject}`, text: "A photo follows.", inReplyTo: told.mail.message_id });
    const messages = await eventually("the mail is in the conversation", async () => {
      const now = await messagesOf(desk, told.id);
      return now.length > before && now;
    });
    assert.ok(messages.some((one) => one.text.includes("A photo follows.")));
    const all = await desk.api("GET", "/conversations?limit=50");
    assert.equal(all.items.filter((one) => one.contact.email === ana).length, 1);
  });
}

async function yes(desk, step, told) {
  await step("the second question is answered with yes in a browser without JavaScript", async () => {
    await desk.api("POST", `/conversations/${told.id}/proposal`,
      { text: "The third kettle holds tight here for a week. Is it solved?" });
    const mail = await mailWith(desk, "The third kettle");
    const late = await post(told.question, "/confirmation", { ...told.stale, solved: "yes" });
    assert.equal(late.status, 409, "a yes to the older question must not count");
    assert.equal((await desk.api("GET", `/conversations/${told.id}`)).state, "proposed");
    const browser = await openBrowser({ javaScriptEnabled: false,
      viewport: { width: 390, height: 844 } });
    try {
      const page = await browser.page();
      await page.goto(linkIn(mail, desk.url));
      const form = page.locator('form[action$="/confirmation"]');
      await form.locator('button[name="solved"][value="yes"]').click();
      await page.waitForLoadState();
      assert.match(page.url(), /\/c\/[A-Za-z0-9_-]+\?said=/);
      assert.deepEqual(browser.errors, []);
    } finally {
      await browser.close();
    }
    await conversationIn(desk, told.id, "solved");
  });

  await step("the history tells it all, in order", async () => {
    const facts = (await desk.api("GET", `/conversations/${told.id}/history?limit=200`)).items
      .map((one) => one.fact);
    let from = 0;
    for (const name of ["message_received", "note_added", "reply_written", "solution_proposed",
      "solution_declined", "solution_proposed", "solution_confirmed"]) {
      const at = facts.indexOf(name, from);
      assert.ok(at >= 0, `${name} is missing after ${from} in ${facts.join(" ")}`);
      from = at + 1;
    }
  });

  await step("the log and the rows agree", async () => {
    await desk.program.stop();
    await desk.command(["check"]);
  });
}

const stories = new Stories();
for (const engine of enginesAsked()) {
  await stories.story(`main job on ${engine}`, async (step) => {
    const told = {};
    const desk = await step("the servers and the desk start", () => Desk.open({ engine }));
    try {
      await hearAndAnswer(desk, step, told);
      await notYet(desk, step, told);
      await yes(desk, step, told);
    } finally {
      await desk?.close();
    }
  });
}
stories.finish();
