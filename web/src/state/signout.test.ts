import { beforeEach, expect, test, vi } from 'vitest'
import { api, Problem, type Draft } from '@/api'
vi.mock('@/live', () => ({ onFact: () => {}, onResync: () => {}, onBack: () => {}, startLive: () => {}, stopLive: () => {}, link: () => 'live' }))
const { keepDraft } = await import('./drafts')
const { outbox } = await import('./outbox')
const { session } = await import('./session')
const { signOut } = await import('./signout')

const draft = { kind: 'reply' as const, html: '<p>words</p>', text: 'words', attachments: [] }
const write = (result: () => Promise<never>) => vi.spyOn(outbox as unknown as { write: typeof api.write }, 'write').mockImplementation(result)
const left = () => Object.keys(localStorage).filter((k) => k.startsWith('makegood.'))
let asked: string[]
let answer: boolean

beforeEach(() => {
  vi.restoreAllMocks()
  localStorage.clear()
  outbox.restore('7')
  session.status = 'in'
  session.now = { agent: { id: '7', name: 'Tomas', email: '', role: 'agent' } } as never
  asked = []
  vi.stubGlobal('confirm', (text: string) => (asked.push(text), answer))
  vi.spyOn(api, 'drafts').mockResolvedValue({ items: [], next: null } as never)
  vi.spyOn(api, 'signOut').mockResolvedValue(undefined as never)
})

test('the words go to the server first, and none stays in the browser', async () => {
  const kept = vi.spyOn(api, 'keepDraft').mockResolvedValue({} as Draft)
  keepDraft('c1', draft)
  await signOut()
  expect(kept).toHaveBeenCalledWith('c1', { kind: 'reply', html: '<p>words</p>', text: 'words', attachments: [] })
  expect(asked).toEqual([])
  expect(left()).toEqual([])
  expect(session.status).toBe('out')
})
test('what the server has newer is not written over', async () => {
  vi.spyOn(api, 'drafts').mockResolvedValue({ items: [{ conversation: { id: 'c1' }, updated_at: '2100-01-01T00:00:00Z' }], next: null } as never)
  const kept = vi.spyOn(api, 'keepDraft').mockResolvedValue({} as Draft)
  keepDraft('c1', draft)
  await signOut()
  expect(kept).not.toHaveBeenCalled()
  expect(left()).toEqual([])
})
test('what cannot be sent now is said, and the agent may stay', async () => {
  write(async () => { throw new Problem(503, 'busy', '') })
  outbox.add('c1', 'Amara', { kind: 'reply', text: 'words' })
  answer = false
  await signOut()
  expect(asked[0]).toContain('not sent yet')
  expect(session.status).toBe('in')
  expect(left()).toHaveLength(1)
  answer = true
  await signOut()
  expect(session.status).toBe('out')
  expect(left()).toEqual([])
  expect(outbox.entries).toEqual([])
})
