// Leaving of one's own accord: the browser, which others may use next, keeps no words.
import { api } from '@/api'
import { t } from '@/i18n'
import { forgetDrafts, handOverDrafts } from './drafts'
import { outbox } from './outbox'
import { forgetSending } from './sending'
import { leave } from './session'

/** What only this browser has goes to the server first; where that fails the agent decides, and may stay. */
export async function signOut(): Promise<void> {
  await outbox.flush()
  const lost = outbox.entries.length + (await handOverDrafts())
  if (lost > 0 && !confirm(t('signout.lost', { n: lost }))) return
  await api.signOut()
  outbox.clear()
  forgetDrafts()
  forgetSending()
  leave(false)
}
