// From an empty folder to the first conversation, as somebody new does it: the printed code, the
// owner, an inbox (first with a mail server that is not there), a promise, and a mail to oneself.
//   node first_run.mjs [--json FILE] [--engine sqlite|postgres]
import assert from "node:assert/strict";

import { assertAccessible } from "./lib/accessible.mjs";
import { openBrowser } from "./lib/browser.mjs";
import { Desk, owner, supportAddress } from "./lib/desk.mjs";
import { hiddenFields, linkIn, openPage, post } from "./lib/page.mjs";
import { eventually, freePorts } from "./lib/process.mjs";
import { enginesAsked, Stories } from "./lib/steps.mjs";

const mailbox = "rosa@customer.example.test";
const nobody = "nobody@customer.example.test";  // Its mail may still arrive, later.
const words = "I am the customer now, and it is not solved.";
const mailSeconds = 30;

async function subjects(page, desk) {
  const answer = await page.request.get(`${desk.url}/api/v1/conversations?view=all`);
  return (await answer.json()).items.map((one) => one.subject);
}

async function tell(desk, page, step) {
  let commands;  // As they are copied.
  await step("the printed address asks for the owner", async () => {
    const printed = await eventually("the code", () => desk.program.output().match(/http\S+#code=\S+/));
    const complaints = [];
    page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    await page.goto(printed[0]);
    await page.getByLabel("Name of your company").waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(complaints, []);
    await assertAccessible(page, "the owner's page");
  });

  await step("the owner is made and signed in", async () => {
    await page.getByLabel("Name of your company").fill("Kettle & Co");
    await page.getByLabel("Your name").fill(owner.name);
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.keyboard.press("Enter");
    await page.getByText("Where do people write to you?").waitFor();
    assert.ok(!page.url().includes("code="));
    await assertAccessible(page, "the inbox and the promise");
  });

  await step("the commands for Postfix name the address and this server", async () => {
    await page.getByLabel("Address").fill(supportAddress);
    await page.getByText("The commands for Postfix").click();
    await page.getByText(`${supportAddress} = lmtp:inet:127.0.0.1:${desk.lmtpPort}`).waitFor();
    commands = await page.locator("pre").first().innerText();
    await assertAccessible(page, "the commands for Postfix");
  });

  await step("an inbox and a promise are set", async () => {
    const [closed] = await freePorts(1);
    await page.getByLabel("Address").fill(supportAddress);
    await page.getByLabel("Sends through").fill(`smtp://127.0.0.1:${closed}`);
    await page.getByRole("button", { name: "Connect it" }).click();
    await page.getByText(`${supportAddress} is connected.`).waitFor();
    await page.getByRole("button", { name: "Save this promise" }).click();
    await page.getByRole("heading", { name: "Be your own customer." }).waitFor();
  });

  await step("a mail server that is not there is told in plain words", async () => {
    await page.getByLabel("Your own address").fill(nobody);
    await page.getByRole("button", { name: "Write to me" }).click();
    await page.getByText("Nobody answers at").waitFor();
    await assertAccessible(page, "the first mail, held up");
  });

  await step("the inbox is put right in the settings", async () => {
    await page.getByRole("link", { name: "Look at the inbox" }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Sends through").fill(`smtp://127.0.0.1:${desk.servers.postfix.smtp_port}`);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(String(desk.servers.postfix.smtp_port)).waitFor();
    await page.getByRole("link", { name: "Test it" }).click();
  });

  await step("the mail arrives, and the answer is seen without a reload", async () => {
    await page.getByLabel("Your own address").fill(mailbox);
    await page.getByRole("button", { name: "Write to me" }).click();
    await page.getByText("took it.").waitFor({ timeout: mailSeconds * 1000 });
    const mail = await eventually("the mail to oneself", async () =>
      (await desk.mailbox(mailbox)).find((one) => one.text.includes("you are the customer")), mailSeconds);
    const link = linkIn(mail, desk.url);
    const fields = hiddenFields((await openPage(link)).html, "/confirmation");
    assert.equal((await post(link, "/confirmation", { ...fields, solved: "not_yet", words })).status, 303);
    await page.getByText(words).waitFor();
    await assertAccessible(page, "the first mail, answered");
  });

  await step("the first run ends where the person waits, and in the conversation", async () => {
    const conversation = await page.getByRole("link", { name: "Open the conversation" }).getAttribute("href");
    await page.getByRole("button", { name: "To the desk" }).click();
    await page.locator("a.row", { hasText: words }).waitFor();
    await page.goto(desk.url + conversation);
    await page.locator("article", { hasText: words }).waitFor();
  });

  await step("the commands for Postfix, run as they stand, bring mail in", async () => {
    await desk.tellPostfix(commands);
    await desk.tellPostfix(commands);  // As somebody does who is not sure.
    for (const to of [supportAddress, supportAddress.replace("@", "+anything@")]) {
      await desk.mailIn({ from: mailbox, to, subject: `To ${to}`, text: "Does it arrive?" });
      await eventually(`the mail to ${to}`, async () => (await subjects(page, desk)).includes(`To ${to}`), 2 * mailSeconds);
    }
  });
}

const stories = new Stories();
for (const engine of enginesAsked()) {
  await stories.story(`first run on ${engine}`, async (step) => {
    const desk = await step("the servers and an empty desk start", () => Desk.open({ engine, empty: true }));
    const browser = await step("Chromium starts", () => openBrowser({ locale: "en-GB" }));
    try {
      await tell(desk, await browser?.page(), step);
    } finally {
      await browser?.close();
      await desk?.close();
    }
  });
}
stories.finish();
