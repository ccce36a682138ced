// Where the first run ends: where somebody waits, not at an empty list.
import type { Router } from 'vue-router'
import { api, Problem, type ViewCount } from '@/api'
import { MINE, EVERYONE } from '@/state/views'

export function firstView(items: readonly Pick<ViewCount, 'id' | 'count'>[]): string {
  const held = (view: string) => items.some((item) => item.id === view && item.count > 0)
  return [...MINE, ...EVERYONE].find((view) => view !== 'drafts' && held(view)) ?? MINE[0]
}

export async function toDesk(router: Router): Promise<void> {
  let view: string = MINE[0]
  try {
    view = firstView((await api.views()).items)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  await router.push(`/v/${view}`)
}
