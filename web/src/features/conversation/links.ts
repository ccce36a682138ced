/** A text in parts: what looks like a web or mail address can be opened, all else stays as it is. */
export interface LinkPart { text: string; href: string | null }

/** A mail address is found by its "@": to look for one at each word would be quadratic in a text of many words and no blanks. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"“”«»]+|@[\w-]+(?:\.[\w-]+)+\b/giu
const BEFORE_AT = /[\w.+-]/
const WORD = /\w/
/** As the server has it (link_bytes_max): what is longer stays words. */
const LONGEST = 2048

/** What ends a sentence is not a part of the address. A closing bracket is one when it was opened. */
function trimmed(found: string): string {
  const unopened = (close: string, open: string) => found.split(close).length - found.split(open).length
  let round = unopened(')', '(')
  let square = unopened(']', '[')
  let end = found.length
  for (; end > 0; end -= 1) {
    const last = found[end - 1]!
    if (last === ')' && round > 0) round -= 1
    else if (last === ']' && square > 0) square -= 1
    else if (!/[.,;:!?'’…]/.test(last)) break
  }
  return found.slice(0, end)
}

/** Where the name before the "@" begins; at the "@" itself when there is none. */
function nameOf(text: string, at: number, from: number): number {
  let start = at
  while (start > from && BEFORE_AT.test(text[start - 1]!)) start -= 1
  while (start < at && !WORD.test(text[start]!)) start += 1
  return start
}

export function links(text: string): LinkPart[] {
  const out: LinkPart[] = []
  let from = 0
  let searched = 0
  for (const match of text.matchAll(ADDRESS)) {
    const isMail = match[0].startsWith('@')
    const start = isMail ? nameOf(text, match.index, searched) : match.index
    searched = match.index + match[0].length
    if (searched - start > LONGEST || (isMail && start === match.index)) continue
    const found = trimmed(text.slice(start, searched))
    if (start > from) out.push({ text: text.slice(from, start), href: null })
    out.push({ text: found, href: isMail ? `mailto:${found}` : found })
    from = start + found.length
  }
  if (from < text.length) out.push({ text: text.slice(from), href: null })
  return out
}
