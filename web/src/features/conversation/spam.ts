import { api, type Detail } from '@/api'
import { t } from '@/i18n'
import { open, reread } from '@/state/conversation'
import { attempt, say } from '@/state/toasts'

/** Into spam, or out of it again. */
export async function turnSpam(detail: Detail): Promise<void> {
  const was = detail.state === 'spam'
  if (!(await attempt(() => (was ? api.notSpam(detail.id) : api.spam(detail.id))))) return
  say('done', t(was ? 'spam.undone' : 'spam.done'))
  void reread(open(detail.id))
}
