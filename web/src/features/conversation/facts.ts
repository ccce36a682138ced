// The log in words. A fact that has no sentence yet is shown by its own name, never hidden.
import type { Fact } from '@/api'
import { t, type Key } from '@/i18n'
import { en } from '@/i18n/en'
import { words } from '@/parts/clock'
import { people } from '@/state/people'

/** What a fact carries; each kind of fact has its own members. */
const dataOf = (fact: Fact) => (fact.data ?? {}) as Record<string, unknown>

/** Some facts read differently by what they carry. */
function nameOf(fact: Fact): string {
  const state = dataOf(fact)['state']
  if (fact.fact === 'delivery_reported' && typeof state === 'string' && `fact.delivery_${state}` in en) {
    return `delivery_${state}`
  }
  if (fact.fact === 'marked_spam' && dataOf(fact)['block']) return 'marked_spam_block'
  if (fact.fact === 'marked_spam' && dataOf(fact)['by_filter']) return 'marked_spam_filter'
  if (fact.fact === 'participant_joined' && dataOf(fact)['role'] === 'stranger') return 'participant_stranger'
  if (fact.fact === 'participant_joined' && fact.actor.type === 'agent') return 'participant_added'
  if (fact.fact !== 'conversation_assigned') return fact.fact
  const agent = dataOf(fact)['agent']
  return !agent ? 'conversation_released' : agent === fact.actor.id ? 'conversation_taken' : fact.fact
}

export function factWords(fact: Fact): string {
  const who = fact.actor.name || t(fact.actor.type === 'contact' ? 'history.contact' : 'history.system')
  const key = `fact.${nameOf(fact)}`
  if (!(key in en)) return t('history.other', { who, fact: fact.fact.replaceAll('_', ' ') })
  const due = dataOf(fact)['due_at']
  const to = people.agents.find((a) => a.id === dataOf(fact)['agent'])?.name ?? String(dataOf(fact)['agent'] ?? '')
  const team = people.teams.find((x) => x.id === dataOf(fact)['team'])?.name ?? t('fact.no_team')
  return t(key as Key, { who, to, team, when: typeof due === 'string' ? words.moment(due) : '' })
}
