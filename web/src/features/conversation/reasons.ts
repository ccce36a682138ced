// The server's reasons in the reader's language. One that has no sentence here is shown in the server's own words.
import type { Explanation } from '@/api'
import { t, type Key } from '@/i18n'
import { en } from '@/i18n/en'

type Mail = NonNullable<Explanation['mail']>
export type Reason = Mail['repaired'][number]
export type Folded = Mail['folds'][number]

export function reasonWords(reason: Reason): string {
  const key = `reason.${reason.code}`
  return (key in en ? t(key as Key, { value: reason.value }) : reason.words).trim()
}

export function foldWords(fold: Folded): string {
  const kind = t(`why.fold.${fold.kind}` as Key)
  const reason = reasonWords(fold.reason)
  return fold.line ? t('why.from_line', { kind, line: fold.line, reason }) : t('why.without_line', { kind, reason })
}
