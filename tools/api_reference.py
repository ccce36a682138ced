"""A reference for people, in Markdown, from an OpenAPI document: see generate_api.py."""

HEAD = """# API reference

Made by `./dev generate` from the program's own description; the server serves the same as
`/api/openapi.json`. How the API is used: [the manual](../manual/api.md). Every POST takes an
`Idempotency-Key`; every refusal is a [Problem](#problem).
"""


def name_of(reference):
    return reference.rsplit("/", 1)[1]


def link_to(name):
    return f"[{name}](#{name.lower()})"


def words_of(schema):
    """A schema in a few words: "string or null", "list of [Item](#item)"."""
    if "$ref" in schema:
        return link_to(name_of(schema["$ref"]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(words_of(s) for s in schema[several])
    kinds = schema.get("type", "any JSON")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    words = []
    for kind in kinds:
        if kind == "array":
            kind = "list of " + words_of(schema["items"])
        elif kind == "string" and "enum" in schema:
            kind = ", ".join(f"`{word}`" for word in schema["enum"])
        elif kind == "string" and schema.get("pattern"):
            kind = "id"
        elif kind == "string" and "format" in schema:
            kind = schema["format"]
        words.append(kind)
    return " or ".join(words) + limits_of(schema)


def limits_of(schema):
    for low, high, unit in (("minimum", "maximum", ""), ("minLength", "maxLength", " characters"),
                            ("minItems", "maxItems", " items")):
        if high in schema:
            return f", {schema.get(low, 0)} to {schema[high]}{unit}"
        if low in schema:
            return f", at least {schema[low]}{unit}"
    return ""


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def body_of(content):
    """The type of a request or answer."""
    for kind, media in (content or {}).items():
        if kind == "application/json" and media["schema"]:
            return words_of(media["schema"])
        return "bytes" if kind == "*/*" else f"`{kind}`"
    return ""


def operation_lines(path, method, operation):
    title = f"`{method.upper()} {path}`"
    lines = [f"### {operation['summary']}", "", title, "", operation["description"], ""]
    facts = []
    needs = operation.get("x-needs")
    facts.append(f"Needs the right `{needs}`." if needs else "Anybody may ask.")
    for parameter in operation.get("parameters", []):
        if parameter.get("in") != "query":
            continue
        must = "" if parameter.get("required") else ", optional"
        default = parameter["schema"].get("default")
        words = words_of(parameter["schema"]) + must
        words += f", {default} when left out" if default is not None else ""
        doc = parameter.get("description", "")
        facts.append(f"`?{parameter['name']}=` ({words}){': ' + doc if doc else ''}")
    if "requestBody" in operation:
        facts.append("Body: " + body_of(operation["requestBody"]["content"]))
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            what = body_of(answer.get("content"))
            facts.append(f"Answer {status}: {what}" if what else f"Answer {status}, empty")
    refusals = [s for s in operation["responses"] if s[0] in "45"]
    facts.append("Refusals: " + ", ".join(refusals))
    return lines + [f"- {fact}" for fact in facts] + [""]


def schema_lines(name, schema):
    lines = [f"### {name}", ""]
    if schema.get("description"):
        lines += [schema["description"], ""]
    if "properties" not in schema:
        return lines + [words_of(schema), ""]
    required = schema.get("required", [])
    lines += ["| Member | Type | |", "| --- | --- | --- |"]
    for member, inner in schema["properties"].items():
        mark = "" if member in required else ", optional"
        lines.append(f"| `{member}` | {cell(words_of(inner))}{mark} | "
                     f"{cell(inner.get('description', ''))} |")
    return lines + [""]


def text_of(document):
    lines = HEAD.splitlines() + [""]
    for tag in document["tags"]:
        lines += [f"## {tag['name'].capitalize()}", "", tag["description"], ""]
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if operation.get("tags", [])[:1] == [tag["name"]]:
                    lines += operation_lines(path, method, operation)
    lines += ["## Schemas", ""]
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines += schema_lines(name, schema)
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"
