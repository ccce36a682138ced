// What words rest on: the newest message that stood there when they were begun. What comes in while one writes does not
// move it, also when it is shown at once: nobody reads the thread while typing. Only the writer does, by saying so.
import { watch } from 'vue'
import { newest, type Opened } from './conversation'
import type { LocalDraft } from './drafts'

type Stands = Pick<Opened, 'messages' | 'loaded'>

export function useBegun(opened: Stands) {
  let begun = false
  let seen: string | undefined
  /** When the words were written down, where they come without what they rest on (from another device). */
  let since: string | undefined

  /** While the thread is being read for the first time it is not known what stands there. */
  function settle(): void {
    if (!begun || seen !== undefined || !opened.loaded) return
    const at = since === undefined ? Infinity : Date.parse(since)
    seen = newest(opened.messages.filter((m) => Date.parse(m.at) <= at)) ?? newest(opened.messages)
  }
  watch(() => opened.loaded, settle, { flush: 'sync' })

  return {
    /** The newest message that the writer knew; the newest of all until the words rest on something. */
    seen: (): string | undefined => seen ?? newest(opened.messages),
    /** For keeping it with the words. */
    kept: (): string | undefined => seen,
    /** Words stand there now, or none any more. */
    follow(words: boolean): void {
      if (!words) seen = since = undefined
      begun = words
      settle()
    },
    /** Words that were begun elsewhere or earlier. */
    take(words: Pick<LocalDraft, 'seen' | 'since'>): void {
      begun = true
      seen = words.seen
      since = words.since
      settle()
    },
    /** The writer was shown what is new and goes on. */
    goOn(): void {
      seen = newest(opened.messages)
    },
  }
}
