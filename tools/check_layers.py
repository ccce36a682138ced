#!/usr/bin/env python3
"""Checks that the folders of src/ include only what tools/layers.txt lets them.

  check_layers.py [--layers FILE] [--src DIR]

A line "FOLDER: FOLDERS" names what a folder may include beside itself; each must have a line above,
so a cycle cannot be written down; "*" is everything above. "ban FOLDERS: words" may not stand in
those folders, "only FOLDERS: words" may stand in no other. Test files (*_test.cc, *_fuzz.cc) obey
the folder lines but not the bans. Prints "file:line: what is wrong"; exit code 1 if anything is.
"""
import argparse
import os
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Written by the build (tools/sql_constants.py, tools/embed_assets.py).
GENERATED = {"gen/assets.h": None}


class Rules:
    def __init__(self):
        self.may = {}     # folder -> the folders that it may include
        self.bans = []    # (folders, words)
        self.only = []    # (folders, words)


def read_rules(lines):
    rules = Rules()
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not re.match(r"(ban|only)\s", line):  # The words of those may hold a "#".
            line = line.split("#")[0].strip()
        if not line:
            continue
        left, colon, right = line.partition(":")
        if not colon:
            raise ValueError(f"line {number}: no colon")
        words = left.split()
        if words[0] in ("ban", "only") and len(words) > 1:
            for folder in words[1:]:
                if folder not in rules.may:
                    raise ValueError(f"line {number}: {folder} has no line above")
            kind = rules.bans if words[0] == "ban" else rules.only
            kind.append((set(words[1:]), right.split()))
            continue
        if len(words) != 1 or words[0] in rules.may:
            raise ValueError(f"line {number}: one folder, once")
        names = set(rules.may) if right.strip() == "*" else set(right.split())
        for name in names:
            if name not in rules.may:
                raise ValueError(f"line {number}: {words[0]} may not name {name}: not above it")
        rules.may[words[0]] = names
    return rules


def folder_of_include(path):
    """The folder of src/ that an #include "..." names, or None when it is none of ours."""
    if path in GENERATED:
        return GENERATED[path]
    parts = path.split("/")
    if parts[0] == "gen":
        parts = parts[1:]
    return parts[0] if len(parts) > 1 else ""


def code_lines(text):
    """(number, line without // comments); enough to keep a word in a comment from counting."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, re.sub(r"//.*", "", line)


def check_file(rules, folder, path, text):
    is_test = re.search(r"_(test|fuzz)\.cc$", path)
    for number, line in code_lines(text):
        include = INCLUDE.match(line)
        if include and include[1] == '"':
            target = folder_of_include(include[2])
            if target == "":
                yield number, f'write the folder: "{folder}/{include[2]}"'
            elif target in rules.may and target != folder and target not in rules.may[folder]:
                yield number, f"{folder} may not include {target}"
            elif target is not None and target not in rules.may:
                yield number, f'{target} is no folder of src; write <{include[2]}>'
        for folders, words in rules.only:
            if folder not in folders:
                for word in words:
                    if word in line:
                        yield number, f"{word} may stand in {', '.join(sorted(folders))} only"
        if not is_test:
            for folders, words in rules.bans:
                if folder in folders:
                    for word in words:
                        if word in line:
                            yield number, f"{folder} may not use {word}"


def check_tree(rules, src):
    for folder in sorted(os.listdir(src)):
        if not os.path.isdir(os.path.join(src, folder)):
            continue
        if folder not in rules.may:
            yield f"{folder}:1: src/{folder} has no line in tools/layers.txt"
            continue
        for where, _, files in os.walk(os.path.join(src, folder)):
            for name in sorted(files):
                if name.endswith((".h", ".cc")):
                    path = os.path.join(where, name)
                    with open(path, encoding="utf-8") as file:
                        for number, wrong in check_file(rules, folder, path, file.read()):
                            yield f"{os.path.relpath(path, os.path.dirname(src))}:{number}: {wrong}"


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layers", default=os.path.join(here, "layers.txt"))
    parser.add_argument("--src", default=os.path.join(os.path.dirname(here), "src"))
    options = parser.parse_args(arguments)
    with open(options.layers, encoding="utf-8") as file:
        rules = read_rules(file.read().splitlines())
    wrongs = list(check_tree(rules, options.src))
    for wrong in wrongs:
        print(wrong)
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
