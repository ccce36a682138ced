// Files on their way up: size checked here, progress shown, each can be stopped or taken out again.
import { reactive, type Reactive } from 'vue'
import { Problem, upload, UPLOAD_LIMIT, type Upload } from '@/api'
import { t } from '@/i18n'
import { explain } from '@/parts/explain'
import { say } from '@/state/toasts'
import { bytes } from './bytes'

export interface Going { key: number; name: string; size: number; share: number; abort: AbortController }
let last = 0

export function useFiles(done: () => void) {
  const files: Reactive<{ up: Upload[]; going: Going[] }> = reactive({ up: [], going: [] })
  async function one(file: File): Promise<void> {
    if (file.size > UPLOAD_LIMIT) {
      return say('problem', t('files.too_big', { name: file.name, limit: bytes(UPLOAD_LIMIT) }))
    }
    files.going.push({ key: ++last, name: file.name, size: file.size, share: 0, abort: new AbortController() })
    const mine = files.going.at(-1)!
    try {
      files.up.push(await upload(file, (share) => (mine.share = share), mine.abort.signal))
      done()
    } catch (error) {
      if (error instanceof Problem) say('problem', t('files.failed', { name: file.name, why: explain(error) }))
      else if (!(error instanceof DOMException)) throw error
    } finally {
      files.going.splice(files.going.findIndex((g) => g.key === mine.key), 1)
    }
  }
  return {
    files,
    add: (list: Iterable<File>) => [...list].forEach((file) => void one(file)),
    remove(id: string): void {
      files.up = files.up.filter((f) => f.id !== id)
      done()
    },
  }
}
