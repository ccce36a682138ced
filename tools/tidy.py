#!/usr/bin/env python3
"""Checks what a formatter does not: sizes, names, leftovers. Takes about a second.

  tidy.py [--root DIR]

Files: at most 800 lines (tests 1200). Functions: at most 70 lines (tests 120). A file or function
that is longer for a reason stands in tools/tidy_allowed.txt ("path[:name] lines # why") with the
size that it has; it may shrink and not grow, and a line that is no longer needed is an error, too.
"""
import argparse
import ast
import os
import re
import subprocess
import sys

FILE_LINES_MAX, TEST_FILE_LINES_MAX = 800, 1200
FUNCTION_LINES_MAX, TEST_FUNCTION_LINES_MAX = 70, 120
COMPONENT_LINES_MAX = 400
LINE_LENGTH_MAX = 100  # Of Python and shell; clang-format sees to C++.

CODE = {".h", ".cc", ".py", ".sh", ".ts", ".mjs", ".js", ".vue", ".css", ".sql", ".cmake"}
TEXT = CODE | {".md", ".txt", ".scene", ".json", ".yml", ".yaml", ".html", ".toml", ".conf"}
# Made by programs, or bytes that tests need exactly as they are.
NOT_OURS = re.compile(r"(^|/)(package-lock\.json|LICENSE|openapi\.json|golden|corpus|dist|data)"
                      r"($|/)|(^|/)web/src/api/generated")
BANNED_NAME = re.compile(r"\b(?:class|struct)\s+(?:\[\[\w+\]\]\s+)?(\w*(?:Impl|Manager|Service|"
                         r"Helper|Util|Utils|Common))\b")
BANNED_STEM = re.compile(r"(^|_)(impl|manager|service|helper|helpers|util|utils|common)(_|\Z)")
LEFTOVER = re.compile(r"\b(FIX" r"ME|TO" r"DO|XX" r"X)\b")
PLACE = re.compile(r"(?<![\w.])/(?:work|tmp/w)/")  # Somebody's own machine.
NOT_A_FUNCTION = re.compile(r"\s*(namespace|class|struct|enum|union|extern \"C\"|public|private|"
                            r"protected|case|default|#|//|\}|static const(expr)? .*[={]|inline "
                            r"constexpr|constexpr .*=|const .*=|constinit)")


def is_test(path):
    return bool(re.search(r"(_test|_fuzz|\.test|\.spec)\.\w+$|^tests/|^bench/", path))


def cc_functions(lines):
    """(name, first line, line count) of functions at the top or in a class, by indentation: the
    code is formatted by clang-format, so a body ends at the first "}" as far out as its start."""
    start = None
    for number, line in enumerate(lines, start=1):
        if start is None:
            if line.rstrip().endswith("{") and ")" in line:
                first = first_line_of_signature(lines, number)
                line = lines[first - 1]
                indent = len(line) - len(line.lstrip())
                if indent <= 4 and "(" in line and not NOT_A_FUNCTION.match(line):
                    start = (first, indent, line.strip())
        elif line.rstrip() and len(line) - len(line.lstrip()) == start[1] and \
                line.lstrip().startswith("}"):
            name = re.search(r"([\w:~]+)\(", start[2])
            yield (name[1] if name else start[2][:40]), start[0], number - start[0] + 1
            start = None


def first_line_of_signature(lines, number):
    """A signature may be wrapped: go up to the line after the one that ends something."""
    while number > 1:
        above = lines[number - 2].strip()
        if not above or above.endswith((";", "{", "}", ":", ">")) or above.startswith(("//", "#")):
            break
        number -= 1
    return number


def py_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def read_allowed(text):
    allowed = {}
    for line in text.splitlines():
        line = line.split("#")[0].split()
        if line:
            allowed[line[0]] = int(line[1])
    return allowed


def sizes(path, text):
    """(key, line, size, bound) of everything in the file that has a bound."""
    lines = text.splitlines()
    extension = os.path.splitext(path)[1]
    if extension not in CODE:
        return
    bound = TEST_FILE_LINES_MAX if is_test(path) else FILE_LINES_MAX
    if extension == ".vue":
        bound = COMPONENT_LINES_MAX
    yield path, 1, len(lines), bound
    functions = []
    if extension in (".h", ".cc"):
        functions = cc_functions(lines)
    elif extension == ".py":
        functions = py_functions(text)
    bound = TEST_FUNCTION_LINES_MAX if is_test(path) else FUNCTION_LINES_MAX
    for name, line, size in functions:
        yield f"{path}:{name}", line, size, bound


def check_words(path, text):
    """(line, what is wrong) that no list can allow."""
    extension = os.path.splitext(path)[1]
    lines = text.split("\n")
    if text and not text.endswith("\n"):
        yield len(lines), "the last line has no end"
    if text.endswith("\n\n"):
        yield len(lines) - 1, "empty lines at the end"
    for number, line in enumerate(lines, start=1):
        if line != line.rstrip():
            yield number, "space at the end of the line"
        if extension in CODE and LEFTOVER.search(line):
            yield number, f"leftover: {LEFTOVER.search(line)[0]}"
        if extension in (".h", ".cc") and BANNED_NAME.search(line):
            yield number, f"{BANNED_NAME.search(line)[1]} says nothing: name what it does"
        if extension in (".py", ".sh") and len(line) > LINE_LENGTH_MAX:
            yield number, f"longer than {LINE_LENGTH_MAX} columns"
        if PLACE.search(line):
            yield number, "a path of one machine"
    if extension == ".md" and not re.match(r"# \S", text):
        yield 1, 'begins without a title ("# ...")'
    if extension in CODE and BANNED_STEM.search(os.path.basename(path).split(".")[0]):
        yield 1, "the file's name says nothing: name what is in it"


def broken_links(path, text, exists):
    """(line, target) of links in Markdown to files that are not there. Pictures are left out: they
    are made by programs."""
    for number, line in enumerate(text.split("\n"), start=1):
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)", line):
            if "://" not in target and not target.startswith("mailto:"):
                full = os.path.normpath(os.path.join(os.path.dirname(path), target))
                if not exists(full):
                    yield number, target


def check(files, allowed, exists=lambda path: True):
    """files: {path: text}. Yields "path:line: what is wrong"."""
    needed = set()
    for path, text in sorted(files.items()):
        for line, wrong in check_words(path, text):
            yield f"{path}:{line}: {wrong}"
        if path.endswith(".md"):
            for line, target in broken_links(path, text, exists):
                yield f"{path}:{line}: there is no {target}"
        for key, line, size, bound in sizes(path, text):
            if size <= bound:
                continue
            needed.add(key)
            if key not in allowed:
                name = key.partition(":")[2] or "file"
                yield f"{path}:{line}: {name} has {size} lines, {bound} at most"
            elif size > allowed[key]:
                yield f"{path}:{line}: {key} grew from {allowed[key]} to {size} lines"
    index = files.get("docs/decisions/README.md", "")
    for path in sorted(files):
        decision = re.match(r"docs/decisions/(\d{4}-[a-z0-9-]+\.md)\Z", path)
        if decision and f"({decision[1]})" not in index:
            yield f"{path}:1: is not in docs/decisions/README.md"
    for key in sorted(set(allowed) - needed):
        yield f"tools/tidy_allowed.txt:1: {key} is no longer needed"


def listed_paths(root):
    """What git knows or would add; in a tree without git (a release's archive) all but builds."""
    listed = subprocess.run(["git", "-C", root, "-c", f"safe.directory={root}", "ls-files", "-co",
                             "--exclude-standard", "-z"], capture_output=True, check=False)
    if listed.returncode == 0:
        yield from listed.stdout.decode().split("\0")
        return
    for where, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in ("node_modules", "build", "dist", ".git")]
        for name in names:
            yield os.path.relpath(os.path.join(where, name), root)


def repository_files(root):
    files = {}
    for path in listed_paths(root):
        full = os.path.join(root, path)
        if (os.path.splitext(path)[1] in TEXT or os.path.basename(path) in ("dev", "run")) and \
                not NOT_OURS.search(path) and os.path.isfile(full):
            try:
                with open(full, encoding="utf-8", newline="") as file:
                    files[path] = file.read()
            except UnicodeDecodeError:
                files[path] = ""
                print(f"{path}:1: is not UTF-8")
    return files


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=os.path.dirname(here))
    options = parser.parse_args(arguments)
    try:
        with open(os.path.join(options.root, "tools/tidy_allowed.txt"), encoding="utf-8") as file:
            allowed = read_allowed(file.read())
    except FileNotFoundError:
        allowed = {}
    exists = lambda path: os.path.exists(os.path.join(options.root, path))
    wrongs = list(check(repository_files(options.root), allowed, exists))
    for wrong in wrongs:
        print(wrong)
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
