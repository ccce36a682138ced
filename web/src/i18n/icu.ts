// The part of ICU MessageFormat that the catalogues use: {name}, {n, plural, =0 {..} one {..} other {..}} with #,
// and {x, select, a {..} other {..}}. A quote is just a quote.
export type Values = Record<string, string | number>
type Node = string | { name: string; kind: 'value' } | { name: string; kind: 'plural' | 'select'; cases: Record<string, Node[]> } | { kind: 'count' }

const parsed = new Map<string, Node[]>()

function parse(source: string): Node[] {
  let at = 0
  function nodes(inPlural: boolean, nested: boolean): Node[] {
    const out: Node[] = []
    let text = ''
    const flush = () => {
      if (text) out.push(text)
      text = ''
    }
    while (at < source.length) {
      const c = source[at]!
      if (c === '}' && nested) break
      at++
      if (c === '{') {
        flush()
        out.push(argument())
      } else if (c === '#' && inPlural) {
        flush()
        out.push({ kind: 'count' })
      } else text += c
    }
    flush()
    return out
  }
  function argument(): Node {
    const end = source.slice(at).search(/[,}]/)
    if (end < 0) throw new Error(`unclosed argument in "${source}"`)
    const name = source.slice(at, at + end).trim()
    at += end
    if (source[at++] === '}') return { name, kind: 'value' }
    const comma = source.indexOf(',', at)
    const kind = source.slice(at, comma).trim()
    if (kind !== 'plural' && kind !== 'select') throw new Error(`unknown format "${kind}" in "${source}"`)
    at = comma + 1
    const cases: Record<string, Node[]> = {}
    for (;;) {
      while (source[at] === ' ') at++
      if (source[at] === '}') break
      const open = source.indexOf('{', at)
      if (open < 0) throw new Error(`unclosed ${kind} in "${source}"`)
      const key = source.slice(at, open).trim()
      at = open + 1
      cases[key] = nodes(kind === 'plural', true)
      if (source[at++] !== '}') throw new Error(`unclosed case "${key}" in "${source}"`)
    }
    at++
    if (!cases['other']) throw new Error(`no "other" in "${source}"`)
    return { name, kind, cases }
  }
  return nodes(false, false)
}

function write(nodes: Node[], values: Values, locale: string, count: number | null): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node
      if (node.kind === 'count') return new Intl.NumberFormat(locale).format(count ?? 0)
      const value = values[node.name]
      if (node.kind === 'value') {
        if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value)
        return value ?? `{${node.name}}`
      }
      if (node.kind === 'select') {
        return write(node.cases[String(value)] ?? node.cases['other']!, values, locale, count)
      }
      const n = Number(value ?? 0)
      const chosen =
        node.cases[`=${n}`] ?? node.cases[new Intl.PluralRules(locale).select(n)] ?? node.cases['other']!
      return write(chosen, values, locale, n)
    })
    .join('')
}

export function format(source: string, values: Values, locale: string): string {
  let nodes = parsed.get(source)
  if (!nodes) parsed.set(source, (nodes = parse(source)))
  return write(nodes, values, locale, null)
}
