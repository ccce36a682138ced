/** A text in parts: what looks like a web or mail address can be opened, all else stays as it is. */
export interface LinkPart { text: string; href: string | null }

const ADDRESS = /\bhttps?:\/\/[^\s<>"“”«»]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/giu
/** What ends a sentence is not a part of the address. A closing bracket is one when it was opened. */
function trimmed(found: string): string {
  let out = found
  for (;;) {
    const last = out.at(-1)!
    if (/[.,;:!?'’…]/.test(last)) out = out.slice(0, -1)
    else if (last === ')' && out.split(')').length > out.split('(').length) out = out.slice(0, -1)
    else if (last === ']' && out.split(']').length > out.split('[').length) out = out.slice(0, -1)
    else return out
  }
}

export function links(text: string): LinkPart[] {
  const out: LinkPart[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const found = trimmed(match[0])
    if (match.index > from) out.push({ text: text.slice(from, match.index), href: null })
    out.push({ text: found, href: /^https?:/i.test(found) ? found : `mailto:${found}` })
    from = match.index + found.length
  }
  if (from < text.length) out.push({ text: text.slice(from), href: null })
  return out
}
