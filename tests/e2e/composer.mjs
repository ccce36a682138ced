// The reply composer in a browser, with real mail servers: each control takes its own clicks at every width,
// a reply with a file is taken back and sent again as it was, and a customer who writes while a reply is held
// does not keep the agent from answering.
//   node composer.mjs [--json FILE] [--engine sqlite|postgres] [--pictures FOLDER]
import assert from "node:assert/strict";
import path from "node:path";

import { openBrowser } from "./lib/browser.mjs";
import { assertClickable } from "./lib/clickable.mjs";
import { Desk, owner } from "./lib/desk.mjs";
import { eventually } from "./lib/process.mjs";
import { enginesAsked, Stories } from "./lib/steps.mjs";

const ana = "ana@customer.example.test";
const widths = [1366, 1181, 1024, 900, 768, 390];
const ends = ["update", "solved", "nothing"];
// A reply waits for the undo time (10 s by default) before it goes out.
const mailSeconds = 30;

const messagesOf = async (desk, id) =>
  (await desk.api("GET", `/conversations/${id}/messages`)).items;

class Agent {
  constructor(page) {
    this.page = page;
    this.editor = page.locator('[role="textbox"][aria-multiline="true"]');
    this.posts = [];
    page.on("request", (request) => request.method() === "POST" &&
      request.url().endsWith("/messages") && this.posts.push(request.postDataJSON()));
  }

  async open(desk, id) {
    await this.page.goto(`${desk.url}/v/all`);
    await this.page.locator('input[type="email"]').fill(owner.email);
    await this.page.locator('input[type="password"]').fill(owner.password);
    await this.page.locator('form button[type="submit"]').click();
    await this.page.waitForURL((url) => url.pathname === "/v/all");
    await this.page.goto(`${desk.url}/v/all/${id}`);
    await this.editor.waitFor();
  }
  async write(text, end) {
    await this.editor.click();
    await this.page.keyboard.type(text);
    await this.page.locator(`[role="radio"].${end}`).click();
  }
  async clear() {
    // The editor learns of a selection a moment later than the browser has it.
    await eventually("the editor is empty", async () => {
      await this.editor.press("ControlOrMeta+a");
      await this.editor.press("Backspace");
      return (await this.editor.innerText()).trim() === "";
    });
    await this.page.locator('[role="radio"].update').click();
  }
  /** The chosen one of the three ends. */
  async ending() {
    const chosen = await this.page.locator('[role="radio"][aria-checked="true"]').getAttribute("class");
    return ends.find((end) => chosen.split(" ").includes(end));
  }
  send = () => this.page.locator(".comp .send").click();
  shown = (text) => this.page.locator("article", { hasText: text }).waitFor();
}

const picturesAt = process.argv.indexOf("--pictures");
const picture = async (page, name) => picturesAt > 0 &&
  page.screenshot({ path: path.join(process.argv[picturesAt + 1], `${name}.png`) });

// The mouse goes where the eye sees the control: in the middle of its box.
async function clickAtItsPlace(page, control) {
  const box = await control.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function lookAtOneWidth(agent, width, scheme) {
  const { page } = agent;
  const name = `${width} px, ${scheme}`;
  await page.setViewportSize({ width, height: 800 });
  for (const end of ends) {
    const control = page.locator(`[role="radio"].${end}`);
    await clickAtItsPlace(page, control);
    assert.equal(await control.getAttribute("aria-checked"), "true", `${name}: ${end} is chosen`);
    await assertClickable(page, ".comp .end", end === "update" ? 5 : 4, `${name}, ${end}`);
  }
  await picture(page, `composer-${width}-${scheme}`);
  await clickAtItsPlace(page, page.locator('[role="radio"].update'));
  await clickAtItsPlace(page, page.getByRole("button", { name: "Choose the time" }));
  const when = page.getByRole("dialog", { name: "Choose the time" });
  await when.waitFor();
  await assertClickable(page, '.comp [role="dialog"]', 3, `${name}, the choice of the time`);
  await picture(page, `time-${width}-${scheme}`);
  await page.keyboard.press("Escape");
  await when.waitFor({ state: "detached" });
}

/** Sends from a window of this width by a click on the place where Send is, and takes it back. */
async function sendFrom(agent, width) {
  const { page } = agent;
  await page.setViewportSize({ width, height: 800 });
  await agent.write(`Sent at ${width}.`, "solved");
  await clickAtItsPlace(page, page.locator(".comp .send"));
  await page.locator(".undo button").click();
  await eventually("the words are back", async () =>
    (await agent.editor.innerText()).trim() === `Sent at ${width}.`);
  assert.equal(await agent.ending(), "solved");
  await agent.clear();
}

async function widthsStory(agent, step) {
  const { page } = agent;
  for (const scheme of ["light", "dark"]) {
    await step(`each control of the composer takes the clicks of its whole box, ${scheme}`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await agent.write("I am asking the workshop today.", "nothing");
      for (const width of widths) await lookAtOneWidth(agent, width, scheme);
      await agent.clear();
    });
  }
  await step("Send sends from windows of every width, and undo gives the chosen ending back", async () => {
    for (const width of widths) await sendFrom(agent, width);
    await page.setViewportSize({ width: 1440, height: 900 });
  });
}

async function takenBack(desk, agent, step, told) {
  await step("a reply with a file is taken back whole, and sent again as it was", async () => {
    agent.posts.length = 0;
    await agent.write("Here is your invoice.", "solved");
    await agent.page.locator('.comp input[type="file"]').setInputFiles(
      { name: "invoice.txt", mimeType: "text/plain", buffer: Buffer.from("12 pounds") });
    await agent.page.getByRole("button", { name: "Take out invoice.txt" }).waitFor();
    await agent.send();
    await agent.page.locator(".undo button").click();
    await agent.page.getByRole("button", { name: "Take out invoice.txt" }).waitFor();
    assert.equal((await agent.editor.innerText()).trim(), "Here is your invoice.");
    await agent.send();
    const message = await eventually("it is there again", async () =>
      (await messagesOf(desk, told.id)).find((one) => one.text === "Here is your invoice."));
    assert.deepEqual(message.attachments.map((one) => one.name), ["invoice.txt"]);
    assert.deepEqual(agent.posts.map((one) => [one.propose, one.promise]),
      [[true, undefined], [true, undefined]]);
    await agent.page.locator(".undo button").click();
    await agent.page.getByRole("button", { name: "Take out invoice.txt" }).click();
    await agent.editor.fill("");
  });
}

async function crossed(desk, agent, step, told) {
  await step("a customer writes while a reply is held, and the agent answers on", async () => {
    agent.posts.length = 0;
    await agent.write("First answer.", "nothing");
    await agent.send();
    await agent.shown("First answer.");
    await desk.mailIn({ from: ana, subject: "Re: A kettle", text: "Crossing words.",
      inReplyTo: told.sent.message_id });
    await agent.shown("Crossing words.");
    await eventually("the first answer is out", async () => (await messagesOf(desk, told.id))
      .some((one) => one.text === "First answer." && one.undo_until === null), mailSeconds);
    await agent.write("Second answer.", "nothing");
    await agent.send();
    await eventually("the second answer is there", async () => (await messagesOf(desk, told.id))
      .some((one) => one.text === "Second answer."));
    assert.equal(await agent.page.locator(".over").count(), 0);
  });

  await step("who was faster is named, and the words go out with the ending that was chosen", async () => {
    // The answer waits on its way, once, while the customer writes.
    let first = true;
    await agent.page.route("**/messages", async (route) => {
      if (!first || route.request().method() !== "POST") return route.continue();
      first = false;
      await desk.mailIn({ from: ana, subject: "Re: A kettle", text: "Faster words.",
        inReplyTo: told.sent.message_id });
      await eventually("the faster words are there", async () => (await messagesOf(desk, told.id))
        .some((one) => one.text.includes("Faster words.")));
      return route.continue();
    });
    await agent.write("Third answer.", "nothing");
    await agent.send();
    await agent.page.locator(".over blockquote", { hasText: "Faster words." }).waitFor();
    assert.match(await agent.page.locator(".over b").innerText(), /^Ana Silva wrote/);
    await agent.page.getByRole("button", { name: "Send mine as well" }).click();
    await eventually("the third answer is there", async () => (await messagesOf(desk, told.id))
      .some((one) => one.text === "Third answer."));
    assert.deepEqual(agent.posts.map((one) => [one.text, one.promise]), [
      ["First answer.", undefined], ["Second answer.", undefined], ["Third answer.", undefined],
      ["Third answer.", undefined]]);
    await agent.page.unroute("**/messages");
  });
}

const stories = new Stories();
for (const engine of enginesAsked()) {
  await stories.story(`composer on ${engine}`, async (step) => {
    const told = {};
    let browser;
    const desk = await step("the servers and the desk start", () => Desk.open({ engine }));
    try {
      const agent = await step("a mail is opened", async () => {
        told.sent = await desk.mailIn({ from: `Ana Silva <${ana}>`, subject: "A kettle", text: "It leaks." });
        told.id = (await eventually("the conversation is listed", async () =>
          (await desk.api("GET", "/conversations")).items[0])).id;
        browser = await openBrowser();
        const agent = new Agent(await browser.page());
        await agent.open(desk, told.id);
        return agent;
      });
      await widthsStory(agent, step);
      await takenBack(desk, agent, step, told);
      await crossed(desk, agent, step, told);
    } finally {
      await browser?.close();
      await desk?.close();
    }
  });
}
stories.finish();
