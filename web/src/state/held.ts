// Outgoing mail that a restore put on hold: an owner or admin decides what becomes of it.
import { reactive } from 'vue'
import { api, type HeldMail } from '@/api'

export const held = reactive<HeldMail>({ mails: 0, since: null })

export async function loadHeld(): Promise<void> {
  Object.assign(held, await api.heldMail())
}

/** Asks until nothing is left: the server does a bounded part each time. Stops when nothing moves. */
export async function decideHeld(decision: 'send' | 'drop'): Promise<void> {
  for (let before = Infinity; held.mails > 0 && held.mails < before;) {
    before = held.mails
    try {
      Object.assign(held, await api.decideHeld(decision))
    } catch (error) {
      await loadHeld().catch(() => undefined) // Somebody else may have decided.
      throw error
    }
  }
}
