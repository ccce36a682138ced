import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { api, Problem, type Draft } from '@/api'
vi.mock('@/live', () => ({ onFact: () => {}, onResync: () => {}, onBack: () => {}, startLive: () => {}, stopLive: () => {}, link: () => 'live' }))
const { forgetDrafts, keepDraft } = await import('./drafts')
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
  forgetDrafts()
  outbox.restore('7')
  session.status = 'in'
  session.now = { agent: { id: '7', name: 'Tomas', email: '', role: 'agent' } } as never
  asked = []
  vi.stubGlobal('confirm', (text: string) => (asked.push(text), answer))
  vi.spyOn(api, 'draft').mockResolvedValue({ ...draft, text: '', html: '', updated_at: null } as never)
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
const AT = '2026-11-20T15:00:00.000Z'
const there = (text: string, updated_at = AT) => ({ ...draft, html: `<p>${text}</p>`, text, updated_at }) as Draft
/** Writes, and waits until the server has it. */
async function written(text: string): Promise<void> {
  vi.useFakeTimers({ now: Date.parse(AT) })
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there(text))
  keepDraft('c1', { ...draft, html: `<p>${text}</p>`, text })
  await vi.advanceTimersByTimeAsync(1_300)
}
afterEach(() => vi.useRealTimers())

test('what the server has newer is not written over', async () => {
  await written('words')
  const kept = vi.spyOn(api, 'keepDraft')
  kept.mockClear()
  vi.spyOn(api, 'draft').mockResolvedValue(there('words from the phone', '2026-11-20T15:05:00.000Z'))
  await signOut()
  expect(kept).not.toHaveBeenCalled()
  expect(left()).toEqual([])
})
test.each([-300_000, 0, 300_000])('the last words get there from a browser whose clock is %i ms off', async (off) => {
  await written('words')
  const kept = vi.spyOn(api, 'keepDraft')
  kept.mockClear()
  vi.setSystemTime(Date.parse(AT) + off)
  vi.spyOn(api, 'draft').mockResolvedValue(there('words'))
  keepDraft('c1', { ...draft, text: 'words and the last ones' })
  await signOut()
  expect(kept).toHaveBeenCalledExactlyOnceWith('c1', expect.objectContaining({ text: 'words and the last ones' }))
  expect(left()).toEqual([])
})
test('words of two devices are joined, not exchanged', async () => {
  vi.spyOn(api, 'draft').mockResolvedValue(there('from the phone'))
  const kept = vi.spyOn(api, 'keepDraft').mockResolvedValue(there(''))
  keepDraft('c1', draft)
  await signOut()
  expect(kept).toHaveBeenCalledWith('c1', expect.objectContaining({ html: '<p>words</p><p>from the phone</p>' }))
})
test.each([
  [new Problem(422, 'too_long', ''), true], [new Problem(413, 'draft_too_long', ''), true], [new Problem(403, 'not_allowed', ''), true],
  [new Problem(503, 'busy', ''), true], [new Problem(404, 'not_found', ''), false], [new Problem(409, 'person_erased', ''), false],
])('a draft that is refused with %s is said before it is lost, where it still has a place: %s', async (problem, isSaid) => {
  vi.spyOn(api, 'keepDraft').mockRejectedValue(problem)
  keepDraft('c1', draft)
  answer = false
  await signOut()
  expect(asked).toHaveLength(isSaid ? 1 : 0)
  expect(session.status).toBe(isSaid ? 'in' : 'out')
  expect(left()).toHaveLength(isSaid ? 1 : 0)
})
test('a message that is just being sent is waited for', async () => {
  let sent = (_: never) => {}
  write(() => new Promise<never>((done) => (sent = done)))
  outbox.add('c1', 'Amara', { kind: 'reply', text: 'words' })
  void outbox.flush()
  const out = signOut()
  await new Promise((done) => setTimeout(done))
  expect(session.status).toBe('in')
  sent({ id: 'm1', at: AT, text: 'words', undo_until: null } as never)
  await out
  expect(asked).toEqual([])
  expect(session.status).toBe('out')
})
test.each([
  [{ ending: { end: 'nothing' as const, at: 0, preset: true } }, true],
  [{ ending: { end: 'update' as const, at: 0, preset: false } }, true],
  [{ people: { to: [], cc: [{ name: '', email: 'ben@x.example' }], bcc: [] } }, true],
  [{ ending: { end: 'update' as const, at: 0, preset: true } }, false],
  [{ kind: 'note' as const, ending: { end: 'nothing' as const, at: 0, preset: true } }, false],
])('a choice that only this browser keeps is said: %j', async (more, isSaid) => {
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there('words'))
  keepDraft('c1', { ...draft, ...more })
  answer = false
  await signOut()
  expect(asked).toHaveLength(isSaid ? 1 : 0)
  if (isSaid) expect(asked[0]).toContain('chose in this browser alone')
  answer = true
  await signOut()
  expect(left()).toEqual([])
})
test('a session that was over before ends here, too', async () => {
  vi.spyOn(api, 'signOut').mockRejectedValue(new Problem(401, 'not_signed_in', ''))
  await signOut()
  expect(session.status).toBe('out')
})
test('what an earlier version left behind for nobody goes, too', async () => {
  localStorage.setItem('makegood.draft..c9', '{}')
  await signOut()
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
