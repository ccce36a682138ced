// Uploads go by XMLHttpRequest because fetch reports no progress of what it sends.
import { csrfHeader, Problem, uuid } from './client'
import type { components, paths } from './generated'

const PATH = '/api/v1/uploads' satisfies keyof paths
type Upload = paths[typeof PATH]['post']['responses'][201]['content']['application/json']
/** The largest file that the workspace offers to send, bytes. The server has the last word (413). */
export const UPLOAD_LIMIT = 25 * 1024 * 1024
/** All files of one message together, bytes. The server has the last word (attachments_too_large). */
export const MESSAGE_FILES_LIMIT = 25 * 1024 * 1024

type Send = (file: File, progress: (share: number) => void, signal: AbortSignal) => Promise<Upload>

const byXhr: Send = (file, progress, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${PATH}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', uuid())
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    request.onerror = () => reject(new Problem(0, 'no_answer', ''))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as Upload)
      const said = (request.response ?? {}) as components['schemas']['Problem']
      reject(new Problem(request.status, said.code ?? `http_${request.status}`, said.detail ?? said.title ?? ''))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })

let send: Send = byXhr
export function setUploader(replacement: Send): void {
  send = replacement
}
export const upload: Send = (file, progress, signal) => send(file, progress, signal)
