// A desk for a test: real PostgreSQL (if asked for), Postfix and Dovecot, and the program itself on
// free ports, with an owner, a token and an inbox. Everything ends with close().
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { eventually, Final, firstLine, freePorts, root, run, start } from "./process.mjs";

const program = process.env.MG_TEST_BINARY ?? path.join(root, "build/release/makegood");
const readySeconds = 30;

export const owner = {
  email: "rosa@support.example.test",
  name: "Rosa Lind",
  password: "a long sentence as a password",
};
export const supportAddress = "help@support.example.test";

export class Desk {
  #started = [];

  /** `empty`: without owner, token and inbox, as the first start leaves it, and with a Postfix that
   *  does not know where the desk takes mail. */
  static async open({ engine, empty = false }) {
    const desk = new Desk();
    try {
      await desk.#open(engine, empty);
      if (!empty) await desk.#furnish();
    } catch (error) {
      await desk.close();
      throw error;
    }
    return desk;
  }

  async #open(engine, empty) {
    this.folder = await mkdtemp(path.join(tmpdir(), "mg-e2e-"));
    const [http, lmtp, nobody] = await freePorts(3);
    this.lmtpPort = lmtp;
    this.url = `http://127.0.0.1:${http}`;
    const names = engine === "postgres" ? ["postgres"] : [];
    const servers = start("python3", ["tests/servers/servers.py", ...names, "dovecot", "postfix",
      "--lmtp-port", String(empty ? nobody : lmtp)]);
    this.#started.push(servers);
    this.servers = await firstLine(servers);
    this.where = ["--data", path.join(this.folder, "data")];
    if (engine === "postgres") this.where.push("--database", this.servers.postgres.url);
    await this.startProgram();
  }

  async #furnish() {
    await this.command(["agent", "add", "--email", owner.email, "--name", owner.name, "--role",
      "owner", "--password-stdin"], owner.password + "\n");
    this.token = (await this.command(["token", "create", "--agent", owner.email])).trim();
    assert.match(this.token, /^\S{20,}$/);
    await this.command(["inbox", "add", "--address", supportAddress, "--name", "Support", "--smtp",
      `smtp://127.0.0.1:${this.servers.postfix.smtp_port}`]);
  }

  async startProgram() {
    this.program = start(program, ["serve", ...this.where, "--listen", this.url.slice(7), "--lmtp",
      `127.0.0.1:${this.lmtpPort}`, "--base-url", this.url]);
    this.#started.push(this.program);
    await eventually("/readyz answers 200", async () => {
      if (this.program.over()) throw new Final(await this.program.ended);
      return (await fetch(`${this.url}/readyz`)).status === 200;
    }, readySeconds).catch((error) => {
      throw new Error(`${error.message}\n${this.program.output()}`);
    });
  }

  /** A command of the program, on this desk's data. Resolves with its standard output. */
  async command(words, input = "") {
    return run(program, [...words, ...this.where], { input });
  }

  async close() {
    for (const started of this.#started.reverse()) await started.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  /** Commands for Postfix, run as root on its machine. */
  async tellPostfix(commands) {
    const settings = `MAIL_CONFIG=${this.servers.postfix.config}`;
    const root = process.getuid() === 0 ? [] : ["sudo", "-n"];
    const [command, ...words] = [...root, "env", settings, "sh", "-e"];
    return run(command, words, { input: commands });
  }

  /** One API call with the token; fails unless the status is the expected one. */
  async api(method, target, body, status = method === "POST" ? 201 : 200) {
    const answer = await fetch(`${this.url}/api/v1${target}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.equal(answer.status, status, `${method} ${target}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Mail from a customer, through Postfix. Resolves with {message_id}. */
  async mailIn({ from, to = supportAddress, cc, replyTo, subject, text, inReplyTo }) {
    const args = ["tests/e2e/lib/mail.py", "send", "--port", this.servers.postfix.smtp_port,
      "--from", from, "--to", to, "--subject", subject];
    if (cc) args.push("--cc", cc);
    if (replyTo) args.push("--reply-to", replyTo);
    if (inReplyTo) args.push("--in-reply-to", inReplyTo);
    return JSON.parse(await run("python3", args.map(String), { input: text }));
  }

  /** A delivery report about a mail of ours, through Postfix: `recipient` does not exist. */
  async bounceIn({ about, recipient }) {
    await run("python3", ["tests/e2e/lib/mail.py", "bounce", "--port",
      String(this.servers.postfix.smtp_port), "--to", supportAddress, "--about", about,
      "--recipient", recipient]);
  }

  /** Everything in a customer's mailbox. */
  async mailbox(user) {
    const { imap_port: port, password } = this.servers.dovecot;
    return JSON.parse(await run("python3", ["tests/e2e/lib/mail.py", "inbox", "--port",
      String(port), "--user", user, "--password", password]));
  }
}
