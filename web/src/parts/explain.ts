import type { Problem } from '@/api'
import { t } from '@/i18n'

/** One sentence for what went wrong: what happened and what to do. */
export function explain(problem: Problem): string {
  if (problem.offline) return t('problem.offline')
  if (problem.status === 403) return t('problem.forbidden')
  if (problem.status === 404) return t('problem.gone')
  if (problem.status === 429) return t('problem.too_many', { n: problem.retryAfter ?? 60 })
  if (problem.code === 'outcome_unknown') return t('problem.outcome_unknown')
  if (problem.status >= 500) return t('problem.server', { status: problem.status })
  return problem.errors[0]?.detail || problem.detail || t('problem.refused', { code: problem.code })
}

/** What is wrong with one field of a form. */
export const wrongAt = (problem: Problem | null, field: string) => problem?.errors.find((e) => e.pointer.endsWith(`/${field}`))?.detail

/** The problem when none of the form's fields tells it. */
export const beside = (problem: Problem | null, fields: readonly string[]) => (problem && !fields.some((field) => wrongAt(problem, field)) ? problem : null)
