import { describe, expect, test } from 'vitest'
import { troubleOf } from './trouble'

describe('what the mail server said, in plain words', () => {
  test.each([
    ['Could not resolve host: smtp.fernhil.example', 'trouble.no_such_server'],
    ['Failed to connect to 127.0.0.1 port 9: Connection refused', 'trouble.no_answer'],
    ['535 5.7.8 Error: authentication failed', 'trouble.password'],
    ['Login denied', 'trouble.password'],
    ['SSL: certificate subject name does not match target host name', 'trouble.not_private'],
    ['Connection timed out after 30000 milliseconds', 'trouble.too_slow'],
    ['554 5.7.1 <you@example.com>: Relay access denied', 'trouble.refused'],
    ['451 4.3.0 try again', 'trouble.later'],
    ['', 'trouble.other'],
  ])('%s', (answer, key) => expect(troubleOf(answer)).toBe(key))
})
