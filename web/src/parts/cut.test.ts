import { expect, test } from 'vitest'
import { cutToLines } from './cut'

const measure = (text: string) => text.length
/** Three more than the characters: what a layout may differ from a measure by. */
const cut = (text: string, lines: number, characters: number) => cutToLines(text, lines, characters + 3, measure)

test('what fits stays as it is', () => {
  expect(cut('It came! Thank you.', 2, 12)).toBe('It came! Thank you.')
})
test('what does not fit is cut between words, and the cut is marked', () => {
  expect(cut('My rent goes out on Monday and you hold the money', 2, 15)).toBe('My rent goes out on Monday…')
  expect(cut('My rent goes out on Monday, and you hold', 2, 15)).toBe('My rent goes out on Monday…')
})
test('the mark fits into the last line, too', () => {
  expect(cut('one two three four', 1, 7)).toBe('one…')
})
test('a word that is wider than a line is left to the browser', () => {
  const long = 'https://shop.example/orders/48213 is gone'
  expect(cut(long, 2, 12)).toBe(long)
  expect(cut(`see ${long}`, 2, 12)).toBe(`see ${long}`)
})
