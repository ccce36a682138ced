// The pictures of the manual, made anew from the demo workspace and from an empty one:
//   node tests/e2e/_pictures.mjs [NAME...]
// They go to docs/manual. No test: the words in them hang on the time of day.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { openBrowser } from "./lib/browser.mjs";
import { smaller } from "./lib/png.mjs";
import { eventually, freePorts, root, start } from "./lib/process.mjs";

const program = process.env.MG_TEST_BINARY ?? path.join(root, "build/release/makegood");
const bytesMax = 150_000;
const wanted = process.argv.slice(2);

async function serve(command, folder) {
  const [http, lmtp] = await freePorts(2);
  const url = `http://127.0.0.1:${http}`;
  const started = start(program, [command, "--data", folder, "--listen", url.slice(7), "--lmtp",
    `127.0.0.1:${lmtp}`]);
  await eventually("/readyz answers 200", async () => (await fetch(`${url}/readyz`)).status === 200, 120);
  return { url, started };
}

const folder = await mkdtemp(path.join(tmpdir(), "mg-pictures-"));
const browser = await openBrowser({ locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" });
const page = await browser.page();
const running = [];

async function picture(name, prepare) {
  if (wanted.length && !wanted.includes(name)) return;
  await prepare();
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(600);  // Nothing in the page says that it has come to rest.
  const png = smaller(await page.screenshot());
  if (png.length > bytesMax) throw new Error(`${name}.png has ${png.length} bytes`);
  await writeFile(path.join(root, "docs/manual", `${name}.png`), png);
  console.log(`${name}.png ${Math.round(png.length / 1000)} kB`);
}

/** The first conversation of a view. */
const openFirst = async (url, view) => {
  await page.goto(`${url}/v/${view}`);
  await page.locator("a.row").first().click();
  await page.locator("article").first().waitFor();
};
const editor = () => page.locator('[role="textbox"][aria-multiline="true"]');

try {
  const empty = await serve("serve", path.join(folder, "empty"));
  running.push(empty.started);
  const { url: code } = await eventually("the printed code", () => {
    const found = empty.started.output().match(/http\S+#code=\S+/);
    return found && { url: found[0] };
  });
  await picture("first-run", async () => {
    await page.goto(code);
    for (const [label, text] of [["Name of your company", "Fernhill Supply"], ["Your name", "Tomas Varga"],
      ["Email", "tomas@fernhill.example"], ["Password", "several words make a password"]]) {
      await page.getByLabel(label).fill(text);
    }
    await page.keyboard.press("Enter");
    await page.getByLabel("Address").fill("hello@fernhill.example");
    await page.getByLabel("Sends through").fill("smtp.fernhill.example:587");
  });
  await page.context().clearCookies();

  const { url, started } = await serve("demo", path.join(folder, "demo"));
  running.push(started);
  await page.goto(url);
  await page.locator('input[type="email"]').fill("tomas@fernhill.example");
  await page.locator('input[type="password"]').fill("makegood demo");
  await page.locator('form button[type="submit"]').click();
  await page.locator("a.row").first().waitFor();

  await picture("workspace", () => openFirst(url, "my_promises"));
  await picture("promise", async () => {
    await openFirst(url, "not_yet_heard");
    await editor().click();
    await page.keyboard.type("Thank you for telling us. I am asking the workshop today and write to you either way.");
    await page.locator('[role="radio"].update').click();
    await page.getByRole("button", { name: "Choose the time" }).click();
  });
  await picture("ask", async () => {
    await openFirst(url, "their_turn");
    await editor().click();
    await page.keyboard.type("It should have arrived this morning. Is everything as it should be?");
    await page.locator('[role="radio"].solved').click();
  });
  await picture("search", () => page.goto(`${url}/find?q=zip`));
  const link = started.output().match(/http\S+\/c\/[\w-]+/)[0];
  await picture("customers-page", () => page.goto(link));
} finally {
  for (const one of running.reverse()) await one.stop();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
