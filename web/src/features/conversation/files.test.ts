import { afterEach, expect, test, vi } from 'vitest'
import { Problem, UPLOAD_LIMIT, type Upload } from '@/api'
import { setUploader } from '@/api/upload'
import { useFiles } from './files'

const file = (name: string, size = 3) => {
  const made = new File(['abc'], name)
  Object.defineProperty(made, 'size', { value: size })
  return made
}
const stored = (of: File): Upload => ({ id: `u-${of.name}`, name: of.name, type: '', size: of.size })
const settled = () => vi.waitFor(() => expect(made.files.going).toEqual([]))
let kept = vi.fn()
let made: ReturnType<typeof useFiles>
function begin(send: (of: File) => Promise<Upload>): void {
  kept = vi.fn()
  setUploader((of) => send(of))
  made = useFiles(kept)
}
afterEach(() => setUploader(() => Promise.reject(new Error('no test'))))

test('a file that is too large is refused at once, with the limit as people say it', () => {
  begin((of) => Promise.resolve(stored(of)))
  made.add([file('film.mov', UPLOAD_LIMIT + 1)])
  expect(made.files.failed).toMatchObject([{ again: false, why: expect.stringContaining('25 MB') as string }])
  expect(made.files.going).toEqual([])
})

test('files that are too much together are refused at once, and fit when another is taken out', async () => {
  begin((of) => Promise.resolve(stored(of)))
  made.add([file('a.zip', UPLOAD_LIMIT - 10), file('b.zip', 10), file('c.zip', 1)])
  await settled()
  expect(made.files.up.map((up) => up.name)).toEqual(['a.zip', 'b.zip'])
  expect(made.files.failed).toMatchObject([{ again: true, why: expect.stringContaining('25 MB') as string }])
  made.remove('u-b.zip')
  made.again(made.files.failed[0]!)
  await settled()
  expect(made.files.up.map((up) => up.name)).toEqual(['a.zip', 'c.zip'])
})

test('what the server could not take stays in sight and can be tried again', async () => {
  let tries = 0
  begin((of) => (tries++ ? Promise.resolve(stored(of)) : Promise.reject(new Problem(503, 'busy', ''))))
  made.add([file('a.pdf')])
  await settled()
  expect(made.files.failed).toMatchObject([{ again: true, why: expect.stringContaining('a.pdf') as string }])
  expect(kept).not.toHaveBeenCalled()
  made.again(made.files.failed[0]!)
  expect(made.files.failed).toEqual([])
  await settled()
  expect(made.files.up).toMatchObject([{ name: 'a.pdf' }])
  expect(kept).toHaveBeenCalledOnce()
})

test('what the server refuses for good is not offered again, and can be put away', async () => {
  begin(() => Promise.reject(new Problem(413, 'too_large', 'At most 25 MB.')))
  made.add([file('b.pdf')])
  await settled()
  expect(made.files.failed).toMatchObject([{ again: false }])
  made.putAway(made.files.failed[0]!.key)
  expect(made.files.failed).toEqual([])
})

test('one that is stopped leaves nothing behind', async () => {
  begin(() => Promise.reject(new DOMException('aborted', 'AbortError')))
  made.add([file('c.pdf')])
  await settled()
  expect(made.files).toMatchObject({ up: [], failed: [] })
})
