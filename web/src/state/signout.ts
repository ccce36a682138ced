// Leaving of one's own accord: the browser, which others may use next, keeps no words.
import { api, Problem } from '@/api'
import { t } from '@/i18n'
import { forgetDrafts, handOverDrafts } from './drafts'
import { outbox } from './outbox'
import { forgetSending } from './sending'
import { leave } from './session'

/** What only this browser has goes to the server first; where that fails the agent decides, and may stay. */
export async function signOut(): Promise<void> {
  await outbox.flush()
  const drafts = await handOverDrafts()
  const lost = outbox.entries.length + drafts.lost
  const said = [lost > 0 && t('signout.lost', { n: lost }), drafts.chosen > 0 && t('signout.chosen', { n: drafts.chosen })].filter(Boolean)
  if (said.length && !confirm([...said, t('signout.sure')].join('\n\n'))) return
  await api.signOut().catch((error: unknown) => {
    // The session was over before.
    if (!(error instanceof Problem) || error.status !== 401) throw error
  })
  outbox.clear()
  forgetDrafts()
  forgetSending()
  leave(false)
}
