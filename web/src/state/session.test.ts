import { shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import { api, type Session } from '@/api'

const link = shallowRef('live')
vi.mock('@/live', () => ({ onFact: () => {}, onResync: () => {}, onBack: () => {}, startLive: () => {}, stopLive: () => {}, link }))
const { enter, me, session } = await import('./session')

const as = (id: string) => ({ agent: { id, name: '', email: '', role: 'agent' }, csrf: `csrf of ${id}`, position: '0' }) as unknown as Session
async function lineBreaks(): Promise<void> {
  link.value = 'waiting'
  await new Promise((done) => setTimeout(done))
  link.value = 'live'
  await new Promise((done) => setTimeout(done))
}

test('a page does not go on as somebody else who signed in in another tab', async () => {
  enter(as('1'))
  vi.spyOn(api, 'session').mockResolvedValue(as('1'))
  await lineBreaks()
  expect(session.status).toBe('in')
  vi.spyOn(api, 'session').mockResolvedValue(as('2'))
  await lineBreaks()
  expect(session.status).toBe('out')
  expect(me.value.id).toBe('')
})
