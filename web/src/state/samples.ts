// For tests only: one conversation, with what the test cares about.
import type { Item } from '@/api'

export function sample(part: Partial<Item> & { due?: string } = {}): Item {
  const { due, ...rest } = part
  return {
    id: 'c1', number: 1, subject: 's', state: 'open', turn: 'us', assignee: { id: 'me', name: 'Me' }, team: null,
    inbox: { id: 'i1', name: 'Hello', address: 'h@x.example' }, contact: { id: 'p1', name: 'Amara Okafor', email: 'a@x.example' },
    channel: 'email', excerpt: 'words', priority: 'normal', answered: true, not_yet: false, messages: 1,
    promise: due ? { id: 'pr', due_at: due, text: '', state: 'open', warned: false } : null,
    last_customer_at: null, waiting_since: null, created_at: '2026-11-01T00:00:00.000Z', updated_at: '2026-11-01T00:00:00.000Z', ...rest,
  }
}
