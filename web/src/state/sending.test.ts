import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { api, Problem, type Message } from '@/api'
import { keepDraft, localDraft } from './drafts'
import { endingBody } from './ending'
import { outbox } from './outbox'
import { session } from './session'
import { overtaken, returned, send, undo, undoable } from './sending'
import { toasts } from './toasts'

const draft = { kind: 'reply' as const, html: '<p>words</p>', text: 'words', attachments: [] }
const message = (undo_until: string | null) => ({ id: 'm1', at: new Date().toISOString(), text: 'words', undo_until }) as Message
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-20T15:22:00Z') })
  localStorage.clear()
  undoable.splice(0)
  returned.clear()
  overtaken.clear()
  toasts.splice(0)
  session.now = { agent: { id: 'me' } } as never
  outbox.restore('me')
  vi.spyOn(api, 'dropDraft').mockResolvedValue(undefined as never)
  vi.spyOn(api, 'keepDraft').mockResolvedValue({} as never)
})
afterEach(() => vi.useRealTimers())
/** The outbox took `api.write` when it was made; it is replaced there. */
const writes = (result: () => Promise<Message>) => vi.spyOn(outbox as unknown as { write: typeof api.write }, 'write').mockImplementation(result)

describe('undo', () => {
  test('is offered as long as the server holds the message, and not longer', async () => {
    writes(async () => message('2026-11-20T15:22:10Z'))
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    expect(undoable.map((u) => u.message.id)).toEqual(['m1'])
    await vi.advanceTimersByTimeAsync(9_900)
    expect(undoable).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(undoable).toHaveLength(0)
  })
  test.each([-30_000, 30_000])('is offered for as long by a browser whose clock is %i ms off', async (off) => {
    writes(async () => ({ ...message('2026-11-20T15:22:10Z'), at: '2026-11-20T15:22:00Z' }))
    vi.setSystemTime(Date.parse('2026-11-20T15:22:00Z') + off)
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    expect(undoable).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(9_900)
    expect(undoable).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(undoable).toHaveLength(0)
  })
  test('gives the ending back as it was chosen', async () => {
    writes(async () => message('2026-11-20T15:22:10Z'))
    vi.spyOn(api, 'undo').mockResolvedValue(message(null))
    const ending = { end: 'solved' as const, at: 5, preset: true }
    send('c1', 'Amara', { kind: 'reply', text: 'words', propose: true }, { ...draft, ending })
    await settle()
    await undo()
    expect(returned.get('c1')?.ending).toEqual(ending)
    expect(localDraft('c1')?.ending).toEqual(ending)
  })
  test('gives the words back to the composer and keeps them as a draft', async () => {
    writes(async () => message('2026-11-20T15:22:10Z'))
    const undone = vi.spyOn(api, 'undo').mockResolvedValue(message(null))
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    await undo()
    expect(undone).toHaveBeenCalledWith('m1')
    expect(returned.get('c1')?.html).toBe('<p>words</p>')
    expect(localDraft('c1')?.text).toBe('words')
  })
  test('keeps what was begun since, after the words that came back', async () => {
    writes(async () => message('2026-11-20T15:22:10Z'))
    vi.spyOn(api, 'undo').mockResolvedValue(message(null))
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    keepDraft('c1', { ...draft, html: '<p>next</p>', text: 'next' })
    await undo()
    expect(returned.get('c1')).toMatchObject({ html: '<p>words</p><p>next</p>', text: 'words\n\nnext' })
    expect(localDraft('c1')?.text).toBe('words\n\nnext')
  })
  test('too late says so and gives nothing back', async () => {
    writes(async () => message('2026-11-20T15:22:10Z'))
    vi.spyOn(api, 'undo').mockRejectedValue(new Problem(409, 'already_sent', ''))
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    await undo()
    expect(returned.has('c1')).toBe(false)
    expect(toasts.at(-1)).toMatchObject({ kind: 'problem' })
  })
  test('a note that the server does not hold offers no undo', async () => {
    writes(async () => message(null))
    send('c1', 'Amara', { kind: 'note', text: 'words' }, { ...draft, kind: 'note' })
    await settle()
    expect(undoable).toHaveLength(0)
  })
})

describe('a send that stops', () => {
  test('because somebody answered: the words are back, and the conversation is marked', async () => {
    writes(async () => { throw new Problem(409, 'answered_meanwhile', '') })
    send('c1', 'Amara', { kind: 'reply', text: 'words', seen: '41' }, draft)
    await settle()
    expect(overtaken.get('c1')).toBe('41')
    expect(returned.get('c1')?.text).toBe('words')
    expect(outbox.entries).toHaveLength(0)
  })
  test('after the page was loaded anew: the words still rest on what they rested on', async () => {
    writes(async () => { throw new Problem(409, 'answered_meanwhile', '') })
    outbox.add('c1', 'Amara', { kind: 'reply', text: 'words', seen: '41' })
    await outbox.flush()
    expect(returned.get('c1')?.seen).toBe('41')
    expect(localDraft('c1')?.seen).toBe('41')
  })
  test.each([
    [{}, 'nothing'],
    [{ propose: true }, 'solved'],
    [{ promise: { due_at: '2026-11-20T18:00:00.000Z', text: '' } }, 'update'],
  ])('after the page was loaded anew: %o comes back as "%s"', async (part, end) => {
    writes(async () => { throw new Problem(409, 'answered_meanwhile', '') })
    outbox.add('c1', 'Amara', { kind: 'reply', text: 'words', ...part })
    await outbox.flush()
    const ending = returned.get('c1')!.ending!
    expect(ending.end).toBe(end)
    expect(endingBody(ending)).toMatchObject('promise' in part ? { promise: { due_at: part.promise.due_at } } : part)
  })
  test('because it waited for too long: the words are back, and one is asked to look first', async () => {
    writes(async () => message(null))
    outbox.add('c1', 'Amara', { kind: 'reply', text: 'words' }).at = '2026-11-18T15:22:00Z'
    await outbox.flush()
    expect(returned.get('c1')?.text).toBe('words')
    expect(toasts.at(-1)!.text).toContain('They may have gone out')
  })
  test('for another reason: the words are back, and the reason is told', async () => {
    writes(async () => { throw new Problem(422, 'text_too_long', 'The text is too long.') })
    send('c1', 'Amara', { kind: 'reply', text: 'words' }, draft)
    await settle()
    expect(overtaken.has('c1')).toBe(false)
    expect(returned.get('c1')?.text).toBe('words')
    expect(toasts.at(-1)!.text).toContain('The text is too long.')
  })
})
