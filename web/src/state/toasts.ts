// Short messages at the foot of the page; screen readers hear them.
import { reactive } from 'vue'
import { Problem } from '@/api'
import { explain } from '@/parts/explain'

export interface Toast { id: number; kind: 'done' | 'problem'; text: string }
export const toasts = reactive<Toast[]>([])
const STAY = { done: 4_000, problem: 9_000 }
let last = 0

export function say(kind: Toast['kind'], text: string): void {
  const id = ++last
  toasts.push({ id, kind, text })
  setTimeout(() => hush(id), STAY[kind])
}
export function hush(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

/** Runs something that may be refused; says so when it is. True when it went well. */
export async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say('problem', explain(error))
    return false
  }
}
