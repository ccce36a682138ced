// The rich editor's schema, keys and its plain-text form. Loaded when the browser is idle.
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { DOMParser, DOMSerializer, Schema, type Node } from 'prosemirror-model'
import { marks, schema as basic } from 'prosemirror-schema-basic'
import { addListNodes, liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { EditorState, type Command } from 'prosemirror-state'

type OrderedNodes = Parameters<typeof addListNodes>[0]
const SAFE = /^(https?:|mailto:)/i
const base = basic.spec.nodes as OrderedNodes
const plain = base.remove('image').remove('heading').remove('horizontal_rule')

export const schema = new Schema({
  nodes: addListNodes(plain, 'paragraph block*', 'block'),
  marks: {
    link: {
      ...marks.link,
      parseDOM: [{
        tag: 'a[href]',
        getAttrs: (dom) => {
          const href = (dom as HTMLElement).getAttribute('href') ?? ''
          return SAFE.test(href) ? { href, title: null } : false
        },
      }],
      toDOM: (mark) => ['a', { href: mark.attrs['href'] as string, rel: 'noopener noreferrer' }, 0],
    },
    em: marks.em, strong: marks.strong, code: marks.code,
  },
})
const n = schema.nodes
const m = schema.marks

/** What a person typed as an address becomes a link's target, or nothing when it is not one. */
export function safeHref(typed: string): string | null {
  const href = typed.trim()
  if (SAFE.test(href)) return href
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(href)) return `mailto:${href}`
  return /^[^\s/:]+\.[^\s:]+$/.test(href) ? `https://${href}` : null
}

export type Format = 'bold' | 'italic' | 'code' | 'bullets' | 'numbers' | 'quote' | 'block'
const unless = (wrap: Command): Command => chainCommands(wrap, lift)
export const commands: Record<Format, Command> = {
  bold: toggleMark(m.strong!), italic: toggleMark(m.em!), code: toggleMark(m.code!),
  bullets: unless(wrapInList(n['bullet_list']!)), numbers: unless(wrapInList(n['ordered_list']!)),
  quote: unless(wrapIn(n['blockquote']!)),
  block: chainCommands(setBlockType(n['code_block']!), setBlockType(n['paragraph']!)),
}
export function setLink(href: string | null): Command {
  return href ? toggleMark(m.link!, { href, title: null }) : toggleMark(m.link!)
}

const br: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(n['hard_break']!.create()).scrollIntoView())
  return true
})

export function newState(html: string): EditorState {
  const page = new window.DOMParser().parseFromString(html, 'text/html')
  return EditorState.create({
    doc: DOMParser.fromSchema(schema).parse(page.body),
    plugins: [
      inputRules({
        rules: [
          wrappingInputRule(/^\s*>\s$/, n['blockquote']!), wrappingInputRule(/^\s*([-*])\s$/, n['bullet_list']!),
          wrappingInputRule(/^(\d+)\.\s$/, n['ordered_list']!, (match) => ({ order: Number(match[1]) })),
          textblockTypeInputRule(/^```$/, n['code_block']!),
        ],
      }),
      keymap({
        'Mod-b': commands.bold, 'Mod-i': commands.italic, 'Mod-e': commands.code, 'Mod-z': undo, 'Mod-y': redo,
        'Shift-Mod-z': redo, 'Shift-Enter': br, Enter: splitListItem(n['list_item']!),
        'Mod-]': sinkListItem(n['list_item']!), 'Mod-[': liftListItem(n['list_item']!),
      }),
      keymap(baseKeymap),
      history(),
    ],
  })
}

export function toHtml(node: Node): string {
  const box = document.implementation.createHTMLDocument('').createElement('div')
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(node.content, { document: box.ownerDocument }))
  return box.innerHTML
}

function inline(node: Node): string {
  let out = ''
  node.forEach((child) => {
    if (child.type === n['hard_break']) return void (out += '\n')
    const words = child.text ?? ''
    const href = child.marks.find((mark) => mark.type === m.link)?.attrs['href'] as string | undefined
    out += href && href !== words && href !== `mailto:${words}` ? `${words} <${href}>` : words
  })
  return out
}
const indent = (text: string, first: string, rest: string) =>
  text.split('\n').map((line, at) => (at ? (line ? rest + line : line) : first + line)).join('\n')

/** The same words for a mail reader without HTML. */
export function toText(node: Node): string {
  const blocks: string[] = []
  node.forEach((child, _offset, at) => {
    const type = child.type.name
    if (type === 'paragraph') blocks.push(inline(child))
    else if (type === 'code_block') blocks.push(indent(child.textContent, '    ', '    '))
    else if (type === 'blockquote') blocks.push(toText(child).split('\n').map((l) => (l ? `> ${l}` : '>')).join('\n'))
    else if (type === 'list_item') {
      const mark = node.type.name === 'ordered_list' ? `${Number(node.attrs['order'] ?? 1) + at}. ` : '- '
      blocks.push(indent(toText(child), mark, ' '.repeat(mark.length)))
    } else blocks.push(toText(child))
  })
  return blocks.join(node.type.name.endsWith('_list') ? '\n' : '\n\n').trimEnd()
}
