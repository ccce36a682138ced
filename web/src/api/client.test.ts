import { afterEach, expect, test } from 'vitest'
import { api, Problem } from '.'
import { http, onSignedOut, setTransport } from './client'

const asked: Request[] = []
let answer = () => new Response(JSON.stringify({ items: [], next: null }), { headers: { 'Content-Type': 'application/json' } })
setTransport(async (request) => (asked.push(request), answer()))
afterEach(() => void asked.splice(0))

test('a list is asked for by its path and query', async () => {
  expect(await api.conversations({ view: 'our_turn', sort: 'promise', limit: 50 })).toEqual({ items: [], next: null })
  expect(new URL(asked[0]!.url).pathname).toBe('/api/v1/conversations')
  expect(new URL(asked[0]!.url).search).toBe('?view=our_turn&sort=promise&limit=50')
})

test('what is written carries the key that makes it safe to repeat', async () => {
  await api.write('7', { kind: 'note', text: 'x' }, 'key-1')
  expect(new URL(asked[0]!.url).pathname).toBe('/api/v1/conversations/7/messages')
  expect(asked[0]!.headers.get('Idempotency-Key')).toBe('key-1')
  expect(await asked[0]!.json()).toEqual({ kind: 'note', text: 'x' })
})

test('a refusal is thrown as the server worded it', async () => {
  const said = { title: 'Conflict', status: 409, code: 'already_sent', detail: 'It has gone out.', errors: [] }
  answer = () => new Response(JSON.stringify(said), { status: 409, headers: { 'Content-Type': 'application/problem+json' } })
  await expect(api.undo('9')).rejects.toMatchObject({ status: 409, code: 'already_sent', detail: 'It has gone out.' })
  await expect(api.undo('9')).rejects.toBeInstanceOf(Problem)
})

test('a refusal of one member names it, as one of several members does', async () => {
  const said = { title: 'Bad Request', status: 400, code: 'bad_smtp_url', detail: 'Name the mail server.', pointer: '/smtp' }
  answer = () => new Response(JSON.stringify(said), { status: 400, headers: { 'Content-Type': 'application/problem+json' } })
  await expect(api.undo('9')).rejects.toMatchObject({ errors: [{ pointer: '/smtp', detail: 'Name the mail server.' }] })
})

test('a refusal for the value of an older session has the page look which one it is', async () => {
  let looked = 0
  onSignedOut(() => looked++)
  const said = (code: string) => () => new Response(JSON.stringify({ status: 403, code, detail: '' }), { status: 403, headers: { 'Content-Type': 'application/problem+json' } })
  answer = said('not_allowed')
  await expect(api.undo('9')).rejects.toMatchObject({ code: 'not_allowed' })
  expect(looked).toBe(0)
  answer = said('csrf')
  await expect(api.undo('9')).rejects.toMatchObject({ code: 'csrf' })
  expect(looked).toBe(1)
})

/** Never called: each line must be an error of the compiler, or the type check of the build fails. */
export function wrong(): unknown[] {
  return [
    // @ts-expect-error there is no such path
    http.GET('/api/v1/nothing'),
    // @ts-expect-error its id is missing
    http.GET('/api/v1/conversations/{id}'),
    // @ts-expect-error no such order
    http.GET('/api/v1/conversations', { params: { query: { sort: 'age' } } }),
    // @ts-expect-error no such member of the body
    http.POST('/api/v1/teams', { body: { nam: 'x' } }),
    // @ts-expect-error no such member of the answer
    api.agents().then((page) => page.items[0]!.nick),
  ]
}
