// Why a mail did not arrive, in plain words: read from the status code (RFC 3463) in the mail server's answer.
import type { Key } from '@/i18n'

const WHY: [RegExp, Key][] = [
  [/^5\.1\.(1|6|10)$/, 'undelivered.no_mailbox'],
  [/^5\.(1\.2|4\.4|1\.8)$/, 'undelivered.no_domain'],
  [/^[45]\.2\.2$/, 'undelivered.full'],
  [/^[45]\.2\.1$/, 'undelivered.closed'],
  [/^[45]\.(2\.3|3\.4)$/, 'undelivered.too_large'],
  [/^[45]\.7\./, 'undelivered.refused'],
  [/^[45]\.4\./, 'undelivered.unreachable'],
]

/** None where the answer has no code, or one that says too little. */
export function whyUndelivered(answer: string | null): Key | null {
  const codes = answer?.match(/(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/g) ?? []
  for (const code of codes) {
    const found = WHY.find(([pattern]) => pattern.test(code))
    if (found) return found[1]
  }
  return null
}
