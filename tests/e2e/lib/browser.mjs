// Debian's Chromium through playwright-core, without any of the browser's own network traffic.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const executablePath = process.env.MG_TEST_CHROMIUM ?? "/usr/bin/chromium";

/** {context, page(), errors, close()}; `errors` fills with what the pages threw or logged as one. */
export async function openBrowser(options = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "mg-chromium-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const errors = [];
  const watch = (page) => {
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (said) => said.type() === "error" && errors.push(said.text()));
  };
  context.pages().forEach(watch);
  context.on("page", watch);
  return {
    context,
    errors,
    page: () => context.newPage(),
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
