import { describe, expect, test } from 'vitest'
import type { Fact } from '@/api'
import { commands, newState, safeHref, toHtml, toText } from './editor/prose'
import { factWords } from './facts'
import { inlineImages, mailDocument } from './mailhtml'
import { cut, heard, sentences } from './quote'
import { choices, fromField, toField, usual } from './when'

describe('the person’s own words', () => {
  const marked = (text: string) => heard(text).find((p) => p.marked)?.text.trim()
  test('the sentence with the stake is marked, not the greeting or the thanks', () => {
    expect(marked('Hi there,\nyou took £248 twice. My rent goes out on Monday and you are holding the money for it.\nThanks,\nAmara')).toBe('My rent goes out on Monday and you are holding the money for it.')
  })
  test('the words stay verbatim and in order', () => {
    expect(heard('One thing. Another thing?').map((p) => p.text).join('')).toBe('One thing. Another thing?')
  })
  test('a cut falls between words and is marked', () => {
    expect(cut('I cannot lift it back to the post office', 20)).toBe('I cannot lift it…')
    expect(cut('short', 20)).toBe('short')
  })
  test('numbers with a dot are not torn apart badly: nothing is lost', () => {
    expect(sentences('It cost 12.50. Why?').join('')).toBe('It cost 12.50. Why?')
  })
  test('no words give no mark', () => expect(heard('')).toEqual([]))
})

describe('the editor', () => {
  const text = (html: string) => toText(newState(html).doc)
  test('plain text keeps paragraphs, lists, quotes, code and links', () => {
    expect(text('<p>Hello <b>you</b></p><ul><li><p>one</p></li><li><p>two</p></li></ul><blockquote><p>said</p></blockquote><pre>x = 1</pre><p><a href="https://a.example/x">here</a></p>'))
      .toBe('Hello you\n\n- one\n- two\n\n> said\n\n    x = 1\n\nhere <https://a.example/x>')
    expect(text('<ol><li><p>a</p></li><li><p>b</p></li></ol>')).toBe('1. a\n2. b')
    expect(text('<p>one<br>two</p>')).toBe('one\ntwo')
  })
  test('pasted HTML loses everything but its form', () => {
    const html = toHtml(newState('<h1>Big</h1><p style="color:red" onclick="x()">a <script>1</script><a href="javascript:alert(1)">bad</a> <img src="x"></p>').doc)
    expect(html).not.toMatch(/script|style|onclick|img|h1/)
    expect(html).toContain('bad')
  })
  test('a link target is an address or nothing', () => {
    expect(safeHref('example.com/a')).toBe('https://example.com/a')
    expect(safeHref('see below')).toBeNull()
    expect(safeHref('example.com')).toBe('https://example.com')
    expect(safeHref('me@example.com')).toBe('mailto:me@example.com')
    expect(safeHref('javascript:alert(1)')).toBeNull()
  })
  test('a list command makes a list and unmakes it', () => {
    let state = newState('<p>one</p>')
    const run = () => commands.bullets(state, (tr) => (state = state.apply(tr)))
    run()
    expect(toText(state.doc)).toBe('- one')
    run()
    expect(toText(state.doc)).toBe('one')
  })
})

describe('a mail in its frame', () => {
  const html = '<p>Hi</p><img src="/api/v1/attachments/abc"><img data-remote-src="https://t.example/p.gif" src="https://t.example/p.gif"><script>alert(1)</script><a href="https://a.example">x</a>'
  test('remote pictures have no source until asked for', () => {
    expect(mailDocument(html, new Map(), false)).not.toMatch(/ src="https:\/\/t\.example/)
    expect(mailDocument(html, new Map(), false)).toContain('img-src data:;')
    expect(mailDocument(html, new Map(), true)).toMatch(/ src="https:\/\/t\.example/)
  })
  test('inline pictures come as data, and only those that the server keeps', () => {
    expect(inlineImages(`${html}<img src="/api/v1/session"><img src="/api/v1/attachments/../x">`)).toEqual(['/api/v1/attachments/abc'])
    expect(mailDocument(html, new Map([['/api/v1/attachments/abc', 'data:image/png;base64,AA']]), false)).toContain('src="data:image/png;base64,AA"')
  })
  test('no script, no form, no frame of its own', () => {
    const doc = mailDocument(`${html}<iframe src="x"></iframe><form action="x"></form><base href="https://evil.example">`, new Map(), true)
    expect(doc).not.toMatch(/<script|<iframe|<form|evil/)
    expect(doc).toContain('rel="noopener noreferrer nofollow"')
  })
})

describe('times to promise', () => {
  const NOW = new Date(2026, 10, 20, 15, 22).getTime()
  test('are all ahead, on the half hour', () => {
    for (const one of choices(NOW)) {
      expect(one.at).toBeGreaterThan(NOW)
      expect(new Date(one.at).getMinutes() % 30).toBe(0)
    }
  })
  test('offer this evening only while there is one', () => {
    expect(choices(NOW).map((c) => c.key)).toContain('today')
    expect(choices(new Date(2026, 10, 20, 19, 0).getTime()).map((c) => c.key)).not.toContain('today')
  })
  test('a field gives back what it was given', () => expect(fromField(toField(usual(NOW, 150)))).toBe(usual(NOW, 150)))
  test('an empty field is not a time', () => expect(fromField('')).toBeNaN())
})

test('a fact without a sentence is shown by its name', () => {
  const fact = (name: string, data = {}): Fact => ({ position: '1', at: '2026-11-20T10:00:00Z', recorded_at: '', fact: name, actor: { type: 'agent', id: 'a', name: 'Kofi' }, data })
  expect(factWords(fact('note_added'))).toBe('Kofi wrote a note to the team')
  expect(factWords(fact('quite_new_fact'))).toBe('Kofi: quite new fact')
  expect(factWords(fact('delivery_reported', { state: 'failed' }))).toBe('The mail did not arrive')
})
