// The workspace's one live connection, wired to the browser.
import { shallowReactive, shallowRef } from 'vue'
import type { Item } from '@/api'
import { Live, type LinkState, type LiveFact, type Present, type Wire } from './resume'

export type { LiveFact, Present } from './resume'

/** A gap between two ticks that only a sleeping machine explains (hidden tabs tick once a minute), ms. */
const SLEEP = 90_000
const TICK = 5_000

export const link = shallowRef<LinkState>('stopped')
export const online = shallowRef(true)
export const presence = shallowReactive(new Map<string, Present[]>())

type FactHandler = (fact: LiveFact<Item>) => void
const factHandlers = new Set<FactHandler>()
const resyncHandlers = new Set<() => void>()
const backHandlers = new Set<() => void>()

export const onFact = (handler: FactHandler): (() => void) => (factHandlers.add(handler), () => factHandlers.delete(handler))
export const onResync = (handler: () => void): (() => void) => (resyncHandlers.add(handler), () => resyncHandlers.delete(handler))
/** The line works again after it did not. */
export const onBack = (handler: () => void): (() => void) => (backHandlers.add(handler), () => backHandlers.delete(handler))

function socket(after: string): Wire {
  const url = new URL(`/api/v1/live?after=${encodeURIComponent(after)}`, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const ws = new WebSocket(url)
  const wire: Wire = {
    send: (text) => ws.readyState === WebSocket.OPEN && ws.send(text),
    close: () => ws.close(),
    onopen: null, onmessage: null, onclose: null,
  }
  ws.onmessage = (event) => wire.onmessage?.(String(event.data))
  ws.onclose = () => wire.onclose?.()
  return wire
}

let connect = socket
export function setWire(replacement: (after: string) => Wire): void {
  connect = replacement
}

let live: Live<Item> | null = null
let beat = 0
let ticker = 0

const wake = () => live?.wake()
const wentOnline = () => {
  online.value = true
  wake()
}
const wentOffline = () => {
  online.value = false
}

export function startLive(position: string): void {
  if (live) return
  online.value = navigator.onLine
  live = new Live<Item>({
    connect: (after) => connect(after),
    schedule: (run, ms) => window.setTimeout(run, ms),
    cancel: (timer) => window.clearTimeout(timer),
    random: Math.random,
    onFact: (fact) => factHandlers.forEach((handle) => handle(fact)),
    onResync: () => resyncHandlers.forEach((handle) => handle()),
    onPresence: (conversation, agents) => {
      if (agents.length) presence.set(conversation, agents)
      else presence.delete(conversation)
    },
    onState: (state) => {
      link.value = state
      if (state === 'live') {
        online.value = true
        backHandlers.forEach((handle) => handle())
      } else presence.clear()
    },
  }, position)
  addEventListener('online', wentOnline)
  addEventListener('offline', wentOffline)
  beat = Date.now()
  ticker = window.setInterval(() => {
    const slept = Date.now() - beat > SLEEP
    beat = Date.now()
    if (slept) wake()
  }, TICK)
  live.start()
}

export function stopLive(): void {
  live?.stop()
  live = null
  presence.clear()
  clearInterval(ticker)
  removeEventListener('online', wentOnline)
  removeEventListener('offline', wentOffline)
}

export function present(conversation: string | null, doing: 'reading' | 'writing' = 'reading'): void {
  live?.present(conversation, doing)
}
