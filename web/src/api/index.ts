// One function for each thing the workspace asks of the server.
import { http, take, uuid } from './client'
import type { components, paths } from './generated'

type S = components['schemas']
export type Item = S['Item']
export type Detail = S['Detail']
export type Message = S['Message']
/** The workspace always sends the words as plain text, too. */
export type NewMessage = S['NewMessage'] & { text: string }
export type Block = S['Block']
export type Explanation = S['Explanation']
export type RecipientSuggestion = S['RecipientSuggestion']
export type PromiseMade = S['Promise']
export type Session = S['Session']
export type Agent = S['Agent']
export type Team = S['Team']
export type Inbox = S['Inbox']
export type NewInbox = S['NewInbox']
export type Settings = S['Settings']
export type HeldMail = S['HeldMail']
export type Role = S['Role']
export type Priority = S['Priority']
export type ViewCount = S['ViewCount']
export type Upload = S['Upload']
export type Attachment = S['Attachment']
export type Draft = S['Draft']
export type Fact = S['HistoryFact']
export type Hit = S['Hit']
export type Person = S['Person']
export type Erasure = S['Erasure']
export type ErasureReason = S['ErasureReason']
export type Previous = S['Previous']
export type SignedInDevice = S['SignedInDevice']
export type Token = S['Token']
export type NewToken = S['NewToken']
export type ConversationState = S['State']

type ListQuery = NonNullable<paths['/api/v1/conversations']['get']['parameters']['query']>
export type ViewId = NonNullable<ListQuery['view']>
/** The orders that the workspace offers. */
export type Sort = Exclude<NonNullable<ListQuery['sort']>, '-number'>

export { Problem, csrfHeader, onSignedOut, setCsrf, uuid } from './client'
export { MESSAGE_FILES_LIMIT, upload, UPLOAD_LIMIT } from './upload'

const by = (id: string) => ({ path: { id } })
const once = (key?: string) => ({ header: { 'Idempotency-Key': key ?? uuid() } })
/** Members of the small lists (agents, teams, inboxes, tokens, sessions, drafts) come on one page. */
const WHOLE = 200

export const api = {
  setup: () => take(http.GET('/api/v1/setup')),
  createOwner: (body: S['FirstOwner']) => take(http.POST('/api/v1/setup', { body })),
  session: () => take(http.GET('/api/v1/session')),
  signIn: (email: string, password: string) => take(http.POST('/api/v1/session', { body: { email, password } })),
  signOut: () => take(http.DELETE('/api/v1/session')),
  devices: () => take(http.GET('/api/v1/sessions')),
  endDevice: (id: string) => take(http.DELETE('/api/v1/sessions/{id}', { params: by(id) })),
  tokens: () => take(http.GET('/api/v1/tokens')),
  addToken: (name: string) => take(http.POST('/api/v1/tokens', { params: once(), body: { name } })),
  endToken: (id: string) => take(http.DELETE('/api/v1/tokens/{id}', { params: by(id) })),
  password: (current: string, next: string) =>
    take(http.POST('/api/v1/password', { body: { current, new: next } })),

  agents: () => take(http.GET('/api/v1/agents')),
  addAgent: (body: S['NewAgent']) =>
    take(http.POST('/api/v1/agents', { params: once(), body })),
  changeAgent: (id: string, body: S['AgentChange']) =>
    take(http.PATCH('/api/v1/agents/{id}', { params: by(id), body })),
  teams: () => take(http.GET('/api/v1/teams')),
  addTeam: (body: S['NewTeam']) =>
    take(http.POST('/api/v1/teams', { params: once(), body })),
  changeTeam: (id: string, body: S['TeamChange']) =>
    take(http.PATCH('/api/v1/teams/{id}', { params: by(id), body })),
  inboxes: () => take(http.GET('/api/v1/inboxes')),
  addInbox: (body: NewInbox) => take(http.POST('/api/v1/inboxes', { params: once(), body })),
  changeInbox: (id: string, body: S['InboxChange']) =>
    take(http.PATCH('/api/v1/inboxes/{id}', { params: by(id), body })),
  settings: () => take(http.GET('/api/v1/settings')),
  changeSettings: (body: S['SettingsChange']) => take(http.PATCH('/api/v1/settings', { body })),

  heldMail: () => take(http.GET('/api/v1/mail/held')),
  decideHeld: (decision: 'send' | 'drop') =>
    take(http.POST('/api/v1/mail/held', { params: once(), body: { decision } })),

  views: () => take(http.GET('/api/v1/views')),
  conversations: (query: ListQuery) => take(http.GET('/api/v1/conversations', { params: { query } })),
  conversation: (id: string) => take(http.GET('/api/v1/conversations/{id}', { params: by(id) })),
  change: (id: string, body: S['ConversationChange']) =>
    take(http.PATCH('/api/v1/conversations/{id}', { params: by(id), body })),
  start: (body: S['NewConversation']) => take(http.POST('/api/v1/conversations', { params: once(), body })),
  messages: (id: string, cursor?: string, limit = WHOLE) =>
    take(http.GET('/api/v1/conversations/{id}/messages', {
      params: { ...by(id), query: cursor ? { limit, cursor } : { limit } },
    })),
  write: (id: string, body: NewMessage, key: string) =>
    take(http.POST('/api/v1/conversations/{id}/messages', { params: { ...by(id), ...once(key) }, body })),
  source: (message: string) => take(http.GET('/api/v1/messages/{id}/source', { params: by(message) })),
  explain: (message: string) => take(http.GET('/api/v1/messages/{id}/explain', { params: by(message) })),
  recipients: (id: string) => take(http.GET('/api/v1/conversations/{id}/recipients', { params: by(id) })),
  undo: (message: string) => take(http.DELETE('/api/v1/messages/{id}', { params: by(message) })),
  retry: (message: string) =>
    take(http.POST('/api/v1/messages/{id}/retry', { params: { ...by(message), ...once() } })),
  propose: (id: string, text: string) =>
    take(http.POST('/api/v1/conversations/{id}/proposal', { params: { ...by(id), ...once() }, body: { text } })),
  promise: (id: string, due_at: string, text: string) =>
    take(http.POST('/api/v1/conversations/{id}/promises', {
      params: { ...by(id), ...once() }, body: { due_at, text },
    })),
  movePromise: (promise: string, due_at: string, reason: string) =>
    take(http.PATCH('/api/v1/promises/{id}', { params: by(promise), body: { due_at, reason } })),
  spam: (id: string) => take(http.POST('/api/v1/conversations/{id}/spam', { params: { ...by(id), ...once() } })),
  notSpam: (id: string) => take(http.DELETE('/api/v1/conversations/{id}/spam', { params: by(id) })),
  history: (id: string, cursor?: string) =>
    take(http.GET('/api/v1/conversations/{id}/history', {
      params: { ...by(id), query: cursor ? { limit: 100, cursor } : { limit: 100 } },
    })),
  draft: (id: string) => take(http.GET('/api/v1/conversations/{id}/draft', { params: by(id) })),
  keepDraft: (id: string, body: S['NewDraft']) =>
    take(http.PUT('/api/v1/conversations/{id}/draft', { params: by(id), body })),
  dropDraft: (id: string) => take(http.DELETE('/api/v1/conversations/{id}/draft', { params: by(id) })),
  drafts: () => take(http.GET('/api/v1/drafts')),
  search: (q: string, cursor?: string) =>
    take(http.GET('/api/v1/search', { params: { query: cursor ? { q, cursor, limit: 30 } : { q, limit: 30 } } })),
  blocks: (cursor?: string) => take(http.GET('/api/v1/blocks', { params: { query: cursor ? { limit: 50, cursor } : { limit: 50 } } })),
  block: (name: string) => take(http.POST('/api/v1/blocks', { params: once(), body: { name } })),
  unblock: (id: string) => take(http.DELETE('/api/v1/blocks/{id}', { params: by(id) })),
  contact: (id: string) => take(http.GET('/api/v1/contacts/{id}', { params: by(id) })),
  erase: (id: string, confirmation: string, reason: ErasureReason) =>
    take(http.POST('/api/v1/contacts/{id}/erasure', { params: { ...by(id), ...once() }, body: { confirmation, reason } })),
}
