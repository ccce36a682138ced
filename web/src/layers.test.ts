import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(process.cwd(), 'src')
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(ts|vue)$/.test(f) && !f.includes('.test.'))
const text = (file: string) => readFileSync(join(SRC, file), 'utf8')
/** What each folder may import from; a folder that is not named (styles, main.ts) is free. */
const MAY: Record<string, string[]> = {
  api: [], i18n: [], live: ['api'], parts: ['api', 'i18n'], state: ['api', 'i18n', 'live', 'parts'],
  features: ['api', 'i18n', 'live', 'parts', 'state'], app: ['api', 'i18n', 'live', 'parts', 'state', 'features'],
}

test('each layer imports only from the layers below it', () => {
  const wrong: string[] = []
  for (const file of files) {
    const layer = file.split(/[\\/]/)[0]!
    if (!MAY[layer] || file.startsWith(join('api', 'mock'))) continue
    for (const [, to] of text(file).matchAll(/from '@\/([a-z0-9]+)/g)) {
      if (to !== layer && !MAY[layer]!.includes(to!)) wrong.push(`${file} imports ${to}`)
    }
  }
  expect(wrong).toEqual([])
})

test('a feature does not import another feature', () => {
  const wrong = files.filter((file) => {
    const own = /^features[\\/]([a-z]+)/.exec(file)?.[1]
    return own && [...text(file).matchAll(/from '@\/features\/([a-z]+)/g)].some(([, to]) => to !== own)
  })
  expect(wrong).toEqual([])
})

test('only api/ speaks HTTP', () => {
  const wrong = files.filter((file) => !file.startsWith('api') && /\bfetch\(|XMLHttpRequest/.test(text(file)))
  expect(wrong).toEqual([])
})

test('no component is written as raw HTML X11 X12', () => {
  expect(files.filter((file) => /v-html|innerHTML\s*=/.test(text(file)))).toEqual([])
})
