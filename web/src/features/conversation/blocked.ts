import type { Block } from '@/api'
import { t } from '@/i18n'
import { words } from '@/parts/clock'

/** Who blocked this sender, and when. */
export function blockedBy(block: Block): string {
  const when = words.moment(block.created_at)
  if (!block.by) return t('block.by_nobody', { name: block.name, when })
  return t('block.by', { name: block.name, who: block.by.name, when })
}
