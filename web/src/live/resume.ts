// Keeps one live connection and resumes it from the last position that was handled. No DOM, no clock of its own:
// the socket, the timers and the dice come from outside, so every rule here is tested.
export interface Actor { type: string; id: string | null; name: string }
export interface LiveFact<Item> {
  type: 'fact'; position: string; fact: string; conversation: string | null; message: string | null
  actor: Actor | null; at: string; item: Item | null
}
export interface Present { id: string; name: string; doing: 'reading' | 'writing' }
export type FromServer<Item> =
  | { type: 'hello'; position: string }
  | LiveFact<Item>
  | { type: 'resync'; position: string }
  | { type: 'presence'; conversation: string; agents: Present[] }

export interface Wire {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((text: string) => void) | null
  onclose: (() => void) | null
}
export type LinkState = 'connecting' | 'live' | 'waiting' | 'stopped'

export interface LiveOptions<Item> {
  connect: (after: string) => Wire
  schedule: (run: () => void, ms: number) => number
  cancel: (timer: number) => void
  random: () => number
  onFact: (fact: LiveFact<Item>) => void
  onResync: () => void
  onPresence: (conversation: string, agents: Present[]) => void
  onState: (state: LinkState) => void
}

export const FIRST_DELAY = 500
/** Positions remembered, so that a fact which comes again is known. */
export const RECENT_MAX = 2_000
export const LAST_DELAY = 30_000
/** A connection that has not opened by then is given up, ms. */
export const OPEN_LIMIT = 15_000

/** The wait before attempt `n` (0 is the first retry): doubled each time, half of it by chance. */
export function delay(n: number, random: () => number): number {
  const whole = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** Math.min(n, 16))
  return whole / 2 + (whole / 2) * random()
}

export class Live<Item> {
  private wire: Wire | null = null
  private timer: number | null = null
  private failures = 0
  private state: LinkState = 'stopped'
  private presence: string | null = null
  private readonly recent = new Set<string>()

  constructor(private readonly o: LiveOptions<Item>, private position: string) {}

  get handled(): string {
    return this.position
  }
  start(): void {
    if (this.state === 'stopped') this.open()
  }
  stop(): void {
    this.drop()
    this.set('stopped')
  }
  /** The network came back or the machine woke: what looked connected may be dead, so begin anew at once. */
  wake(): void {
    if (this.state === 'stopped') return
    this.failures = 0
    this.drop()
    this.open()
  }
  present(conversation: string | null, doing: 'reading' | 'writing'): void {
    this.presence = JSON.stringify({ type: 'presence', conversation, doing })
    if (this.state === 'live') this.wire?.send(this.presence)
  }

  private set(state: LinkState): void {
    if (state === this.state) return
    this.state = state
    this.o.onState(state)
  }
  private drop(): void {
    if (this.timer !== null) this.o.cancel(this.timer)
    this.timer = null
    const wire = this.wire
    this.wire = null
    if (!wire) return
    wire.onopen = wire.onmessage = wire.onclose = null
    wire.close()
  }
  private open(): void {
    this.set('connecting')
    const wire = this.o.connect(this.position)
    this.wire = wire
    this.timer = this.o.schedule(() => this.lost(), OPEN_LIMIT)
    wire.onmessage = (text) => this.handle(text)
    wire.onclose = () => this.lost()
  }
  private lost(): void {
    this.drop()
    this.set('waiting')
    this.timer = this.o.schedule(() => this.open(), delay(this.failures++, this.o.random))
  }
  private handle(text: string): void {
    let said: FromServer<Item>
    try {
      said = JSON.parse(text) as FromServer<Item>
    } catch {
      return
    }
    if (said.type === 'presence') return this.o.onPresence(said.conversation, said.agents)
    if (said.type === 'hello') return this.greeted()
    // Positions are opaque: the server sends each fact after the one that was named, once, in order.
    const position = said.position
    if (said.type === 'resync') {
      this.position = position
      this.greeted()
      return this.o.onResync()
    }
    if (said.type !== 'fact' || this.recent.has(position)) return
    this.remember(position)
    try {
      this.o.onFact(said)
    } finally {
      // A fact that this version cannot handle must not be asked for again and again.
      this.position = position
    }
  }
  private remember(position: string): void {
    this.recent.add(position)
    if (this.recent.size > RECENT_MAX) this.recent.delete(this.recent.values().next().value!)
  }
  /** Only the server's first word proves the line works; an opened socket alone may still be refused. */
  private greeted(): void {
    if (this.timer !== null) this.o.cancel(this.timer)
    this.timer = null
    this.failures = 0
    this.set('live')
    if (this.presence) this.wire?.send(this.presence)
  }
}
