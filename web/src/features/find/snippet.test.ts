import { expect, test } from 'vitest'
import { snippetParts } from './snippet'

test('marks become parts', () => {
  expect(snippetParts('I was \u0002charged\u0003 \u0002twice\u0003.')).toEqual([
    { text: 'I was ', match: false }, { text: 'charged', match: true }, { text: ' ', match: false }, { text: 'twice', match: true }, { text: '.', match: false },
  ])
})
test('a mark that was cut off does no harm', () => {
  expect(snippetParts('a \u0002b')).toEqual([{ text: 'a ', match: false }, { text: 'b', match: true }])
  expect(snippetParts('<b>\u0003x')).toEqual([{ text: '<b>', match: false }, { text: 'x', match: false }])
})
