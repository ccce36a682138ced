import { describe, expect, test } from 'vitest'
import { createApp, nextTick, type Component } from 'vue'
import type { Fact, Message } from '@/api'
import { message } from '@/api/mock/fixtures'
import { commands, newState, safeHref, toHtml, toText } from './editor/prose'
import { factWords } from './facts'
import HtmlMail from './HtmlMail.vue'
import { mailPage } from './mailhtml'
import { cut, heard, sentences } from './quote'
import { choices, fromField, toField, usual } from './when'

function mount(part: Component, props: Record<string, unknown>): HTMLElement {
  const box = document.createElement('div')
  createApp(part, props).mount(box)
  return box
}

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
  test('an address stays whole', () => {
    expect(heard('See https://a.example/b.html now. It costs 12.50.').map((p) => p.text)).toEqual(['See https://a.example/b.html now. ', 'It costs 12.50.'])
  })
  test('a bare address is not marked as what somebody said', () => {
    expect(marked('I cannot read the invoice on my phone. See https://shop.example/invoices/48213?a=b&c=d')).toBe('I cannot read the invoice on my phone.')
  })
  test('a signature is not among the words', () => {
    const words = (text: string, name: string) => heard(text, name).map((p) => p.text).join('')
    expect(words('Wann kommt es?\n\nGreta\nVon meinem Handy gesendet', 'Greta Schröder')).toBe('Wann kommt es?')
    expect(words('Go ahead.\nZara', 'Zara Pugh')).toBe('Go ahead.')
    expect(words('Where is Zara', 'Zara Pugh')).toBe('Where is Zara')
  })
  test('a flood of greetings is taken off in time that grows as it does E19', () => {
    const took = (lines: number) => {
      const text = 'hi\n'.repeat(lines) + 'It broke.'
      const start = performance.now()
      expect(heard(text).map((p) => p.text)).toEqual(['It broke.'])
      return performance.now() - start
    }
    const more = Math.min(took(320_000), took(320_000))
    expect(more).toBeLessThan(Math.max(200, 24 * Math.min(took(40_000), took(40_000), took(40_000))))
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
  const shown = (change: Partial<Message> = {}) => mount(HtmlMail, { message: { ...message({ kind: 'customer', text: 'Hi' }), id: 'm1', html: '<p>Hi</p>', has_remote_images: true, ...change } })
  test('is the server’s document, sandboxed without script and without origin', () => {
    const frame = shown().querySelector('iframe')!
    expect(frame.getAttribute('src')).toBe('/api/v1/messages/m1/html?images=0')
    expect(frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox')
    expect(frame.hasAttribute('srcdoc')).toBe(false)
  })
  test('remote pictures come when asked for, and the question goes', async () => {
    const box = shown()
    box.querySelector('button')!.click()
    await nextTick()
    expect(box.querySelector('iframe')!.getAttribute('src')).toBe('/api/v1/messages/m1/html?images=1')
    expect(box.textContent).toBe('Show the words only')
  })
  test('a mail without remote pictures asks nothing', () => {
    expect(shown({ has_remote_images: false }).textContent).toBe('Show the words only')
  })
  test('an id stays one part of the address', () => expect(mailPage('../x?', false)).toBe('/api/v1/messages/..%2Fx%3F/html?images=0'))
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
