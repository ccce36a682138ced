// Who is signed in. Everything that needs a session waits for `status` 'in'.
import { computed, reactive, watch } from 'vue'
import { api, onSignedOut, Problem, setCsrf, type Session } from '@/api'
import { link, startLive, stopLive } from '@/live'

export const session = reactive<{ status: 'unknown' | 'in' | 'out'; now: Session | null; ended: boolean }>({
  status: 'unknown', now: null, ended: false,
})
export const me = computed(() => session.now?.agent ?? { id: '', name: '', email: '', role: 'agent' as const })
export const workspaceName = computed(() => session.now?.workspace.name ?? 'Makegood')
export const takesMailOn = computed(() => session.now?.workspace.takes_mail_on ?? '')
export const undoSeconds = computed(() => session.now?.workspace.undo_seconds ?? 10)
export const canAdminister = computed(() => me.value.role === 'owner' || me.value.role === 'admin')

export function enter(next: Session): void {
  session.now = next
  session.status = 'in'
  session.ended = false
  setCsrf(next.csrf)
  startLive(next.position)
}

export function leave(ended: boolean): void {
  stopLive()
  setCsrf('')
  session.now = null
  session.status = 'out'
  session.ended = ended
}

/**
 * A line that was refused may mean that the session is over; a socket cannot say so, the API can. Nor can a request that
 * was under way while the cookie was replaced.
 */
async function check(): Promise<void> {
  try {
    const next = await api.session()
    if (session.status !== 'in') return
    // Somebody else has signed in, in another tab: what is on the screen here is not theirs.
    if (next.agent.id !== me.value.id) return leave(true)
    session.now = next
    setCsrf(next.csrf)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 401 && session.status === 'in') leave(true)
  }
}
onSignedOut(() => session.status === 'in' && void check())
watch(link, (state) => state === 'waiting' && session.status === 'in' && void check())

/** Finds out whether the browser's cookie still opens a session. Throws when the server does not answer. */
export async function resume(): Promise<boolean> {
  if (session.status === 'in') return true
  try {
    enter(await api.session())
    return true
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    session.status = 'out'
    return false
  }
}
