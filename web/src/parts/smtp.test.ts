import { expect, test } from 'vitest'
import { smtpUrl } from './smtp'

test('a server and its port become the URL that the API wants', () => {
  expect(smtpUrl(' smtp.example.com:587 ')).toBe('smtp://smtp.example.com:587')
  expect(smtpUrl('smtp.example.com:465')).toBe('smtps://smtp.example.com:465')
})
test('a URL stays as it is', () => {
  for (const url of ['smtp://a:25', 'smtps://a:465', 'smtp+starttls://a:587']) expect(smtpUrl(url)).toBe(url)
})
