import { beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api'
import { decideHeld, held, loadHeld } from './held'

beforeEach(() => {
  vi.restoreAllMocks()
  Object.assign(held, { mails: 0, since: null })
})

describe('mail on hold', () => {
  it('is what the server says', async () => {
    vi.spyOn(api, 'heldMail').mockResolvedValue({ mails: 3, since: '2026-11-22T09:00:00.000Z' })
    await loadHeld()
    expect(held).toEqual({ mails: 3, since: '2026-11-22T09:00:00.000Z' })
  })

  it('is decided in as many turns as the server takes', async () => {
    Object.assign(held, { mails: 450, since: '2026-11-22T09:00:00.000Z' })
    const left = [250, 50, 0]
    const decide = vi.spyOn(api, 'decideHeld')
      .mockImplementation(async () => ({ mails: left.shift()!, since: null }))
    await decideHeld('drop')
    expect(decide.mock.calls).toEqual([['drop'], ['drop'], ['drop']])
    expect(held.mails).toBe(0)
  })

  it('asks no further when nothing moves, and never when nothing is held', async () => {
    const decide = vi.spyOn(api, 'decideHeld').mockResolvedValue({ mails: 5, since: null })
    await decideHeld('send')
    expect(decide).not.toHaveBeenCalled()
    held.mails = 5
    await decideHeld('send')
    expect(decide).toHaveBeenCalledTimes(1)
  })
})
