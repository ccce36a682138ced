// The only place that speaks HTTP. Everything above gets typed data or a Problem that it can explain.
import createClient from 'openapi-fetch'
import type { components, paths } from './generated'

/** What went wrong, as the server said it (RFC 9457), or `status` 0 when no answer came. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: { pointer: string; detail: string }[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail || code)
  }
  get offline(): boolean {
    return this.status === 0
  }
  /** The same request may succeed later without a change by a person. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

type Transport = (request: Request) => Promise<Response>
let transport: Transport = (request) => fetch(request)
let csrf = ''
let signedOut: () => void = () => {}

export function setTransport(replacement: Transport): void {
  transport = replacement
}
export function setCsrf(token: string): void {
  csrf = token
}
export function csrfHeader(): Record<string, string> {
  return csrf ? { 'X-Makegood-Csrf': csrf } : {}
}
/** Called when a request that needed a session was told that there is none, or another one than this page's. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

async function carry(request: Request): Promise<Response> {
  if (request.method !== 'GET' && csrf) request.headers.set('X-Makegood-Csrf', csrf)
  let response: Response
  try {
    response = await transport(request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'no_answer', '')
  }
  if (response.status === 401 && !new URL(request.url).pathname.endsWith('/session')) signedOut()
  return response
}

export const http = createClient<paths>({ baseUrl: location.origin, fetch: carry, credentials: 'same-origin' })

export function problemFrom(response: Response, body: unknown): Problem {
  const said = (typeof body === 'object' && body ? body : {}) as components['schemas']['Problem']
  const after = Number(response.headers.get('Retry-After'))
  return new Problem(
    response.status,
    said.code ?? `http_${response.status}`,
    said.detail ?? said.title ?? '',
    // One fault is told beside the sentence for it, several in a list of their own.
    said.errors ?? (said.pointer ? [{ pointer: said.pointer, detail: said.detail ?? '' }] : []),
    Number.isFinite(after) && after > 0 ? after : null,
  )
}

/** Unwraps an answer of the client: the data, or throws a Problem. */
export async function take<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) {
    const problem = problemFrom(response, error)
    if (problem.code === 'csrf') signedOut()
    throw problem
  }
  return data as T
}

/** A version 4 UUID; `crypto.randomUUID` is missing on plain-http pages that are not localhost. */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
