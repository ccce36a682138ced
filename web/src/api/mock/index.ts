// `vite --mode mocked`: the whole workspace without a server. Never part of the product's bundle.
import { setWire } from '@/live'
import type { Wire } from '@/live/resume'
import { belongs, compare } from '@/state/views'
import { setTransport } from '../client'
import { setUploader } from '../upload'
import type { NewMessage, Sort, ViewId } from '..'
import type { components } from '../generated'
import * as f from './fixtures'

type S = components['schemas']
type Reply = { status: number; body?: unknown }
const me = f.agents[0]!
const ok = (body: unknown, status = 200): Reply => ({ status, body })
const refuse = (status: number, code: string, detail = ''): Reply => ({ status, body: { status, code, detail, title: code } })
const drafts = new Map<string, S['Draft']>([['c2', { kind: 'reply', html: '', text: 'We can repair it', attachments: [], updated_at: f.iso(-600_000) }]])
let wires: Wire[] = []
let position = 100
let fresh = new URLSearchParams(location.search).has('fresh')
let signedIn = !fresh && !new URLSearchParams(location.search).has('out')

function tell(fact: string, item: S['Item'] | null, message: string | null = null): void {
  const text = JSON.stringify({
    type: 'fact', position: String(++position), fact, conversation: item?.id ?? null, message, at: new Date().toISOString(), item,
    actor: { type: 'agent', id: me.id, name: me.name },
  })
  setTimeout(() => wires.forEach((w) => w.onmessage?.(text)), 60)
}
const session = (): S['Session'] => ({
  agent: me, csrf: 'csrf', position: String(position), workspace: { name: f.settings.workspace_name, time_zone: 'Europe/London', undo_seconds: 10, base_url: location.origin, takes_mail_on: '127.0.0.1:8025' },
})
const thread = (item: S['Item']) => (f.messages[item.id] ??= [f.message({
  kind: 'customer', text: item.excerpt, at: item.created_at, author: { type: 'contact', ...item.contact },
})])
function detail(item: S['Item']): S['Detail'] {
  return {
    ...item, position: String(position), participants: [{ contact: item.contact, role: 'requester' }], linked: [],
    proposal: item.state === 'proposed' ? { id: 'x', at: f.iso(-86_400_000), by: me, reminders: 0 } : null,
    previous: [{ id: 'c100', number: 901, subject: 'Tent pegs', state: 'solved', created_at: f.iso(-90 * 86_400_000) }],
    promises_kept: 4, promises_broken: item.promise?.state === 'broken' ? 1 : 0,
  }
}
function touch(item: S['Item'], change: Partial<S['Item']>): S['Item'] {
  Object.assign(item, change, { updated_at: new Date().toISOString() })
  tell('conversation_changed', { ...item })
  return item
}
function list(q: URLSearchParams): Reply {
  const view = (q.get('view') ?? 'all') as ViewId
  const fits = f.items.filter((i) => belongs(i, view, me.id) && (!q.get('inbox') || i.inbox?.id === q.get('inbox')))
  fits.sort(compare((q.get('sort') ?? 'number') as Sort))
  const from = Number(q.get('cursor') ?? 0)
  const to = from + Number(q.get('limit') ?? 50)
  return ok({ items: fits.slice(from, to), next: to < fits.length ? String(to) : null })
}
function views(): Reply {
  const ids: ViewId[] = ['my_promises', 'not_yet_heard', 'for_me', 'our_turn', 'their_turn', 'is_it_solved', 'solved', 'unconfirmed', 'spam', 'all']
  const late = (i: S['Item']) => i.promise && Date.parse(i.promise.due_at) < Date.now()
  const count = (id: ViewId) => f.items.filter((i) => belongs(i, id, me.id))
  return ok({ items: [...ids.map((id) => ({ id, count: count(id).length, late: id === 'my_promises' ? count(id).filter(late).length : 0 })), { id: 'drafts', count: drafts.size, late: 0 }] })
}
function write(item: S['Item'], body: NewMessage): Reply {
  if (body.text.includes('409')) return refuse(409, 'answered_meanwhile', 'Somebody answered.')
  const reply = body.kind === 'reply'
  const people = (list: NewMessage['to']) => (list ?? []).map((p) => (typeof p === 'string' ? { name: '', email: p } : { name: p.name ?? '', email: p.email }))
  const m = f.message({
    to: people(body.to), cc: people(body.cc), bcc: people(body.bcc), kind: body.kind, text: body.text, proposal: body.propose ? 'x' : null, html: body.html ?? '',
    delivery: reply ? { state: 'queued', recipient: null, answer: null, at: null, next_attempt_at: null } : null,
    undo_until: reply && body.undo_seconds ? new Date(Date.now() + body.undo_seconds * 1000).toISOString() : null,
  })
  thread(item).push(m)
  const promise = body.promise && { id: `pr${m.id}`, due_at: body.promise.due_at, text: body.promise.text ?? '', state: 'open' as const, warned: false }
  touch(item, { ...(promise ? { promise } : {}), ...(reply ? { answered: true, turn: 'customer' as const } : {}), ...(body.propose ? { state: 'proposed' as const } : {}) })
  if (reply) setTimeout(() => {
    if (!thread(item).includes(m)) return
    m.delivery = { state: 'sent', recipient: item.contact.email, answer: '250 2.0.0 Ok', at: new Date().toISOString(), next_attempt_at: null }
    m.undo_until = null
    tell('delivery_reported', item, m.id)
  }, (body.undo_seconds ?? 0) * 1000 + 800)
  return ok(m, 201)
}
/** Of the last mail, as the server does it. */
function recipients(item: S['Item']): S['RecipientSuggestion'] {
  const mail = thread(item).filter((m) => m.kind === 'customer').at(-1)!
  const to = [{ name: item.contact.name, email: item.contact.email }]
  const asked = mail.reply_to[0]
  return {
    reply: { to, cc: [], bcc: [] }, reply_all: { to, cc: mail.cc, bcc: [] }, default: 'reply',
    reply_to: asked ? { address: asked, use: 'elsewhere' } : null,
  }
}
function conversation(method: string, item: S['Item'], rest: string, body: never): Reply {
  const b = body as Record<string, string>
  switch (`${method} ${rest}`) {
    case 'GET ': return ok(detail(item))
    case 'PATCH ': {
      const who = f.agents.find((a) => a.id === b['assignee'])
      const change = { ...(body as object), ...('assignee' in b ? { assignee: who ? { id: who.id, name: who.name } : null } : {}) }
      if ('team' in b) Object.assign(change, { team: f.teams.find((x) => x.id === b['team']) ?? null })
      return ok(touch(item, change))
    }
    case 'GET /messages': return ok({ items: thread(item), next: null })
    case 'GET /recipients': return ok(recipients(item))
    case 'POST /messages': return write(item, body)
    case 'POST /proposal': return write(item, { kind: 'reply', text: b['text']!, propose: true })
    case 'POST /promises': touch(item, { promise: { id: 'new', due_at: b['due_at']!, text: b['text']!, state: 'open', warned: false } }); return ok(item.promise, 201)
    case 'POST /spam': touch(item, { state: 'spam' }); return { status: 204 }
    case 'DELETE /spam': touch(item, { state: 'open' }); return { status: 204 }
    case 'GET /history': return ok({ next: null, items: ['conversation_opened', 'message_received', 'reply_written', 'promise_made', 'something_new'].map((fact, n) => ({ position: String(n), at: f.iso(-n * 3e6), recorded_at: f.iso(-n * 3e6), fact, actor: { type: 'agent', id: 'a1', name: 'Tomas Varga' }, data: { due_at: f.iso(3e6) } })) })
    case 'GET /draft': return drafts.has(item.id) ? ok(drafts.get(item.id)) : ok({ kind: 'reply', html: '', text: '', attachments: [], updated_at: null })
    case 'PUT /draft': drafts.set(item.id, { ...(body as S['Draft']), attachments: [], updated_at: new Date().toISOString() }); return ok(drafts.get(item.id))
    case 'DELETE /draft': drafts.delete(item.id); return { status: 204 }
  }
  return refuse(404, 'not_found')
}
function search(q: string): Reply {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const mark = (text: string) => words.reduce((s, w) => s.replace(new RegExp(w.replace(/\W/g, '\\$&'), 'gi'), '\u0002$&\u0003'), text)
  const hits = f.items.filter((i) => words.every((w) => `${i.excerpt} ${i.contact.name} ${i.subject}`.toLowerCase().includes(w)))
  const hitOf = (i: (typeof hits)[number]) => {
    const subject = mark(i.subject)
    return { conversation: i, message: 'm1', kind: 'customer', author: { type: 'contact', ...i.contact }, at: i.last_customer_at ?? i.created_at, snippet: mark(i.excerpt), subject, subject_matches: subject !== i.subject }
  }
  return ok({ items: hits.slice(0, 30).map(hitOf), next: null, lag_facts: 0 })
}
async function answer(request: Request): Promise<Reply> {
  const url = new URL(request.url)
  const path = url.pathname.replace('/api/v1', '')
  const method = request.method
  const body = (method === 'GET' || method === 'DELETE' ? {} : await request.json().catch(() => ({}))) as never
  if (path === '/setup' && method === 'GET') return ok({ needs_owner: fresh })
  if (path === '/setup' || (path === '/session' && method === 'POST')) {
    if ((body as Record<string, string>)['password'] === 'wrong') return refuse(401, 'wrong_email_or_password')
    signedIn = true
    fresh = false
    return ok(session(), 201)
  }
  if (path === '/session' && method === 'DELETE') return (signedIn = false), { status: 204 }
  if (!signedIn) return refuse(401, 'not_signed_in')
  if (path === '/session') return ok(session())
  if (path === '/views') return views()
  if (path === '/agents') return method === 'GET' ? ok({ items: f.agents, next: null }) : (f.agents.push({ ...(body as S['Agent']), id: `a${f.agents.length + 1}`, active: true, teams: [] }), ok(f.agents.at(-1), 201))
  if (path === '/teams') return method === 'GET' ? ok({ items: f.teams, next: null }) : (f.teams.push({ ...(body as S['Team']), id: `t${f.teams.length + 1}` }), ok(f.teams.at(-1), 201))
  if (path === '/inboxes') return method === 'GET' ? ok({ items: f.inboxes, next: null }) : refuse(422, 'smtp_refused', '535 5.7.8 Error: authentication failed')
  if (path === '/blocks' && method === 'GET') return ok({ items: f.blocks, next: null })
  if (path === '/blocks') {
    const name = (body as { name: string }).name.toLowerCase()
    if (!name.includes('.')) return refuse(400, 'bad_name', 'Name an address or a domain.')
    f.blocks.unshift({ id: `b${f.blocks.length + 9}`, name, domain: !name.includes('@'), created_at: f.iso(0), by: { id: me.id, name: me.name } })
    tell('sender_blocked', null)
    return ok(f.blocks[0], 201)
  }
  if (path.startsWith('/blocks/')) return f.blocks.splice(f.blocks.findIndex((b) => path.endsWith(b.id)), 1), tell('sender_unblocked', null), { status: 204 }
  if (path === '/mail/held') return ok({ mails: 0, since: null })
  if (path === '/settings') return ok(method === 'GET' ? f.settings : Object.assign(f.settings, body))
  if (path === '/sessions') return ok({ items: [{ id: 's1', user_agent: navigator.userAgent, address: '203.0.113.7', created_at: f.iso(-9e8), seen_at: f.iso(0), current: true }, { id: 's2', user_agent: 'Mozilla/5.0 (iPhone) Safari', address: '198.51.100.4', created_at: f.iso(-9e8), seen_at: f.iso(-9e7), current: false }], next: null })
  if (path === '/tokens') return method === 'GET' ? ok({ items: [{ id: 'k1', name: 'Warehouse', created_at: f.iso(-9e9), last_used_at: f.iso(-9e6) }], next: null }) : ok({ id: 'k2', name: 'New', token: 'mg_9fQ2vX7kL0pZ' }, 201)
  if (path === '/drafts') return ok({ items: [...drafts].map(([id, d]) => ({ conversation: f.items.find((i) => i.id === id), updated_at: d.updated_at })), next: null })
  if (path === '/search') return search(url.searchParams.get('q') ?? '')
  if (path === '/conversations') return method === 'GET' ? list(url.searchParams) : ok(f.items[0], 201)
  const one = /^\/conversations\/([^/]+)(.*)$/.exec(path)
  if (one) {
    const item = f.items.find((i) => i.id === one[1])
    return item ? conversation(method, item, one[2]!, body) : refuse(404, 'not_found')
  }
  const read = /^\/messages\/([^/]+)\/(source|explain)$/.exec(path)
  const whole = read && Object.values(f.messages).flat().find((m) => m.id === read[1])
  if (whole) return ok(read[2] === 'source' ? f.source(whole) : f.explanation(whole))
  const msg = /^\/messages\/([^/]+)(\/retry)?$/.exec(path)
  for (const [id, list] of Object.entries(f.messages)) {
    const at = list.findIndex((m) => m.id === msg?.[1])
    if (at < 0) continue
    if (method === 'DELETE') return tell('reply_withdrawn', f.items.find((i) => i.id === id)!, msg![1]!), ok(list.splice(at, 1)[0])
    return (list[at]!.delivery = { state: 'queued', recipient: null, answer: null, at: null, next_attempt_at: null }), ok(list[at])
  }
  const contact = f.items.find((i) => path === `/contacts/${i.contact.id}`)?.contact
  if (contact) return ok(person(contact))
  const erased = f.items.find((i) => path === `/contacts/${i.contact.id}/erasure`)?.contact
  if (erased) return erase(erased, body as { confirmation: string; reason: S['ErasureReason'] })
  const promise = /^\/promises\/(.+)$/.exec(path)
  const owner = f.items.find((i) => i.promise && i.promise.id === promise?.[1])
  if (owner) return touch(owner, { promise: { ...owner.promise!, due_at: (body as { due_at: string }).due_at, state: 'open' } }), ok(owner.promise)
  return method === 'GET' ? refuse(404, 'not_found') : ok({})
}

const erasures = new Map<string, S['Erasure']>()
function person(contact: S['Contact']): S['Person'] {
  const erased = erasures.get(contact.id) ?? null
  return { ...contact, addresses: erased ? [] : [contact.email, 'a.okafor@work.example'], created_at: f.iso(-400 * 86_400_000), conversations: [], blocked: f.blocks.find((b) => b.name === contact.email) ?? null, erased }
}
/** As the server does it, all at once. */
function erase(contact: S['Contact'], want: { confirmation: string; reason: S['ErasureReason'] }): Reply {
  if (!erasures.has(contact.id) && ![contact.email, contact.name].includes(want.confirmation)) return refuse(400, 'not_confirmed', 'Type the person’s address or name as it stands here. Nothing was erased.')
  const by = { id: f.agents[0]!.id, name: f.agents[0]!.name }
  const done: S['Erasure'] = { state: 'finished', reason: want.reason, by, started_at: f.iso(0), finished_at: f.iso(0), conversations: 0, messages: 0, attachments: 0, mails: 1, cancelled: 0 }
  erasures.set(contact.id, done)
  for (const item of f.items.filter((i) => i.contact.id === contact.id)) {
    done.conversations++
    for (const m of f.messages[item.id] ?? []) {
      done.messages++
      Object.assign(m, { text: '', html: '', quoted: '', attachments: [], erased: { at: f.iso(0), by: by.name } })
    }
    touch(item, { contact: { id: contact.id, name: '', email: '' }, subject: '', excerpt: '', state: 'unconfirmed', turn: 'none', promise: null })
    tell('person_erased', item)
  }
  return ok(done, 202)
}

export function install(): void {
  setTransport(async (request) => {
    await new Promise((done) => setTimeout(done, 30))
    if (!navigator.onLine) throw new TypeError('offline')
    const { status, body } = await answer(request)
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' } })
  })
  setUploader(async (file, progress) => {
    for (let n = 1; n <= 5; n++) {
      await new Promise((done) => setTimeout(done, 80))
      progress(n / 5)
    }
    return { id: `u${Date.now()}`, name: file.name, type: file.type, size: file.size }
  })
  setWire(() => {
    const wire: Wire = { send: () => {}, close: () => (wires = wires.filter((w) => w !== wire)), onopen: null, onmessage: null, onclose: null }
    wires.push(wire)
    setTimeout(() => {
      if (!navigator.onLine) return wire.onclose?.()
      wire.onmessage?.(JSON.stringify({ type: 'hello', position: String(position) }))
      wire.onmessage?.(JSON.stringify({ type: 'presence', conversation: 'c0', agents: [{ id: 'a2', name: 'Kofi Asante', doing: 'reading' }] }))
      wire.onmessage?.(JSON.stringify({ type: 'presence', conversation: 'c1', agents: [{ id: 'a3', name: 'Ines Moreau', doing: 'writing' }] }))
    }, 40)
    return wire
  })
  addEventListener('offline', () => [...wires].forEach((w) => w.onclose?.()))
}
