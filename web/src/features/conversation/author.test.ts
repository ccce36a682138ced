import { createApp } from 'vue'
import { expect, test } from 'vitest'
import { message } from '@/api/mock/fixtures'
import { addressBeside, posesAsAddress } from './author'
import MessageView from './MessageView.vue'

const ana = { type: 'contact', id: '7', name: 'Ana Lind', email: 'ana@customer.example' } as const

test('a name that looks like an address is known E21', () => {
  for (const name of ['ceo@corp.example', '"ceo@corp.example"', 'The CEO <ceo@corp.example>', 'ceo@corp.example (urgent)']) expect(posesAsAddress(name), name).toBe(true)
  for (const name of ['Ana Lind', 'Ana @ Fernhill', '@ana', 'Dr. Ana', '']) expect(posesAsAddress(name), name).toBe(false)
})
test('who is not the requester is shown with the real address, whatever the name says E21', () => {
  expect(addressBeside({ ...ana, id: '8', email: 'e@elsewhere.example' }, '7')).toBe('e@elsewhere.example')
  expect(addressBeside({ ...ana, name: 'ceo@corp.example' }, '7')).toBe('ana@customer.example')
  expect(addressBeside(ana, '7')).toBe('')
  expect(addressBeside({ ...ana, name: '' }, '8')).toBe('')
  expect(addressBeside({ ...ana, type: 'agent' }, '8')).toBe('')
})
test('the address stands in the thread E21', () => {
  const box = document.createElement('div')
  const spoofed = message({ kind: 'customer', text: 'Pay now.', author: { ...ana, name: 'ceo@corp.example', email: 'e@elsewhere.example' } })
  createApp(MessageView, { message: spoofed, conversation: 'c', fresh: false, requester: '7' }).mount(box)
  expect(box.querySelector('.from')!.textContent).toContain('e@elsewhere.example')
})
