// A believable morning at Fernhill Supply, relative to the moment when the page was opened.
import type { components } from '../generated'

type S = components['schemas']
const start = Math.floor(Date.now() / 60_000) * 60_000
const MIN = 60_000
const H = 60 * MIN
const DAY = 24 * H
export const iso = (ms: number) => new Date(start + ms).toISOString()
const onTheHour = (hours: number) => Math.ceil((start + hours * H) / (30 * MIN)) * 30 * MIN - start

export const agents: S['Agent'][] = [
  { id: 'a1', name: 'Tomas Varga', email: 'tomas@fernhill.example', role: 'owner', active: true, teams: ['t1'] },
  { id: 'a2', name: 'Kofi Asante', email: 'kofi@fernhill.example', role: 'admin', active: true, teams: ['t1'] },
  { id: 'a3', name: 'Ines Moreau', email: 'ines@fernhill.example', role: 'agent', active: true, teams: ['t2'] },
  { id: 'a4', name: 'Lars Holm', email: 'lars@fernhill.example', role: 'agent', active: false, teams: [] },
]
export const teams: S['Team'][] = [
  { id: 't1', name: 'Payments', members: ['a1', 'a2'] }, { id: 't2', name: 'Repairs', members: ['a3'] },
]
export const inboxes: S['Inbox'][] = [
  {
    id: 'i1', address: 'hello@fernhill.example', aliases: ['support@fernhill.example'], name: 'Hello', team: null,
    smtp: 'smtp://mail.fernhill.example:587', smtp_user: 'hello', state: 'ok', last_read_at: iso(-3 * MIN), error: null,
  },
  {
    id: 'i2', address: 'returns@fernhill.example', aliases: [], name: 'Returns', team: 't2', state: 'ok',
    smtp: 'smtp://mail.fernhill.example:587', smtp_user: '', last_read_at: iso(-26 * H), error: null,
  },
]
export const settings: S['Settings'] = {
  workspace_name: 'Fernhill Supply', time_zone: 'Europe/London', first_answer_minutes: 240, acknowledge: true,
  reopen_days: 14, reminder_days: [2, 5], unconfirmed_days: 9, page_link_days: 365, warn_minutes: 30, undo_seconds: 10, spam_headers: true,
}

interface Seed {
  name: string; words: string; subject: string; age: number; due?: number; broken?: boolean; who?: string
  state?: S['State']; turn?: S['Turn']; channel?: S['Channel']; notYet?: boolean; answered?: boolean
  priority?: S['Priority']
}
const seeds: Seed[] = [
  { name: 'Amara Okafor', subject: 'Charged twice for order 48213', age: 2 * DAY + 5 * H, due: 38 * MIN, words: 'My rent goes out on Monday and you are holding the money for it.', priority: 'high' },
  { name: 'Dorothy Hale', subject: 'Collection of the parcel', age: 6 * DAY + H, due: -40 * MIN, broken: true, words: 'I am 81 and I cannot lift it back to the post office. Please just tell me who is coming.' },
  { name: 'Jonas Lindqvist', subject: 'Jacket zip', age: 3 * H + 10 * MIN, due: 23 * MIN, channel: 'page', words: 'The zip went on day two. I liked this jacket, I don’t want the money, I want the jacket.' },
  { name: 'Mei Tanaka', subject: 'Is the tent fireproof?', age: DAY + 4 * H, due: onTheHour(1.4), channel: 'page', words: 'Is the tent fireproof or just “resistant”? It’s for my kids so I need the real answer.' },
  { name: 'Luis Ortega', subject: 'Bent pole', age: 5 * DAY, due: onTheHour(2), notYet: true, words: 'It came! Thank you. The left pole is bent though, so not quite done.' },
  { name: 'Noah Adler', subject: 'Boot sizes', age: DAY + 2 * H, due: onTheHour(1.8), turn: 'customer', words: 'Third size I’ve tried. Either the chart is wrong or I am.' },
  { name: 'Nadia Rahman', subject: 'Charged twice too', age: DAY + 20 * H, due: 20 * H, words: 'I was charged twice. You told me to ask my bank. My bank told me to ask you.' },
  { name: 'Sofie Berg', subject: 'Sleeping bag', age: 9 * DAY, state: 'solved', turn: 'none', words: 'Sleeping bag is here and it’s warm. You did what you said.' },
  { name: 'Piotr Zieliński', subject: 'Why is there a second line?', age: 4 * DAY, state: 'unconfirmed', turn: 'none', words: 'Why is there a second line of £61 on my statement?' },
  { name: 'Sunita Rao', subject: 'Wrong colour', age: 2 * DAY, state: 'proposed', turn: 'customer', words: 'Please check again, the box says green and the rope is red.' },
  { name: 'Owen Hughes', subject: 'Stove recall', age: 50 * MIN, who: '', answered: false, due: 3 * H + 10 * MIN, words: 'I read about the stove recall. Is mine one of them? We leave on Friday.' },
  { name: 'Clara Jensen', subject: 'Invoice with the wrong name', age: 2 * H, who: '', answered: false, due: 2 * H, words: 'I see the invoice is made out to my late husband. I would rather not explain this twice.' },
  { name: 'Henry Whitlock', subject: 'Delivery window', age: 25 * MIN, who: '', answered: false, due: 3 * H + 35 * MIN, channel: 'page', words: 'The bank holiday moves the delivery, does it? I took the day off for Tuesday.' },
  { name: 'Priya Natarajan', subject: 'Gift card not arriving', age: 15 * MIN, who: '', answered: false, due: 3 * H + 45 * MIN, words: 'The birthday is tonight. The gift card has not come and the page only says “processing”.' },
]
const EXTRA = 140

function item(seed: Seed, n: number): S['Item'] {
  const assignee = seed.who === '' ? null : agents.find((a) => a.id === (seed.who ?? 'a1'))!
  return {
    id: `c${n}`, number: 1200 + n, subject: seed.subject, state: seed.state ?? 'open', turn: seed.turn ?? 'us',
    assignee: assignee && { id: assignee.id, name: assignee.name }, team: null,
    inbox: { id: 'i1', name: 'Hello', address: 'hello@fernhill.example' },
    contact: { id: `p${n}`, name: seed.name, email: `${seed.name.split(' ')[0]!.toLowerCase()}@mail.example` },
    channel: seed.channel ?? 'email', excerpt: seed.words, priority: seed.priority ?? 'normal',
    promise: seed.due === undefined ? null : {
      id: `pr${n}`, due_at: iso(seed.due), text: 'See the transfer arrive', state: seed.broken ? 'broken' : 'open', warned: false,
    },
    answered: seed.answered ?? true, not_yet: seed.notYet ?? false, messages: 3,
    last_customer_at: iso(-Math.min(seed.age, 2 * H)), waiting_since: iso(-Math.min(seed.age, 2 * H)),
    created_at: iso(-seed.age), updated_at: iso(-Math.min(seed.age, 2 * H)),
  }
}
export const items: S['Item'][] = seeds.map(item)
for (let n = 0; n < EXTRA; n++) {
  const like = seeds[n % seeds.length]!
  items.push(item({
    ...like, name: `${['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn'][n % 6]} ${['Stone', 'Rivers', 'Okoye', 'Lund', 'Marsh'][n % 5]}`,
    who: 'a3', turn: n % 2 ? 'customer' : 'us', age: (n + 2) * 7 * H, due: n % 3 ? (n + 5) * 5 * H : undefined, broken: false,
    state: n % 9 === 0 ? 'solved' : 'open', answered: true,
  }, 100 + n))
}

const amara = items[0]!.contact
let made = 0
export function message(part: Partial<S['Message']> & Pick<S['Message'], 'kind' | 'text'>): S['Message'] {
  return {
    id: `m${++made}`, author: { type: 'agent', id: 'a1', name: 'Tomas Varga', email: 'tomas@fernhill.example' }, quoted: '', html: '',
    has_remote_images: false, at: new Date().toISOString(), channel: 'email', attachments: [], delivery: null,
    undo_until: null, to: [], cc: [], bcc: [], reply_to: [], copies: [], automatic: false, system: null, erased: null, proposal: null, ...part,
  }
}
const from = (name: string) => {
  const a = agents.find((x) => x.name.startsWith(name))!
  return { type: 'agent' as const, id: a.id, name: a.name, email: a.email }
}
const person = { type: 'contact' as const, ...amara }
const sent = (at: number, answer = '250 2.0.0 Ok: queued as 4XyZ1k'): S['Delivery'] => ({ state: 'sent', recipient: 'amara@customer.example', answer, at: iso(at), next_attempt_at: null })
const html = '<p>You took <b>£248</b> twice and I’ve explained it three times.</p><p><img data-remote-src="https://example.com/logo.png" alt="Bank logo" width="120"></p><p>Three to five days is Wednesday. My rent goes out on Monday and you are holding the money for it.</p>'
export const messages: Record<string, S['Message'][]> = {
  c0: [
    message({ kind: 'customer', author: person, at: iso(-2 * DAY - 5 * H), text: 'Hi,\n\nyour shop charged me twice for order 48213, £248 each time. Please give one back.\n\nAmara' }),
    message({ kind: 'system', author: { type: 'system', id: null, name: 'Makegood', email: null }, system: 'acknowledgement', automatic: true, at: iso(-2 * DAY - 5 * H + MIN), text: 'We have your message, and a person will read it. You hear from us by 14:00, even if we have nothing new.', delivery: sent(-2 * DAY - 5 * H + MIN) }),
    message({ kind: 'reply', author: from('Ines'), at: iso(-2 * DAY - 2 * H), text: 'Dear Amara, thank you for writing. Could you send the order number?', delivery: sent(-2 * DAY - 2 * H) }),
    message({ kind: 'customer', author: person, at: iso(-DAY - 6 * H), text: 'It is in my first message. 48213.', quoted: 'On Tuesday Ines wrote:\n> Dear Amara, thank you for writing. Could you send the order number?' }),
    message({ kind: 'reply', author: from('Kofi'), at: iso(-DAY - 3 * H), text: 'Card refunds take three to five working days.', delivery: sent(-DAY - 3 * H) }),
    message({ kind: 'customer', author: person, at: iso(-6 * H), html, has_remote_images: true, text: 'You took £248 twice and I’ve explained it three times. Three to five days is Wednesday. My rent goes out on Monday and you are holding the money for it.', attachments: [{ id: 'f1', name: 'statement-november.pdf', type: 'application/pdf', size: 183_204, inline: false, url: '/api/v1/attachments/f1' }] }),
    message({ kind: 'note', author: from('Kofi'), at: iso(-4 * H - 29 * MIN), text: 'The second charge is real: capture retried after the checkout timed out. A card refund can’t land before Wednesday. A bank transfer arrives tonight.' }),
    message({ kind: 'reply', author: from('Tomas'), at: iso(-4 * H - 24 * MIN), text: 'You’re right, and Wednesday is no use to you. We did take it twice; it was our checkout, not anything you did. You shouldn’t have had to say it three times.\n\nThere are three honest ways to do this. I’ll write by 13:00 whichever you pick.', delivery: sent(-4 * H - 23 * MIN) }),
    message({ kind: 'customer', author: person, channel: 'page', at: iso(-2 * H - 2 * MIN), text: 'I picked the transfer. Thank you for not pretending. My rent goes out on Monday and you are holding the money for it.' }),
  ],
  c1: [
    message({
      kind: 'customer', author: { type: 'contact', ...items[1]!.contact }, at: iso(-6 * DAY), text: items[1]!.excerpt,
      to: [{ name: 'Hello', email: 'hello@fernhill.example' }], cc: [{ name: 'Ruth Hale', email: 'ruth@mail.example' }, { name: '', email: 'care@parish.example' }],
      reply_to: [{ name: '', email: 'dorothy@mai1.example' }],
    }),
    message({ kind: 'reply', at: iso(-5 * DAY), text: 'Dear Mrs Hale, a driver comes on Thursday before noon.', delivery: { state: 'failed', recipient: 'dorothy@mail.example', answer: '550 5.1.1 <dorothy@mail.example>: Recipient address rejected: User unknown', at: iso(-5 * DAY), next_attempt_at: null } }),
    message({ kind: 'system', author: { type: 'system', id: null, name: 'Makegood', email: null }, system: 'bounce', automatic: true, at: iso(-5 * DAY + MIN), to: [{ name: 'Dorothy Hale', email: 'dorothy@mail.example' }], text: 'I could not deliver your message to dorothy@mail.example.' }),
  ],
}

const RAW = 'From: Amara Okafor <amara@customer.example>\nTo: help@desk.example\nSubject: Charged twice\nAuthentication-Results: mx.desk.example; dmarc=pass header.from=customer.example'
export const source = (m: S['Message']): S['Source'] => ({ head: RAW, body: `${m.text}\n\n<script>alert(1)</script>`, size: 612_000, cut: true })
const reason = (code: string, value = '') => ({ code, value, words: code })
export const explanation = (m: S['Message']): S['Explanation'] => ({
  placed: { by: 'signed_id', value: 'mg.abc@desk.example', words: 'It answers a mail of ours.', answers: null, stranger: false },
  blocked: null,
  mail: m.channel !== 'email' ? null : {
    automatic: false, from_list: false, automatic_because: [], hidden_files: [{ name: 'signature.asc', type: 'application/pgp-signature', reason: reason('hidden_signature') }],
    folds: [{ kind: 'signature', line: 'Sent from my iPhone', reason: reason('signature_footer') }],
    repaired: [reason('charset_guessed', 'windows-1252')], reported: [], spam: [], text: '',
    authentication: [{ server: 'mx.desk.example', method: 'dmarc', result: 'pass', about: 'header.from=customer.example' }],
  },
})
export const blocks: S['Block'][] = [{ id: 'b1', name: 'bargains.example', domain: true, created_at: iso(-9e8), by: { id: 'a1', name: 'Tomas Varga' } }]
