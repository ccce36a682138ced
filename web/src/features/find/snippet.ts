export interface SnippetPart { text: string; match: boolean }

const START = '\u0002'
const END = '\u0003'

/** The server marks matches with U+0002 and U+0003; a mark without its partner is just left out. */
export function snippetParts(snippet: string): SnippetPart[] {
  const out: SnippetPart[] = []
  let match = false
  for (const piece of snippet.split(/([\u0002\u0003])/)) {
    if (piece === START) match = true
    else if (piece === END) match = false
    else if (piece) out.push({ text: piece, match })
  }
  return out
}
