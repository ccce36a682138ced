// A mail's sanitised HTML as a document for a sandboxed frame. The server has cleaned it; the frame runs no script
// and has no origin; the policy below is the third wall.

// The frame inherits the workspace's own policy, which knows no inline style sheet. Attributes of old HTML are no
// style in that sense, so they give the frame its margin, its type and its ground.
const BODY = 'bgcolor="#ffffff" text="#231b24" link="#6a2a5b" marginwidth="14" marginheight="12"'
const FACE = 'face="Source Sans 3 Variable, system-ui, Segoe UI, Roboto, sans-serif"'
/** Wider pictures are drawn as wide as the frame, px. */
const WIDEST = 560
const INLINE = /^\/api\/v1\/attachments\/[A-Za-z0-9_-]+$/

/** Paths of the images inside the mail that the server keeps; the frame has no cookie to ask for them itself. */
export function inlineImages(html: string): string[] {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return [...new Set([...page.images].map((i) => i.getAttribute('src') ?? '').filter((src) => INLINE.test(src)))]
}

export function mailDocument(html: string, inline: Map<string, string>, remote: boolean): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.images) {
    const src = image.getAttribute('src') ?? ''
    const from = image.getAttribute('data-remote-src')
    if (inline.has(src)) image.setAttribute('src', inline.get(src)!)
    else if (from && remote && /^https?:/.test(from)) image.setAttribute('src', from)
    else image.removeAttribute('src')
    image.removeAttribute('srcset')
    if (!(Number(image.getAttribute('width')) <= WIDEST)) image.removeAttribute('height')
    if (Number(image.getAttribute('width')) > WIDEST) image.setAttribute('width', '100%')
    image.setAttribute('referrerpolicy', 'no-referrer')
  }
  for (const link of page.links) link.setAttribute('rel', 'noopener noreferrer nofollow')
  for (const bad of page.querySelectorAll('script,iframe,object,embed,base,meta,link,form')) bad.remove()
  const images = remote ? 'data: https: http:' : 'data:'
  const policy = `default-src 'none'; img-src ${images}; style-src 'unsafe-inline'; form-action 'none'`
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank"></head><body ${BODY}><font ${FACE}>${page.body.innerHTML}</font></body></html>`
}

export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(blob)
  })
}
