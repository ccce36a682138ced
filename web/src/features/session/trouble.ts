import type { Key } from '@/i18n'

/** What keeps a mail server from taking a mail, by its words or by our client's. First match wins. */
const TROUBLES: [RegExp, Key][] = [
  [/resolve|unknown host|name or service/i, 'trouble.no_such_server'],
  [/\b53[0458]\b|authentic|login denied|password|credentials/i, 'trouble.password'],
  [/certificate|tls|ssl|handshake/i, 'trouble.not_private'],
  [/refused|failed to connect|couldn.t connect|could not connect|unreachable/i, 'trouble.no_answer'],
  [/timed? ?out|timeout/i, 'trouble.too_slow'],
  [/^5\d\d\b/, 'trouble.refused'],
  [/^4\d\d\b/, 'trouble.later'],
]

/** The sentence for an answer of the way out. */
export function troubleOf(answer: string): Key {
  return TROUBLES.find(([pattern]) => pattern.test(answer))?.[1] ?? 'trouble.other'
}
