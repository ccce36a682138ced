// Keyboard commands. Components offer them while they are on screen; the newest offer for a key wins.
import { onBeforeUnmount, reactive } from 'vue'
import { prefs } from './prefs'

/** A key as written in the key sheet: "r", "g p", "mod+k", "?", "Enter". */
export type Combo = string
type Run = () => void
const offers = reactive(new Map<Combo, Run[]>())
const CHORD = 1_200

export function useKeys(keys: Record<Combo, Run>): void {
  for (const [combo, run] of Object.entries(keys)) offers.set(combo, [...(offers.get(combo) ?? []), run])
  onBeforeUnmount(() => {
    for (const [combo, run] of Object.entries(keys)) {
      offers.set(combo, (offers.get(combo) ?? []).filter((r) => r !== run))
    }
  })
}
export function press(combo: Combo): boolean {
  const run = offers.get(combo)?.at(-1)
  run?.()
  return run !== undefined
}
export const isOffered = (combo: Combo) => (offers.get(combo)?.length ?? 0) > 0

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

let first = ''
let firstAt = 0
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const mod = event.metaKey || event.ctrlKey
  if (mod) {
    if (!event.altKey && !event.shiftKey && press(`mod+${event.key.toLowerCase()}`)) event.preventDefault()
    return
  }
  if (event.altKey || !prefs.keys || typing(event.target)) return
  if (document.querySelector('dialog[open]')) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const chord = first && event.timeStamp - firstAt < CHORD ? `${first} ${key}` : ''
  first = ''
  if (chord && press(chord)) return event.preventDefault()
  if (key === 'g') {
    first = key
    firstAt = event.timeStamp
    return
  }
  if (key.length === 1 && press(key)) event.preventDefault()
}
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
export const modKey = isMac ? '⌘' : 'Ctrl\u00a0'
