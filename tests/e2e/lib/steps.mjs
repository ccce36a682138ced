// A runner for stories: steps that build on one another. After one fails, the rest of the story was
// not reached, and counts as failed.
import { writeFileSync } from "node:fs";

/** The engines to tell the stories on: both, or the one of `--engine NAME`. */
export function enginesAsked() {
  const at = process.argv.indexOf("--engine");
  return at > 0 ? [process.argv[at + 1]] : ["sqlite", "postgres"];
}

export class Stories {
  passed = 0;
  failures = [];

  async story(name, tell) {
    let broken = false;
    const step = async (what, act) => {
      const title = `${name}: ${what}`;
      if (broken) {
        this.failures.push(`${title} (not reached)`);
        return undefined;
      }
      const began = Date.now();
      try {
        const result = await act();
        this.passed += 1;
        console.log(`ok   ${title} (${Date.now() - began} ms)`);
        return result;
      } catch (error) {
        broken = true;
        this.failures.push(title);
        console.log(`FAIL ${title}\n${error.stack}`);
        return undefined;
      }
    };
    try {
      await tell(step);
    } catch (error) {
      this.failures.push(`${name}: ${error.message}`);
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }

  /** Prints the counts, writes them where `--json FILE` says, and sets the exit code. */
  finish() {
    const failed = this.failures.length;
    console.log(`${this.passed} passed, ${failed} failed`);
    const at = process.argv.indexOf("--json");
    if (at > 0) {
      writeFileSync(process.argv[at + 1],
        JSON.stringify({ passed: this.passed, failed, failures: this.failures, skipped: [] }));
    }
    process.exitCode = failed || !this.passed ? 1 : 0;
  }
}
