import { expect, test } from 'vitest'
import { links } from './links'

const opened = (text: string) => links(text).filter((p) => p.href).map((p) => p.href)

test('nothing is lost or moved', () => {
  const text = 'See https://a.example/x?y=1&z=2, or ask ben@b.example. (https://c.example/d_(e))!'
  expect(links(text).map((p) => p.text).join('')).toBe(text)
  expect(opened(text)).toEqual(['https://a.example/x?y=1&z=2', 'mailto:ben@b.example', 'https://c.example/d_(e)'])
})
test('the end of a sentence is not a part of an address', () => {
  expect(opened('Look at http://a.example/b. Then (https://c.example).')).toEqual(['http://a.example/b', 'https://c.example'])
})
test('only web and mail addresses can be opened', () => {
  expect(opened('javascript:alert(1) data:text/html,x ftp://a.example file:///etc/passwd @someone a@b')).toEqual([])
})
test('a text without addresses is one part', () => {
  expect(links('Just words.')).toEqual([{ text: 'Just words.', href: null }])
  expect(links('')).toEqual([])
})

const millis = (work: () => void, tries: number) => Math.min(...Array.from({ length: tries }, () => {
  const start = performance.now()
  work()
  return performance.now() - start
}))

test('a hostile text costs time in proportion to its length X15 E19', () => {
  for (const piece of ['a.', 'a-', 'a', 'a@', '@a.', 'a@a.a-', 'a@b.c', '.', '+', '@', 'a@b.-', 'http://', 'http://a)', 'https://a.example ', 'a@b.example ', '((', '))']) {
    const hostile = (length: number) => `http://${piece.repeat(length / piece.length)}!`
    const plain = (length: number) => piece.repeat(length / piece.length)
    for (const text of [hostile, plain]) {
      const [small, large] = [text(8_000), text(64_000)]
      expect(links(large).map((p) => p.text).join('') === large, piece).toBe(true)
      const more = millis(() => links(large), 2)
      if (more > 100) expect(more, piece).toBeLessThan(24 * millis(() => links(small), 3))
    }
  }
})
test('what is very long is no address X15', () => {
  expect(opened(`http://${'a'.repeat(100_000)} ${'a'.repeat(100_000)}@b.example c@d.example`)).toEqual(['mailto:c@d.example'])
})
test('a name ends where a letter cannot belong to it', () => {
  expect(opened('<ana@b.example>,(x:ben.b+1@c-d.example) .-cy@b.example- a@b@c.example @d.example')).toEqual([
    'mailto:ana@b.example', 'mailto:ben.b+1@c-d.example', 'mailto:cy@b.example', 'mailto:b@c.example'])
  expect(opened('http://ana@b.example/x http://a.example!dee@b.example')).toEqual(['http://ana@b.example/x', 'http://a.example!dee@b.example'])
})
