import { createApp } from 'vue'
import { expect, test } from 'vitest'
import type { Detail, Message } from '@/api'
import { items, message } from '@/api/mock/fixtures'
import Heard from './Heard.vue'

function shown(change: Partial<Detail>, messages: Message[]): HTMLElement {
  const box = document.createElement('div')
  const detail = { ...items[0]!, promises_broken: 0, ...change }
  createApp(Heard, { detail, messages }).mount(box)
  return box
}
const ours = message({ kind: 'reply', text: 'Your parcel is back with us. Which address may we use?' })

test('the words of somebody who wrote are shown as theirs', () => {
  const box = shown({ excerpt: 'Where is my parcel?', last_customer_at: '2026-11-22T10:00:00.000Z' }, [])
  expect(box.querySelector('blockquote')!.textContent).toContain('Where is my parcel?')
})
test('our own words are never shown as theirs', () => {
  const box = shown({ excerpt: ours.text, last_customer_at: null }, [ours])
  expect(box.querySelector('blockquote')).toBeNull()
  expect(box.textContent).not.toContain('Which address')
  expect(box.textContent).toContain('has not written yet')
})
