// Whom a reply goes to: what the server suggests, until the agent changes it. Nothing goes out to anybody who is not shown.
import { computed, reactive, watch } from 'vue'
import { api, Problem, type Message, type NewMessage, type RecipientSuggestion } from '@/api'

export interface Person { name: string; email: string }
export interface Chosen { to: Person[]; cc: Person[]; bcc: Person[] }
export type Line = keyof Chosen
export const LINES: Line[] = ['to', 'cc', 'bcc']
export type Way = 'reply' | 'reply_all'

export const nobody = (): Chosen => ({ to: [], cc: [], bcc: [] })
const copy = (from: Chosen): Chosen => ({ to: [...from.to], cc: [...from.cc], bcc: [...from.bcc] })
const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
export const everybody = (chosen: Chosen): Person[] => LINES.flatMap((line) => chosen[line])
export const nameOf = (person: Person) => person.name || person.email

/** What was typed or pasted as people: `a@x, Ben <b@x>; c@x`. What is no address stays in `rest`. */
export function peopleIn(text: string): { people: Person[]; rest: string } {
  const people: Person[] = []
  const rest: string[] = []
  for (const part of text.split(/[,;\n]+/).map((p) => p.trim()).filter(Boolean)) {
    const named = /^(.*?)\s*<([^<>\s]+)>$/.exec(part)
    const email = named ? named[2]! : part
    if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(email)) people.push({ name: named ? named[1]!.replace(/^"|"$/g, '') : '', email })
    else rest.push(part)
  }
  return { people, rest: rest.join(', ') }
}

/** Somebody stands in one line only, the last one that they were put into. */
export function put(chosen: Chosen, line: Line, person: Person): Chosen {
  const next = without(chosen, person.email)
  next[line].push(person)
  return next
}
export function without(chosen: Chosen, email: string): Chosen {
  const next = copy(chosen)
  for (const line of LINES) next[line] = next[line].filter((p) => !same(p.email, email))
  return next
}
const equal = (a: Chosen, b: Chosen) => LINES.every((line) =>
  a[line].length === b[line].length && a[line].every((p, n) => same(p.email, b[line][n]!.email)))

/** Members of the message to send; none while that address alone gets it, as always. */
export function asBody(chosen: Chosen, unnamed: string): Pick<NewMessage, 'to' | 'cc' | 'bcc'> {
  const all = everybody(chosen)
  if (all.length === 0 || (all.length === 1 && same(all[0]!.email, unnamed))) return {}
  return copy(chosen)
}

/** The way back: whom a message names; undefined when it names nobody. */
export function chosenIn(body: Pick<NewMessage, 'to' | 'cc' | 'bcc'>): Chosen | undefined {
  if (!body.to && !body.cc && !body.bcc) return undefined
  const people = (list: NewMessage['to']) => (list ?? []).map((p) => (typeof p === 'string' ? { name: '', email: p } : { name: p.name ?? '', email: p.email }))
  return { to: people(body.to), cc: people(body.cc), bcc: people(body.bcc) }
}

const last = (messages: Message[]) => messages.filter((m) => (m.kind === 'customer' && !m.automatic) || m.kind === 'reply').at(-1)?.id ?? ''

/** `requester` is the usual address, shown until the server has answered. */
export function useRecipients(conversation: string, messages: () => Message[], requester: () => Person) {
  const now = reactive({ suggestion: null as RecipientSuggestion | null, chosen: nobody(), touched: false, failed: false })
  const usual = (): Chosen => ({ ...nobody(), to: [requester()] })
  const suggested = (way: Way): Chosen => (now.suggestion ? copy(now.suggestion[way]) : usual())
  now.chosen = usual()

  async function load(): Promise<void> {
    try {
      now.suggestion = await api.recipients(conversation)
      now.failed = false
      if (!now.touched) now.chosen = suggested(now.suggestion.default)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      now.failed = true
    }
  }
  watch(() => last(messages()), () => void load(), { immediate: true })

  return {
    now,
    /** The one who always gets it. */
    fixed: computed(() => suggested('reply').to[0] ?? requester()),
    way: computed<Way | null>(() => (equal(now.chosen, suggested('reply_all')) ? 'reply_all' : equal(now.chosen, suggested('reply')) ? 'reply' : null)),
    /** The address that the server takes when none is named; '' when that is not sure to be the one shown. */
    unnamed: computed(() => (now.suggestion && same(now.suggestion.reply.to[0]?.email ?? '', requester().email) ? requester().email : '')),
    /** Whom a reply to all would reach besides. */
    more: computed(() => everybody(suggested('reply_all')).length - everybody(suggested('reply')).length),
    choose(way: Way): void {
      now.chosen = suggested(way)
      now.touched = true
    },
    set(chosen: Chosen): void {
      now.chosen = chosen
      now.touched = true
    },
    /** After sending: what the server suggests counts again. */
    reset(): void {
      now.touched = false
      now.chosen = suggested(now.suggestion?.default ?? 'reply')
    },
  }
}
export type Recipients = ReturnType<typeof useRecipients>
