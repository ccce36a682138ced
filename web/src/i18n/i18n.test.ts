import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { de } from './de'
import { en } from './en'
import { format } from './icu'

const names = (source: string) => new Set([...source.matchAll(/\{(\w+)(?:,|\})/g)].map((m) => m[1]))

describe('the catalogues', () => {
  test('German has every key of English, and no other', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
  })
  test('both say the same values', () => {
    const differ = Object.keys(en).filter((key) => {
      const k = key as keyof typeof en
      return [...names(en[k])].sort().join() !== [...names(de[k])].sort().join()
    })
    expect(differ).toEqual([])
  })
  test('every message can be read', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(de)]) {
      expect(() => format(text, { n: 2 }, 'en'), key).not.toThrow()
      expect(text, key).not.toBe('')
    }
  })
  test('every key that the source names exists', () => {
    const src = join(process.cwd(), 'src')
    const missing: string[] = []
    for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(vue|ts)$/.test(file) || file.includes('.test.')) continue
      for (const [, key] of readFileSync(join(src, file), 'utf8').matchAll(/\bt\('([a-z_.]+)'/g)) {
        if (!(key! in en)) missing.push(`${file}: ${key}`)
      }
    }
    expect(missing).toEqual([])
  })
})

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
