// What a reply ends with: the time of the next word, "is it solved?", or nothing more. It belongs to the words, and
// comes back with them.
import type { NewMessage } from '@/api'
import { t } from '@/i18n'

export type End = 'update' | 'solved' | 'nothing'
/** `preset`: nobody has chosen the time, so it may be moved on. */
export interface Ending { end: End; at: number; preset: boolean }

const HALF_HOUR = 30 * 60_000
/** Half a working day, on the half hour; an agent changes it with one click. */
const USUAL = 150 * 60_000
/** A preset time that is nearer than this is moved on: nobody has promised to be that quick. */
const TOO_NEAR = 60 * 60_000

export const usualEnding = (now: number): Ending => ({ end: 'update', at: Math.ceil((now + USUAL) / HALF_HOUR) * HALF_HOUR, preset: true })
/** The same ending, with the preset time as it would be set now when the old one has come near. */
export const renewed = (was: Ending, now: number): Ending => (was.preset && was.at - now < TOO_NEAR ? { ...was, at: usualEnding(now).at } : was)
/** A time that is over, or none at all, cannot be promised. */
export const canEnd = (ending: Ending, now: number): boolean => ending.end !== 'update' || ending.at > now

type InBody = Pick<NewMessage, 'promise' | 'propose'>
/** Members of the message to send. */
export function endingBody(ending: Ending): InBody {
  if (ending.end === 'update') return { promise: { due_at: new Date(ending.at).toISOString(), text: t('promise.default_text') } }
  return ending.end === 'solved' ? { propose: true } : {}
}
/** The way back. */
export function endingIn(body: InBody): Ending {
  if (body.promise) return { end: 'update', at: Date.parse(body.promise.due_at), preset: false }
  return { ...usualEnding(Date.now()), end: body.propose ? 'solved' : 'nothing' }
}
