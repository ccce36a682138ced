import { describe, expect, test } from 'vitest'
import { format } from './icu'

describe('the message format', () => {
  test('plurals follow the language', () => {
    const source = '{n, plural, =0 {none} one {# day} other {# days}} late'
    expect(format(source, { n: 0 }, 'en')).toBe('none late')
    expect(format(source, { n: 1 }, 'en')).toBe('1 day late')
    expect(format(source, { n: 1200 }, 'en')).toBe('1,200 days late')
    expect(format('{n, plural, one {# Tag} other {# Tage}}', { n: 1200 }, 'de')).toBe('1.200 Tage')
  })
  test('a case may hold values and other cases', () => {
    const source = '{who, select, you {You} other {{who}}} {n, plural, one {sent # mail to {to}} other {sent # mails}}'
    expect(format(source, { who: 'you', n: 1, to: 'Amara' }, 'en')).toBe('You sent 1 mail to Amara')
    expect(format(source, { who: 'Kofi', n: 3 }, 'en')).toBe('Kofi sent 3 mails')
  })
  test('a broken message is refused, not shown half', () => {
    expect(() => format('{n, plural, one {x}}', { n: 1 }, 'en')).toThrow(/other/)
    expect(() => format('{n, number}', { n: 1 }, 'en')).toThrow(/unknown format/)
  })
  test('a value with braces stays text', () => {
    expect(format('for {name}', { name: '{n, plural, other {x}}' }, 'en')).toBe('for {n, plural, other {x}}')
  })
})
