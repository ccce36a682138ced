import { expect, test } from 'vitest'
import { whyUndelivered } from './undelivered'

test.each([
  ['550 5.1.1 <ana@x.test>: Recipient address rejected', 'undelivered.no_mailbox'],
  ['550 No such user (5.1.1)', 'undelivered.no_mailbox'],
  ['554 5.4.4 Host not found', 'undelivered.no_domain'],
  ['452 4.2.2 Over quota', 'undelivered.full'],
  ['552 5.3.4 Message too big', 'undelivered.too_large'],
  ['550 5.7.26 Unauthenticated email is not accepted', 'undelivered.refused'],
  ['451 4.4.1 Connection timed out', 'undelivered.unreachable'],
  // The vague code of the one server, the clear one of the other.
  ['550 5.0.0 from 5.2.1 mailbox disabled', 'undelivered.closed'],
])('%s', (answer, why) => expect(whyUndelivered(answer)).toBe(why))

test.each([null, '', '550 go away', '550 5.0.0 failed', 'host 192.5.1.1 said 550'])('%s says too little', (answer) =>
  expect(whyUndelivered(answer)).toBeNull())
