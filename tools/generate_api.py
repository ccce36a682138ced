#!/usr/bin/env python3
"""Makes what is read from the program's OpenAPI document, which is made from the endpoints in
src/api. `./dev generate` builds the program and runs this.

  generate_api.py --binary build/release/makegood [--check]

  docs/reference/openapi.json  the document, indented: a review shows each change of the API
  docs/reference/api.md        every operation on one line, every schema with its members
  web/src/api/generated.ts     the types of the workspace's client

--check writes nothing; it prints what would change and ends with 1 when something would.
"""
import argparse
import difflib
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tools"))
import api_reference  # noqa: E402

DIFF_LINES_MAX = 200
SECONDS_MAX = 120
MEND = "./dev generate"


def document_of(binary):
    """The document as the program prints it, indented."""
    made = subprocess.run([binary, "openapi"], stdout=subprocess.PIPE, check=True,
                          timeout=SECONDS_MAX)
    return json.dumps(json.loads(made.stdout), indent=2, ensure_ascii=False) + "\n"


def types_of(document):
    """What openapi-typescript of web/package.json makes of the document."""
    with tempfile.TemporaryDirectory(prefix="mg-api-") as folder:
        source, target = os.path.join(folder, "openapi.json"), os.path.join(folder, "out.ts")
        with open(source, "w", encoding="utf-8") as file:
            file.write(document)
        # A default says what holds when a member is left out, so it may be left out.
        subprocess.run(["npx", "--no-install", "openapi-typescript", source, "--output", target,
                        "--default-non-nullable=false"], cwd=os.path.join(ROOT, "web"),
                       stdout=subprocess.DEVNULL, check=True, timeout=SECONDS_MAX)
        with open(target, encoding="utf-8") as file:
            text = file.read()
    return f"// Made by {MEND} from the program's OpenAPI document.\n" + text.rstrip("\n") + "\n"


def made_from(binary):
    """{path: text}"""
    document = document_of(binary)
    return {"docs/reference/openapi.json": document,
            "docs/reference/api.md": api_reference.text_of(json.loads(document)),
            "web/src/api/generated.ts": types_of(document)}


def read(path):
    try:
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def difference(path, committed, made):
    """The lines of a unified diff, cut when there are too many."""
    lines = list(difflib.unified_diff(committed.splitlines(), made.splitlines(), path,
                                      path + " (as the program has it)", lineterm="", n=2))
    if len(lines) > DIFF_LINES_MAX:
        lines = lines[:DIFF_LINES_MAX] + [f"... {len(lines) - DIFF_LINES_MAX} more lines"]
    return lines


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    differ = False
    for path, text in made_from(os.path.abspath(options.binary)).items():
        before = read(path)
        if before == text:
            continue
        differ = True
        if options.check:
            print("\n".join(difference(path, before, text)))
            continue
        os.makedirs(os.path.dirname(os.path.join(ROOT, path)), exist_ok=True)
        with open(os.path.join(ROOT, path), "w", encoding="utf-8") as file:
            file.write(text)
        print(f"Wrote {path}")
    if options.check and differ:
        print(f"What is committed is not what the program says. Mend it: {MEND}")
    return 1 if options.check and differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
