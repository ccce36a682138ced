import { beforeEach, describe, expect, test } from 'vitest'
import { delay, FIRST_DELAY, LAST_DELAY, Live, OPEN_LIMIT, type LinkState, type Wire } from './resume'

class FakeWire implements Wire {
  sent: string[] = []
  closed = false
  onopen: (() => void) | null = null
  onmessage: ((text: string) => void) | null = null
  onclose: (() => void) | null = null
  constructor(readonly after: string) {}
  send(text: string): void { this.sent.push(text) }
  close(): void { this.closed = true }
  says(what: object): void { this.onmessage?.(JSON.stringify(what)) }
}
let wires: FakeWire[]
let timers: Map<number, { run: () => void; ms: number }>
let handled: string[]
let states: LinkState[]
let resyncs: number
let live: Live<unknown>
const fact = (position: string) => ({ type: 'fact', position, fact: 'x', conversation: null, message: null, actor: null, at: '', item: null })
const hello = { type: 'hello', position: '9' }
const last = () => wires.at(-1)!
function fire(): number {
  const [id, timer] = [...timers.entries()].at(-1)!
  timers.delete(id)
  timer.run()
  return timer.ms
}

beforeEach(() => {
  wires = []
  timers = new Map()
  handled = []
  states = []
  resyncs = 0
  let next = 0
  live = new Live({
    connect: (after) => (wires.push(new FakeWire(after)), last()),
    schedule: (run, ms) => (timers.set(++next, { run, ms }), next),
    cancel: (id) => timers.delete(id),
    random: () => 1,
    onFact: (f) => {
      handled.push(f.position)
      if (f.position === '12-66') throw new Error('a handler failed')
    },
    onResync: () => resyncs++,
    onPresence: () => {},
    onState: (s) => states.push(s),
  }, '12-5')
  live.start()
})

describe('the live connection', () => {
  test('begins after the position of the session', () => expect(last().after).toBe('12-5'))

  test('resumes after the last fact that was handled', () => {
    last().says(hello)
    last().says(fact('12-6'))
    last().says(fact('12-7'))
    last().onclose?.()
    fire()
    expect(last().after).toBe('12-7')
  })
  test('handles each fact once, also when it comes again', () => {
    for (const n of ['12-6', '12-7', '12-7', '12-6', '9-8']) last().says(fact(n))
    expect(handled).toEqual(['12-6', '12-7', '9-8'])
  })
  test('a message of a connection that was given up is not heard', () => {
    const old = last()
    const hear = old.onmessage!
    live.wake()
    old.onmessage = hear
    expect(old.closed).toBe(true)
    expect(wires).toHaveLength(2)
  })
  test('a fact that makes a handler fail is not asked for again', () => {
    expect(() => last().says(fact('12-66'))).toThrow()
    last().onclose?.()
    fire()
    expect(last().after).toBe('12-66')
  })
  test('resync reloads and goes on from the new position', () => {
    last().says({ type: 'resync', position: '900' })
    expect(resyncs).toBe(1)
    last().onclose?.()
    fire()
    expect(last().after).toBe('900')
  })
  test('waits longer after each failure, and begins anew after a hello', () => {
    const waits: number[] = []
    for (let n = 0; n < 9; n++) {
      last().onclose?.()
      waits.push(fire())
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
    last().says(hello)
    last().onclose?.()
    expect(fire()).toBe(FIRST_DELAY)
  })
  test('a socket that never says hello is given up', () => {
    expect(fire()).toBe(OPEN_LIMIT)
    expect(states).toEqual(['connecting', 'waiting'])
    expect(wires[0]!.closed).toBe(true)
  })
  test('waking opens a new connection at once, without the waiting one', () => {
    last().says(hello)
    last().onclose?.()
    live.wake()
    expect(wires).toHaveLength(2)
    expect(timers.size).toBe(1)
  })
  test('stopped is stopped', () => {
    live.stop()
    live.wake()
    expect(wires).toHaveLength(1)
    expect(timers.size).toBe(0)
  })
  test('presence is told when the line is open, and again after a gap', () => {
    live.present('c1', 'writing')
    expect(last().sent).toEqual([])
    last().says(hello)
    last().onclose?.()
    fire()
    last().says(hello)
    expect(JSON.parse(last().sent[0]!)).toEqual({ type: 'presence', conversation: 'c1', doing: 'writing' })
  })
  test('what is not JSON is ignored', () => {
    last().onmessage?.('<html>')
    last().says(fact('12-6'))
    expect(handled).toEqual(['12-6'])
  })
})

test('the back-off has a floor, a ceiling and chance between', () => {
  expect(delay(0, () => 0)).toBe(FIRST_DELAY / 2)
  expect(delay(50, () => 1)).toBe(LAST_DELAY)
  expect(delay(2, () => 0.5)).toBe(1500)
})
