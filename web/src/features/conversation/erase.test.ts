import { beforeEach, describe, expect, test } from 'vitest'
import { createApp, nextTick, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { api, type Detail } from '@/api'
import { install } from '@/api/mock'
import { items, message } from '@/api/mock/fixtures'
import { session } from '@/state/session'
import { factWords } from './facts'
import EraseDialog from './EraseDialog.vue'
import MessageView from './MessageView.vue'
import PersonTab from './PersonTab.vue'

install()
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) { this.open = true }
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) { this.open = false; this.dispatchEvent(new Event('close')) }

function mount(part: Component, props: Record<string, unknown>): HTMLElement {
  const box = document.createElement('div')
  document.body.append(box)
  createApp(part, props).use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })).mount(box)
  return box
}
const settled = () => new Promise((done) => setTimeout(done, 250))
const detailOf = async (n: number): Promise<Detail> => api.conversation(items[n]!.id)
const as = (role: 'owner' | 'admin' | 'agent') => {
  session.now = { agent: { id: 'a1', name: 'Tomas', email: 't@x.example', role } } as typeof session.now
}
async function type(text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('dialog input')!
  field.value = text
  field.dispatchEvent(new Event('input'))
  await nextTick()
  document.querySelector('dialog form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settled()
}
beforeEach(() => { document.body.innerHTML = '' })

describe('erasing a person', () => {
  test('only admins and owners are offered it', async () => {
    const detail = await detailOf(0)
    for (const role of ['agent', 'admin', 'owner'] as const) {
      as(role)
      const box = mount(PersonTab, { detail })
      await settled()
      expect(box.textContent!.includes('Erase this person'), role).toBe(role !== 'agent')
    }
  })
  test('the dialog says what goes and what stays, and its field has a name', async () => {
    mount(EraseDialog, { detail: await detailOf(1) })
    await nextTick()
    const dialog = document.querySelector('dialog')!
    for (const words of ['Their name and addresses', 'Numbers and times', 'Old backups']) expect(dialog.textContent).toContain(words)
    const field = dialog.querySelector('input')!
    expect(dialog.querySelector(`label[for="${field.id}"]`)!.textContent).toContain(items[1]!.contact.email)
    expect(dialog.querySelector('form')!.contains(document.activeElement), 'the form has the focus').toBe(true)
  })
  test('nothing happens until the address is typed', async () => {
    const detail = await detailOf(2)
    mount(EraseDialog, { detail })
    await nextTick()
    await type('somebody@else.example')
    expect(document.querySelector('[role=alert]')!.textContent).toContain('Nothing was erased')
    expect((await api.contact(detail.contact.id)).erased).toBeNull()
  })
  test('with the address the person goes, and the panel tells the outcome', async () => {
    const detail = await detailOf(3)
    mount(EraseDialog, { detail })
    await nextTick()
    await type(` ${detail.contact.email.toUpperCase()} `.toLowerCase())
    expect((await api.contact(detail.contact.id)).erased?.state).toBe('finished')
    const now = await detailOf(3)
    expect(now.contact.email).toBe('')
    expect(now.state).toBe('unconfirmed')
    as('owner')
    const box = mount(PersonTab, { detail: now })
    await settled()
    expect(box.textContent).toContain('Erased person')
    expect(box.textContent).toContain('This person was erased')
    expect(box.textContent).not.toContain('Erase this person')
    expect(box.querySelector('a[href^="mailto:"]')).toBeNull()
  })
})

describe('an erased message', () => {
  const erased = { at: '2026-11-21T09:00:00.000Z', by: 'Ines' }
  test('says when and by whom instead of words, and offers nothing of them', () => {
    for (const kind of ['customer', 'reply', 'note', 'system'] as const) {
      const box = mount(MessageView, { message: message({ kind, text: '', erased }), conversation: 'c', fresh: false })
      expect(box.textContent, kind).toMatch(/Erased on .* by Ines/)
      expect(box.querySelector('a[download]'), kind).toBeNull()
    }
  })
  test('names the operator when no agent did it', () => {
    const box = mount(MessageView, { message: message({ kind: 'customer', text: '', erased: { ...erased, by: null } }), conversation: 'c', fresh: false })
    expect(box.textContent).toContain('by whoever runs the server')
  })
  test('the log has a sentence for it', () => {
    const fact = { position: '1', at: erased.at, recorded_at: erased.at, fact: 'person_erased', actor: { type: 'agent' as const, id: 'a1', name: 'Ines' }, data: {} }
    expect(factWords(fact)).toBe('Ines erased a person; the words are gone')
  })
})
