import { expect, test } from 'vitest'
import { foldWords, reasonWords } from './reasons'

test('a reason is said in the reader’s words, with what was seen', () => {
  expect(reasonWords({ code: 'automatic_field', value: 'Auto-Submitted: auto-replied', words: 'x' }))
    .toBe('its header says so: Auto-Submitted: auto-replied')
  expect(reasonWords({ code: 'no_date', value: '', words: 'x' })).toBe('it has no Date that can be read')
})

test('a reason that this program does not know is said in the server’s words', () => {
  expect(reasonWords({ code: 'something_new', value: '', words: 'something is new' })).toBe('something is new')
})

test('what was folded says where it begins', () => {
  const reason = { code: 'signature_footer', value: '', words: '' }
  expect(foldWords({ kind: 'signature', line: 'Sent from my iPhone', reason }))
    .toBe('Folded as signature, from “Sent from my iPhone”: the mail program added it')
  expect(foldWords({ kind: 'kept', line: '', reason: { code: 'kept_whole', value: '', words: '' } }))
    .toBe('Shown: nothing was folded, as nothing else would be left to read')
})
