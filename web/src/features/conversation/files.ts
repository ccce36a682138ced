// Files on their way up: size checked here, progress shown, each can be stopped, tried again or taken out.
import { reactive, type Reactive } from 'vue'
import { MESSAGE_FILES_LIMIT, Problem, upload, UPLOAD_LIMIT, type Upload } from '@/api'
import { t } from '@/i18n'
import { explain } from '@/parts/explain'
import { bytes } from './bytes'

export interface Going { key: number; name: string; size: number; share: number; abort: AbortController }
/** What did not get up stays in sight, with why, until it is tried again or put away. */
export interface Failed { key: number; file: File; why: string; again: boolean }
/** The limit as people say it: 25 MB, though the server counts 25 MiB. */
const said = (limit: number): string => bytes((limit / 1024 / 1024) * 1_000_000)
const total = (files: { size: number }[]): number => files.reduce((sum, file) => sum + file.size, 0)
let last = 0

export function useFiles(done: () => void) {
  const files: Reactive<{ up: Upload[]; going: Going[]; failed: Failed[] }> = reactive({ up: [], going: [], failed: [] })
  function fail(file: File, why: string, again: boolean): void {
    files.failed.push({ key: ++last, file, why, again })
  }
  async function one(file: File): Promise<void> {
    if (file.size > UPLOAD_LIMIT) {
      return fail(file, t('files.too_big', { name: file.name, limit: said(UPLOAD_LIMIT) }), false)
    }
    if (total(files.up) + total(files.going) + file.size > MESSAGE_FILES_LIMIT) {
      return fail(file, t('files.too_much', { name: file.name, limit: said(MESSAGE_FILES_LIMIT) }), true)
    }
    files.going.push({ key: ++last, name: file.name, size: file.size, share: 0, abort: new AbortController() })
    const mine = files.going.at(-1)!
    try {
      files.up.push(await upload(file, (share) => (mine.share = share), mine.abort.signal))
      done()
    } catch (error) {
      if (error instanceof Problem) fail(file, t('files.failed', { name: file.name, why: explain(error) }), error.temporary)
      else if (!(error instanceof DOMException)) throw error
    } finally {
      files.going.splice(files.going.findIndex((g) => g.key === mine.key), 1)
    }
  }
  function putAway(key: number): void {
    files.failed = files.failed.filter((f) => f.key !== key)
  }
  return {
    files,
    add: (list: Iterable<File>) => [...list].forEach((file) => void one(file)),
    remove(id: string): void {
      files.up = files.up.filter((f) => f.id !== id)
      done()
    },
    putAway,
    again(failed: Failed): void {
      putAway(failed.key)
      void one(failed.file)
    },
  }
}
