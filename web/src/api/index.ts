// One function for each thing the workspace asks of the server.
import { http, take, uuid } from './client'
import type { components } from './types'

type S = components['schemas']
export type Item = S['Item']
export type Detail = S['Detail']
export type Message = S['Message']
export type NewMessage = S['NewMessage']
export type PromiseMade = S['Promise']
export type Session = S['Session']
export type Agent = S['Agent']
export type Team = S['Team']
export type Inbox = S['Inbox']
export type NewInbox = S['NewInbox']
export type Settings = S['Settings']
export type Role = S['Role']
export type Priority = S['Priority']
export type ViewId = S['ViewId']
export type ViewCount = S['ViewCount']
export type Sort = S['Sort']
export type Upload = S['Upload']
export type Attachment = S['Attachment']
export type Draft = S['Draft']
export type Fact = S['Fact']
export type Hit = S['Hit']
export type Person = S['Person']
export type Previous = S['Previous']
export type SignedInDevice = S['SignedInDevice']
export type Token = S['Token']
export type NewToken = S['NewToken']
export type ConversationState = S['State']

export { Problem, csrfHeader, onSignedOut, setCsrf, uuid } from './client'
export { upload, UPLOAD_LIMIT } from './upload'

const by = (id: string) => ({ path: { id } })
const once = (key?: string) => ({ 'Idempotency-Key': key ?? uuid() })
/** Members of the small lists (agents, teams, inboxes, tokens, sessions, drafts) come on one page. */
const WHOLE = 200

export const api = {
  setup: () => take(http.GET('/api/v1/setup')),
  createOwner: (body: { code: string; workspace: string; name: string; email: string; password: string }) =>
    take(http.POST('/api/v1/setup', { body })),
  session: () => take(http.GET('/api/v1/session')),
  signIn: (email: string, password: string) => take(http.POST('/api/v1/session', { body: { email, password } })),
  signOut: () => take(http.DELETE('/api/v1/session')),
  devices: () => take(http.GET('/api/v1/sessions')),
  endDevice: (id: string) => take(http.DELETE('/api/v1/sessions/{id}', { params: by(id) })),
  tokens: () => take(http.GET('/api/v1/tokens')),
  addToken: (name: string) => take(http.POST('/api/v1/tokens', { body: { name }, headers: once() })),
  endToken: (id: string) => take(http.DELETE('/api/v1/tokens/{id}', { params: by(id) })),
  password: (current: string, next: string) =>
    take(http.POST('/api/v1/password', { body: { current, new: next } })),

  agents: () => take(http.GET('/api/v1/agents')),
  addAgent: (body: { name: string; email: string; role: Role; password: string }) =>
    take(http.POST('/api/v1/agents', { body, headers: once() })),
  changeAgent: (id: string, body: Partial<Pick<Agent, 'name' | 'role' | 'active'>>) =>
    take(http.PATCH('/api/v1/agents/{id}', { params: by(id), body })),
  teams: () => take(http.GET('/api/v1/teams')),
  addTeam: (body: { name: string; members: string[] }) =>
    take(http.POST('/api/v1/teams', { body, headers: once() })),
  changeTeam: (id: string, body: Partial<Pick<Team, 'name' | 'members'>>) =>
    take(http.PATCH('/api/v1/teams/{id}', { params: by(id), body })),
  inboxes: () => take(http.GET('/api/v1/inboxes')),
  addInbox: (body: NewInbox) => take(http.POST('/api/v1/inboxes', { body, headers: once() })),
  changeInbox: (id: string, body: Partial<NewInbox>) =>
    take(http.PATCH('/api/v1/inboxes/{id}', { params: by(id), body })),
  settings: () => take(http.GET('/api/v1/settings')),
  changeSettings: (body: Partial<Settings>) => take(http.PATCH('/api/v1/settings', { body })),

  views: () => take(http.GET('/api/v1/views')),
  conversations: (query: {
    view?: string; inbox?: string; team?: string; sort?: Sort; limit?: number; cursor?: string
  }) => take(http.GET('/api/v1/conversations', { params: { query } })),
  conversation: (id: string) => take(http.GET('/api/v1/conversations/{id}', { params: by(id) })),
  change: (
    id: string,
    body: { subject?: string; assignee?: string | null; team?: string | null; priority?: Priority },
  ) => take(http.PATCH('/api/v1/conversations/{id}', { params: by(id), body })),
  start: (body: S['NewConversation']) => take(http.POST('/api/v1/conversations', { body, headers: once() })),
  messages: (id: string, cursor?: string, limit = WHOLE) =>
    take(http.GET('/api/v1/conversations/{id}/messages', {
      params: { ...by(id), query: cursor ? { limit, cursor } : { limit } },
    })),
  write: (id: string, body: NewMessage, key: string) =>
    take(http.POST('/api/v1/conversations/{id}/messages', { params: by(id), body, headers: once(key) })),
  undo: (message: string) => take(http.DELETE('/api/v1/messages/{id}', { params: by(message) })),
  retry: (message: string) =>
    take(http.POST('/api/v1/messages/{id}/retry', { params: by(message), headers: once() })),
  propose: (id: string, text: string) =>
    take(http.POST('/api/v1/conversations/{id}/proposal', { params: by(id), body: { text }, headers: once() })),
  promise: (id: string, due_at: string, text: string) =>
    take(http.POST('/api/v1/conversations/{id}/promises', {
      params: by(id), body: { due_at, text }, headers: once(),
    })),
  movePromise: (promise: string, due_at: string, reason: string) =>
    take(http.PATCH('/api/v1/promises/{id}', { params: by(promise), body: { due_at, reason } })),
  spam: (id: string) => take(http.POST('/api/v1/conversations/{id}/spam', { params: by(id), headers: once() })),
  notSpam: (id: string) => take(http.DELETE('/api/v1/conversations/{id}/spam', { params: by(id) })),
  history: (id: string, cursor?: string) =>
    take(http.GET('/api/v1/conversations/{id}/history', {
      params: { ...by(id), query: cursor ? { limit: 100, cursor } : { limit: 100 } },
    })),
  draft: (id: string) => take(http.GET('/api/v1/conversations/{id}/draft', { params: by(id) })),
  keepDraft: (id: string, body: { kind: 'reply' | 'note'; html: string; text: string; attachments: string[] }) =>
    take(http.PUT('/api/v1/conversations/{id}/draft', { params: by(id), body })),
  dropDraft: (id: string) => take(http.DELETE('/api/v1/conversations/{id}/draft', { params: by(id) })),
  drafts: () => take(http.GET('/api/v1/drafts')),
  search: (q: string, cursor?: string) =>
    take(http.GET('/api/v1/search', { params: { query: cursor ? { q, cursor, limit: 30 } : { q, limit: 30 } } })),
  contact: (id: string) => take(http.GET('/api/v1/contacts/{id}', { params: by(id) })),
}
