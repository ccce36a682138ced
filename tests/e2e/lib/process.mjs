// Programs that a test starts, and their end: each by its own process id, also when the test fails.
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const stopMillisecondsMax = 20_000;
const outputCharactersMax = 20_000;

/** Starts a program that runs until stop(). `output()` is the end of what it has printed. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ["pipe", "pipe", "pipe"], ...options });
  let printed = "";
  const keep = (data) => (printed = (printed + data).slice(-outputCharactersMax));
  child.stderr.on("data", keep);
  child.stdout.on("data", keep);
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(`${command}: ${error.message}`));
    child.on("exit", (code, signal) => resolve(`${command} ended with ${code ?? signal}`));
  });
  let isOver = false;
  ended.then(() => (isOver = true));
  const stop = async () => {
    if (isOver) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopMillisecondsMax);
    await ended;
    clearTimeout(timer);
  };
  return { child, ended, stop, output: () => printed, over: () => isOver };
}

/** Runs a command to its end; resolves with its standard output, rejects on a failure. */
export async function run(command, args, { input = "", env } = {}) {
  const child = spawn(command, args, { cwd: root, env: env ?? process.env });
  let out = "";
  let errors = "";
  child.stdout.on("data", (data) => (out += data));
  child.stderr.on("data", (data) => (errors += data));
  child.stdin.on("error", () => {});  // It may end without reading.
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${errors}`);
  return out;
}

/** The first line that a program prints, as JSON; rejects when it ends before. */
export function firstLine(program) {
  return new Promise((resolve, reject) => {
    let text = "";
    program.child.stdout.on("data", (data) => {
      text += data;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(JSON.parse(text.slice(0, end)));
    });
    program.ended.then((why) => reject(new Error(`${why}\n${program.output()}`)));
  });
}

export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = net.createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** An error that waiting cannot mend. */
export class Final extends Error {}

/** Asks until the answer is truthy. An exception counts as "not yet" and is told at the end; Final
 *  ends the waiting at once. */
export async function eventually(what, ask, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      if (error instanceof Final) throw error;
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${seconds} s: ${what}${last ? ` (${last.message})` : ""}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
