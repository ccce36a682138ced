import { expect, test } from 'vitest'
import { Problem } from '@/api'
import { beside, wrongAt } from './explain'

const wrongServer = new Problem(400, 'bad_smtp_url', 'Name the mail server.', [{ pointer: '/smtp', detail: 'Name the mail server.' }])

test('what is wrong with a field is told at the field', () => {
  expect(wrongAt(wrongServer, 'smtp')).toBe('Name the mail server.')
  expect(wrongAt(wrongServer, 'address')).toBeUndefined()
  expect(beside(wrongServer, ['address', 'smtp'])).toBeNull()
})
test('what is wrong with a field that the form does not show is told beside the form', () => {
  expect(beside(wrongServer, ['address'])).toBe(wrongServer)
  expect(beside(null, ['address'])).toBeNull()
})
