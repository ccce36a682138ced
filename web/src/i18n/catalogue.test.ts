import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { de } from './de'
import { en } from './en'
import { format } from './icu'
import type { Key } from './index'

const SRC = join(process.cwd(), 'src')
const others = { de }
type Part = Record<string, Record<string, string>>
const parts = {
  en: import.meta.glob<Part>('./en/*.ts', { eager: true }), de: import.meta.glob<Part>('./de/*.ts', { eager: true }),
}
const partsOf = (language: keyof typeof parts) => Object.entries(parts[language])
  .filter(([path]) => !path.endsWith('/index.ts'))
  .map(([path, module]) => ({ name: path.split('/').at(-1)!, texts: Object.values(module)[0]! }))

/** The source without the catalogues and the tests. */
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !file.includes('.test.') && !/^i18n[\\/](en|de)[\\/]/.test(file) && !file.includes('mock'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }))

describe('the catalogues', () => {
  test.each(Object.entries(others))('%s has every key of English, file by file, and no other', (language) => {
    const keys = (of: keyof typeof parts) => Object.fromEntries(partsOf(of).map((part) => [part.name, Object.keys(part.texts).sort()]))
    expect(keys(language as keyof typeof parts)).toEqual(keys('en'))
  })

  test('no key stands in two files, and each file is part of the whole', () => {
    expect(partsOf('en').flatMap((part) => Object.keys(part.texts)).sort()).toEqual(Object.keys(en).sort())
    expect(partsOf('de').flatMap((part) => Object.keys(part.texts)).sort()).toEqual(Object.keys(de).sort())
  })

  test.each(Object.entries(others))('%s says the same values', (_, other) => {
    const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)(?:,|\})/g)].map((m) => m[1]))].sort().join()
    expect((Object.keys(en) as Key[]).filter((key) => names(en[key]) !== names(other[key]))).toEqual([])
  })

  test('every message can be read', () => {
    for (const [key, text] of [en, ...Object.values(others)].flatMap((texts) => Object.entries(texts))) {
      expect(() => format(text, { n: 2 }, 'en'), key).not.toThrow()
      expect(text, key).not.toBe('')
    }
  })

  test('every key that the source names exists', () => {
    const missing = source.flatMap(({ file, text }) =>
      [...text.matchAll(/\bt\('([a-z_.0-9]+)'/g)].filter(([, key]) => !(key! in en)).map(([, key]) => `${file}: ${key}`))
    expect(missing).toEqual([])
  })

  test('every key is used: named in the source, or built there from its family', () => {
    const all = source.map(({ text }) => text).join('\n')
    const named = new Set([...all.matchAll(/['"`]([a-z_]+(?:\.[a-z_0-9]+)*)['"`]/g)].map((m) => m[1]))
    // `view.${id}` uses the keys that begin with "view." and go on in one word.
    const built = [...all.matchAll(/`([a-z_]+\.[a-z_.]*)\$\{[^`]*?\}([a-z_.]*)`/g)]
      .map(([, head, tail]) => new RegExp(`^${head!.replaceAll('.', '\\.')}[a-z_0-9]+${tail!.replaceAll('.', '\\.')}$`))
    expect(Object.keys(en).filter((key) => !named.has(key) && !built.some((family) => family.test(key)))).toEqual([])
  })
})
