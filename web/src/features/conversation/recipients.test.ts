import { beforeEach, describe, expect, test } from 'vitest'
import { createApp, nextTick } from 'vue'
import { api } from '@/api'
import { install } from '@/api/mock'
import { items, message } from '@/api/mock/fixtures'
import { useRecipients, type Recipients as State } from '@/state/recipients'
import Delivery from './Delivery.vue'
import MessageView from './MessageView.vue'
import Recipients from './Recipients.vue'
import { session } from '@/state/session'

install()
const settled = () => new Promise((done) => setTimeout(done, 120))
let box: HTMLElement
async function shown(n: number): Promise<State> {
  const { contact, id } = items[n]!
  const { items: thread } = await api.messages(id)
  const state = useRecipients(id, () => thread, () => contact)
  createApp(Recipients, { recipients: state }).mount(box)
  await settled()
  return state
}
const button = (text: string) => [...box.querySelectorAll('button')].find((b) => b.textContent!.includes(text) || b.ariaLabel === text || b.getAttribute('aria-label') === text)!
const input = (line: string) => box.querySelector<HTMLInputElement>(`[data-line=${line}] input`)!
async function type(line: string, text: string, key = 'Enter'): Promise<void> {
  const field = input(line)
  field.value = text
  field.dispatchEvent(new Event('input'))
  field.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true }))
  await nextTick()
}
beforeEach(() => {
  session.now = { agent: { id: 'a1', name: 'Tomas', email: 't@x.example', role: 'agent' } } as typeof session.now
  document.body.innerHTML = ''
  box = document.createElement('div')
  document.body.append(box)
})

describe('this goes to', () => {
  test('the requester alone, with one click to everybody and back', async () => {
    const state = await shown(1)
    expect(box.querySelector('.goes')!.textContent).toBe('This goes to  Dorothy Hale')
    button('Reply to all (+2)').click()
    await nextTick()
    expect(box.querySelector('.goes')!.textContent).toContain('Cc Ruth Hale, care@parish.example')
    expect(state.now.chosen.cc).toHaveLength(2)
    button('Only to Dorothy Hale').click()
    await nextTick()
    expect(box.querySelector('.goes')!.textContent).not.toContain('Ruth')
  })
  test('a Reply-To that leads elsewhere is told, and told louder once it is used', async () => {
    await shown(1)
    expect(box.querySelector('.warn')!.textContent).toContain('dorothy@mai1.example')
    expect(box.querySelector('.warn.bad')).toBeNull()
    button('Change').click()
    await nextTick()
    await type('cc', 'dorothy@mai1.example')
    expect(box.querySelector('.warn.bad')).not.toBeNull()
  })
  test('people are added by keyboard and taken out, but never the requester', async () => {
    const state = await shown(0)
    button('Change').click()
    await nextTick()
    await nextTick()
    expect(document.activeElement).toBe(input('cc'))
    await type('cc', 'Ben Lund <ben@x.example>', ',')
    await type('bcc', 'eve@x.example')
    expect(state.now.chosen.cc).toEqual([{ name: 'Ben Lund', email: 'ben@x.example' }])
    expect(state.now.chosen.bcc).toEqual([{ name: '', email: 'eve@x.example' }])
    await type('bcc', '', 'Backspace')
    expect(state.now.chosen.bcc).toEqual([])
    button('Take out Ben Lund').click()
    await nextTick()
    expect(state.now.chosen.cc).toEqual([])
    await type('to', '', 'Backspace')
    expect(state.now.chosen.to).toHaveLength(1)
    await type('bcc', items[0]!.contact.email)
    expect(state.now.chosen.to).toHaveLength(1)
  })
  test('what is no address stays in its field and says so', async () => {
    const state = await shown(0)
    await type('cc', 'ben')
    expect(box.querySelector('[role=alert]')!.textContent).toBe('That is no e-mail address yet.')
    expect(input('cc').getAttribute('aria-invalid')).toBe('true')
    expect(input('cc').value).toBe('ben')
    expect(state.now.chosen.cc).toEqual([])
    await type('cc', 'ben@x.example')
    expect(box.querySelector('[role=alert]')).toBeNull()
  })
})

describe('what a message says of its recipients', () => {
  const address = (name: string) => ({ name, email: `${name.toLowerCase()}@x.example` })
  test('agents see To, Cc, Bcc and a Reply-To that differs', () => {
    const said = message({ kind: 'reply', text: 'Hi', to: [address('Ana')], cc: [address('Carol')], bcc: [address('Dan')] })
    createApp(MessageView, { message: said, conversation: 'c0', fresh: false }).mount(box)
    expect(box.querySelector('.by')!.textContent).toMatch(/to Ana, copy to Carol, in secret to Dan/)
    const mail = message({ kind: 'customer', text: 'Hi', author: { type: 'contact', id: 'p', ...address('Ana') }, reply_to: [address('Eve')] })
    const other = document.createElement('div')
    createApp(MessageView, { message: mail, conversation: 'c0', fresh: false }).mount(other)
    expect(other.querySelector('.by')!.textContent).toContain('asks to be answered at Eve')
  })
  test('each recipient has a truth of their own', () => {
    const delivery = { state: 'failed' as const, recipient: 'carol@x.example', answer: '550 no such user', at: null, next_attempt_at: null }
    const copies = [{ ...delivery, recipient: 'ana@x.example', state: 'sent' as const, answer: '250 ok' }, delivery]
    createApp(Delivery, { message: message({ kind: 'reply', text: 'Hi', delivery, copies }), conversation: 'c0' }).mount(box)
    const rows = [...box.querySelectorAll('.each li')].map((li) => li.textContent)
    expect(rows[0]).toMatch(/ana@x.example Taken by their server.*250 ok/)
    expect(rows[1]).toMatch(/^\s*Not delivered to carol@x.example.*550 no such user/)
  })
})
