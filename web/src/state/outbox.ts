// What the agent sent and the server has not yet confirmed. Written down before the first try, so that neither a
// dead network nor a closed tab loses it; the Idempotency-Key makes a second try of the same thing harmless.
import { computed, reactive, watch } from 'vue'
import { api, Problem, uuid, type Message, type NewMessage } from '@/api'
import { onBack } from '@/live'
import { me } from './session'

export interface Outgoing {
  key: string; agent: string; conversation: string; to: string; body: NewMessage; at: string
  state: 'waiting' | 'sending' | 'stopped'
  problem: { status: number; code: string; detail: string } | null
}
/** The part of Storage that is used; each entry has a key of its own, so that two tabs do not undo one another. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
type Write = (conversation: string, body: NewMessage, key: string) => Promise<Message>

export const PREFIX = 'makegood.outbox.'
const RETRY = 15_000
/** The server knows a key again for 24 hours. What is tried later might go out twice. */
const KEY_LIFE = 23 * 3_600_000

export class Outbox {
  readonly entries: Outgoing[]
  /** Called for each thing that went out; `began`: when the try did, by this browser's clock. */
  onSent: (entry: Outgoing, message: Message, began: number) => void = () => {}
  /** Called when the server refused: nothing was sent, the words are still here. */
  onStopped: (entry: Outgoing) => void = () => {}
  private busy = false
  private running: Promise<void> = Promise.resolve()

  constructor(private readonly kept: Kept, private readonly write: Write, private agent = '') {
    this.entries = reactive([])
  }

  /** Takes up what an earlier page of the same agent left behind; '': nobody is signed in, and nothing is sent. */
  restore(agent: string): void {
    this.agent = agent
    this.entries.splice(0, this.entries.length, ...this.read().filter((e) => e.agent === agent))
    for (const entry of this.entries) if (entry.state === 'sending') entry.state = 'waiting'
  }
  add(conversation: string, to: string, body: NewMessage): Outgoing {
    this.entries.push({
      key: uuid(), agent: this.agent, conversation, to, body, at: new Date().toISOString(),
      state: 'waiting', problem: null,
    })
    const entry = this.entries[this.entries.length - 1]!
    this.save(entry)
    return entry
  }
  remove(key: string): void {
    this.forget(key)
    this.kept.removeItem(PREFIX + key)
  }
  /** Nothing of this agent stays in the browser. */
  clear(): void {
    this.agent = ''
    for (const entry of [...this.entries]) this.remove(entry.key)
  }
  /** Another tab has sent it or taken it back. */
  forget(key: string): void {
    const at = this.entries.findIndex((e) => e.key === key)
    if (at >= 0) this.entries.splice(at, 1)
  }
  /** Sends what waits, oldest first. A conversation whose first item must wait keeps its later ones waiting too. */
  flush(): Promise<void> {
    if (!this.busy) this.running = this.run()
    return this.running
  }
  private async run(): Promise<void> {
    this.busy = true
    const held = new Set<string>()
    try {
      for (;;) {
        const entry = this.entries.find((e) => e.state === 'waiting' && !held.has(e.conversation))
        if (!entry) break
        await this.try(entry, held)
      }
    } finally {
      this.busy = false
    }
  }
  private stop(entry: Outgoing, problem: Outgoing['problem']): void {
    entry.state = 'stopped'
    entry.problem = problem
    this.save(entry)
    this.onStopped(entry)
  }
  private async try(entry: Outgoing, held: Set<string>): Promise<void> {
    if (Date.now() - Date.parse(entry.at) > KEY_LIFE) return this.stop(entry, { status: 0, code: 'too_old', detail: '' })
    entry.state = 'sending'
    const began = Date.now()
    try {
      const message = await this.write(entry.conversation, entry.body, entry.key)
      this.remove(entry.key)
      // Whoever has signed in meanwhile does not learn of it.
      if (entry.agent === this.agent) this.onSent(entry, message, began)
    } catch (error) {
      // Cleared, taken up anew, or sent by another tab meanwhile: it must not be written down again.
      if (!this.entries.includes(entry)) return
      const problem = error instanceof Problem ? error : new Problem(0, 'no_answer', String(error))
      entry.problem = { status: problem.status, code: problem.code, detail: problem.detail }
      // By the code: the cookie is of another session than this page, as after signing in anew in another tab.
      if (problem.temporary || problem.status === 401 || problem.code === 'csrf') {
        entry.state = 'waiting'
        held.add(entry.conversation)
        return this.save(entry)
      }
      this.stop(entry, entry.problem)
    }
  }
  private read(): Outgoing[] {
    const out: Outgoing[] = []
    for (let n = 0; n < this.kept.length; n++) {
      const key = this.kept.key(n)
      if (!key?.startsWith(PREFIX)) continue
      try {
        out.push(JSON.parse(this.kept.getItem(key) ?? '') as Outgoing)
      } catch {
        continue
      }
    }
    return out.sort((a, b) => a.at.localeCompare(b.at))
  }
  private save(entry: Outgoing): void {
    try {
      this.kept.setItem(PREFIX + entry.key, JSON.stringify(entry))
    } catch {
      // This browser's room is full: it goes out from this page.
    }
  }
}

export const outbox = new Outbox(localStorage, api.write)
export const waiting = computed(() => outbox.entries.filter((e) => e.state === 'waiting' && e.problem))

addEventListener('storage', (event) => {
  if (event.key?.startsWith(PREFIX) && event.newValue === null) outbox.forget(event.key.slice(PREFIX.length))
})
// What an agent sent goes out in that agent's session and in no other.
watch(() => me.value.id, (agent) => outbox.restore(agent), { flush: 'sync' })
onBack(() => void outbox.flush())
setInterval(() => outbox.entries.some((e) => e.state === 'waiting') && void outbox.flush(), RETRY)
