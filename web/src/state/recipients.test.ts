import { beforeEach, describe, expect, test, vi } from 'vitest'
import { reactive } from 'vue'
import { api, type Message, type RecipientSuggestion } from '@/api'
import { asBody, chosenIn, nobody, peopleIn, put, useRecipients, without } from './recipients'

const ana = { name: 'Ana', email: 'ana@customer.example' }
const carol = { name: 'Carol', email: 'carol@customer.example' }
const dan = { name: '', email: 'dan@elsewhere.example' }
const lists = (to: typeof ana[], cc: typeof ana[] = []) => ({ to, cc, bcc: [] })
const suggestion = (more: Partial<RecipientSuggestion> = {}): RecipientSuggestion => ({
  reply: lists([ana]), reply_all: lists([ana], [carol, dan]), default: 'reply', reply_to: null, ...more,
})
const settled = () => new Promise((done) => setTimeout(done))
const message = (id: string, kind: Message['kind'] = 'customer') => ({ id, kind, automatic: false }) as Message

describe('what is typed as people', () => {
  test.each([
    ['a@x.example', [{ name: '', email: 'a@x.example' }], ''],
    ['Ben Lund <b@x.example>, "C, D" <c@x.example>', [{ name: 'Ben Lund', email: 'b@x.example' }, { name: 'D', email: 'c@x.example' }], '"C'],
    ['a@x.example; b@x.example\nc@x.example', [{ name: '', email: 'a@x.example' }, { name: '', email: 'b@x.example' }, { name: '', email: 'c@x.example' }], ''],
    ['ben', [], 'ben'],
    ['a@x.example, ben@', [{ name: '', email: 'a@x.example' }], 'ben@'],
    [' , ', [], ''],
  ])('%j', (text, people, rest) => {
    const found = peopleIn(text)
    expect(found.rest).toBe(rest)
    expect(found.people.map((p) => p.email)).toEqual(people.map((p) => p.email))
  })
})

describe('lines', () => {
  test('somebody stands in one line only, however the address is written', () => {
    const chosen = put({ ...nobody(), to: [ana], cc: [carol] }, 'bcc', { name: '', email: 'CAROL@customer.example' })
    expect(chosen.cc).toEqual([])
    expect(chosen.bcc).toHaveLength(1)
    expect(without(chosen, 'carol@Customer.example').bcc).toEqual([])
  })
  test('as always is said by saying nothing', () => {
    expect(asBody({ ...nobody(), to: [ana] }, 'ANA@customer.example')).toEqual({})
    expect(asBody({ ...nobody(), to: [ana], bcc: [dan] }, ana.email)).toEqual({ to: [ana], cc: [], bcc: [dan] })
    expect(asBody({ ...nobody(), to: [{ name: '', email: 'orders@customer.example' }] }, ana.email).to).toHaveLength(1)
  })
  test('what was sent comes back with whom it named', () => {
    const all = { to: [ana], cc: [carol], bcc: [dan] }
    expect(chosenIn(asBody(all, ana.email))).toEqual(all)
    expect(chosenIn({})).toBeUndefined()
  })
})

describe('what is suggested', () => {
  let answer = suggestion()
  beforeEach(() => {
    answer = suggestion()
    vi.spyOn(api, 'recipients').mockImplementation(async () => answer)
  })
  const use = (messages: Message[] = [message('m1')]) => useRecipients('c1', () => messages, () => ana)

  test('the requester stands there before the server has answered', () => {
    expect(use().now.chosen.to).toEqual([ana])
  })
  test('nobody is left unnamed who is not sure to be the one shown', async () => {
    const it = use()
    expect(it.unnamed.value).toBe('')
    await settled()
    expect(it.unnamed.value).toBe(ana.email)
    answer = suggestion({ reply: lists([{ name: '', email: 'orders@customer.example' }]) })
    const other = use()
    await settled()
    expect(other.unnamed.value).toBe('')
  })
  test('strangers in Cc have to be asked for', async () => {
    const it = use()
    await settled()
    expect(it.way.value).toBe('reply')
    expect(it.more.value).toBe(2)
    it.choose('reply_all')
    expect(it.now.chosen.cc).toEqual([carol, dan])
    expect(it.way.value).toBe('reply_all')
  })
  test('those who have taken part before stay in', async () => {
    answer = suggestion({ default: 'reply_all' })
    const it = use()
    await settled()
    expect(it.now.chosen.cc).toEqual([carol, dan])
  })
  test('what an agent has chosen stays when somebody writes meanwhile, until it is sent', async () => {
    const messages = reactive([message('m1')])
    const it = use(messages)
    await settled()
    it.set({ to: [ana], cc: [dan], bcc: [] })
    answer = suggestion({ default: 'reply_all', reply_all: lists([ana], [carol]) })
    messages.push(message('m2'))
    await settled()
    expect(it.now.chosen.cc).toEqual([dan])
    expect(it.way.value).toBeNull()
    it.reset()
    expect(it.now.chosen.cc).toEqual([carol])
  })
  test('a note asks nothing anew', async () => {
    const messages = reactive([message('m1')])
    use(messages)
    await settled()
    messages.push(message('m2', 'note'))
    await settled()
    expect(api.recipients).toHaveBeenCalledTimes(1)
  })
})
