#!/usr/bin/env python3
"""Runs the fuzz targets (src/**/*_fuzz.cc) over tests/fuzz/seeds and tests/fuzz/words.

  fuzz.py --short NAME [--build build/release] [--json FILE]
      the seeds and a fixed number of mutations that are the same in every run; seconds
  fuzz.py [--seconds N] [--json FILE] [NAME...]
      libFuzzer with both sanitizers for N seconds each (MG_FUZZ_SECONDS, else 180), built by the
      preset "fuzz"; what it finds is left in build/fuzz/crashes, what it learnt in
      build/fuzz/corpus

MG_MAIL_CORPUS names a folder of mails (*.eml) that target "mail" takes too. An input that failed
once belongs into tests/fuzz/seeds, as small as libFuzzer makes it (-minimize_crash=1).
"""
import argparse
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEEDS, WORDS = "tests/fuzz/seeds", "tests/fuzz/words"
TARGET_PATTERN = "src/**/*_fuzz.cc"
# Mutations of the short form where the usual number would take more than three seconds.
MUTATIONS, MUTATIONS_OF = 20000, {"mail": 8000, "sanitize": 6000, "quote": 10000}
INPUT_BYTES_MAX, INPUT_BYTES_MAX_OF = 4096, {"mail": 65536, "sanitize": 16384, "quote": 16384}
INPUT_SECONDS_MAX = 5  # More is a hang.
MEMORY_MB_MAX = 2048


def targets():
    return sorted(os.path.basename(path)[:-len("_fuzz.cc")]
                  for path in glob.glob(TARGET_PATTERN, recursive=True))


def mail_corpus():
    folder = os.environ.get("MG_MAIL_CORPUS")
    return [folder] if folder and os.path.isdir(folder) else []


def words_of(name):
    path = f"{WORDS}/{name}.txt"
    return path if os.path.exists(path) else None


def short(name, build, report):
    words = words_of(name)
    command = [f"{build}/fuzz/fuzz_{name}", "--seeds", f"{SEEDS}/{name}",
               "--crash", f"{build}/fuzz/{name}.crash",
               "--mutations", str(MUTATIONS_OF.get(name, MUTATIONS))]
    command += ["--words", words] if words else []
    command += ["--mails", *mail_corpus()] if name == "mail" and mail_corpus() else []
    command += ["--json", report] if report else []
    return subprocess.run(command, check=False).returncode


def long(name, seconds):
    """The names of the inputs that it failed for."""
    corpus, crashes = f"build/fuzz/corpus/{name}", f"build/fuzz/crashes/{name}-"
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(os.path.dirname(crashes), exist_ok=True)
    before = set(glob.glob(crashes + "*"))
    words = words_of(name)
    command = [f"build/fuzz/fuzz/fuzz_{name}", corpus, f"{SEEDS}/{name}"]
    command += mail_corpus() if name == "mail" else []
    command += [f"-max_total_time={seconds}", f"-timeout={INPUT_SECONDS_MAX}",
                f"-rss_limit_mb={MEMORY_MB_MAX}", "-print_funcs=0",
                f"-max_len={INPUT_BYTES_MAX_OF.get(name, INPUT_BYTES_MAX)}",
                f"-artifact_prefix={crashes}"]
    command += [f"-dict={words}"] if words else []
    print(f"fuzz {name}: {seconds} s", flush=True)
    code = subprocess.run(command, check=False).returncode
    found = sorted(set(glob.glob(crashes + "*")) - before)
    for path in found:
        print(f"fuzz {name}: failed for {path}", flush=True)
    return found or ([f"{name} ended with {code}"] if code else [])


def build_long():
    return subprocess.run(["tools/dev/build.sh", "fuzz", "fuzz"], check=False).returncode == 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", metavar="NAME")
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("MG_FUZZ_SECONDS", 180)))
    parser.add_argument("--json", help="counts for test.py")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    if options.short:
        return short(options.short, options.build, options.json)
    if not build_long():
        return 1
    passed, failures = 0, []
    for name in options.names or targets():
        found = long(name, options.seconds)
        passed += not found
        failures += found
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"passed": passed, "failures": failures}, file)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
