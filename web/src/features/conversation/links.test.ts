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
