// The HTTP API's shapes, in the layout that openapi-typescript gives (paths, components), so that its output
// can take this file's place. Ids are strings; times are RFC 3339 in UTC.

type Json<T> = { content: { 'application/json': T } }
type Failure = { default: { content: { 'application/problem+json': components['schemas']['Problem'] } } }
type Params<P, Q> = {
  parameters: { query?: Q; header?: never; cookie?: never } & ([P] extends [never] ? { path?: never } : { path: P })
}
type Read<T, P = never, Q = never> = Params<P, Q> & { requestBody?: never; responses: { 200: Json<T> } & Failure }
type Write<B, T, P = never, Q = never> = Params<P, Q> & {
  requestBody: { content: { 'application/json': B } }
  responses: { 200: Json<T>; 201: Json<T> } & Failure
}
type Act<T, P = never> = Params<P, never> & { requestBody?: never; responses: { 200: Json<T> } & Failure }
type ById = { id: string }
type Page = { limit?: number; cursor?: string }
type List<T> = { items: T[]; next: string | null }
type S = components['schemas']

export interface components {
  schemas: {
    Problem: {
      type?: string; title?: string; status?: number; detail?: string; code?: string
      errors?: { pointer: string; detail: string }[]
    }
    Role: 'owner' | 'admin' | 'agent'
    Session: {
      agent: { id: string; name: string; email: string; role: S['Role'] }
      csrf: string
      workspace: { name: string; time_zone: string; undo_seconds: number; base_url: string }
      position: string
    }
    SignedInDevice: {
      id: string; user_agent: string; address: string; created_at: string; seen_at: string; current: boolean
    }
    Token: { id: string; name: string; created_at: string; last_used_at: string | null }
    NewToken: { id: string; name: string; token: string }
    Agent: { id: string; name: string; email: string; role: S['Role']; active: boolean; teams: string[] }
    Team: { id: string; name: string; members: string[] }
    Inbox: {
      id: string; address: string; aliases: string[]; name: string; smtp: string; smtp_user: string
      team: string | null; state: 'ok' | 'failing' | 'silent'; last_read_at: string | null; error: string | null
    }
    NewInbox: {
      address: string; name: string; smtp: string; smtp_user?: string; smtp_password?: string; team?: string | null
    }
    Settings: {
      workspace_name: string; time_zone: string; first_answer_minutes: number; acknowledge: boolean
      reopen_days: number; reminder_days: number[]; unconfirmed_days: number; page_link_days: number
      warn_minutes: number
    }
    State: 'open' | 'snoozed' | 'proposed' | 'solved' | 'unconfirmed' | 'spam' | 'merged'
    Turn: 'us' | 'customer' | 'third_party' | 'none'
    Priority: 'low' | 'normal' | 'high' | 'urgent'
    Channel: 'email' | 'page' | 'api'
    Named: { id: string; name: string }
    Contact: { id: string; name: string; email: string }
    Promise: { id: string; due_at: string; text: string; state: 'open' | 'kept' | 'broken'; warned: boolean }
    Item: {
      id: string; number: number; subject: string; state: S['State']; turn: S['Turn']
      assignee: S['Named'] | null; team: S['Named'] | null; inbox: { id: string; name: string; address: string }
      contact: S['Contact']; channel: S['Channel']; excerpt: string; priority: S['Priority']
      promise: S['Promise'] | null; answered: boolean; not_yet: boolean; messages: number
      last_customer_at: string | null; waiting_since: string | null; created_at: string; updated_at: string
    }
    Previous: { id: string; number: number; subject: string; state: S['State']; created_at: string }
    Detail: S['Item'] & {
      position: string
      participants: { contact: S['Contact']; role: 'requester' | 'cc' }[]
      proposal: { id: string; at: string; by: S['Named'] | string | null; reminders: number } | null
      linked: { id: string; number: number; subject: string; relation: 'continues' | 'continued_by' }[]
      previous: S['Previous'][]
      promises_kept: number; promises_broken: number; page_url: string | null
    }
    Attachment: { id: string; name: string; type: string; size: number; inline: boolean; url: string }
    Delivery: {
      state: 'queued' | 'sent' | 'deferred' | 'failed'; answer: string | null; at: string | null
      next_attempt_at: string | null
    }
    Address: { name: string; email: string }
    Message: {
      id: string; kind: 'customer' | 'reply' | 'note' | 'system'
      author: { type: 'contact' | 'agent' | 'system'; id: string | null; name: string; email: string | null }
      text: string; quoted: string; html: string; has_remote_images: boolean; at: string; channel: S['Channel']
      attachments: S['Attachment'][]; delivery: S['Delivery'] | null; undo_until: string | null
      to: S['Address'][]; cc: S['Address'][]; automatic: boolean
      system: 'acknowledgement' | 'reminder' | 'proposal' | null
    }
    NewMessage: {
      kind: 'reply' | 'note'; text: string; html?: string; attachments?: string[]; undo_seconds?: number
      promise?: { due_at: string; text: string }; propose?: boolean; seen?: string
    }
    NewConversation: { inbox: string; contact: S['Address']; subject: string; text: string }
    Upload: { id: string; name: string; type: string; size: number }
    Fact: {
      position: string; at: string; recorded_at: string; fact: string
      actor: { type: string; id: string | null; name: string } | null; data: Record<string, unknown>
    }
    Draft: { kind: 'reply' | 'note'; html: string; text: string; attachments: S['Upload'][]; updated_at: string }
    DraftRow: { conversation: S['Item']; updated_at: string }
    ViewId:
      | 'my_promises' | 'not_yet_heard' | 'for_me' | 'our_turn' | 'their_turn' | 'is_it_solved' | 'solved'
      | 'unconfirmed' | 'spam' | 'all'
    ViewCount: { id: string; count: number; late?: number }
    Hit: { conversation: S['Item']; snippet: string }
    Person: S['Contact'] & { addresses: string[]; created_at: string; conversations: S['Previous'][] }
    Sort: 'number' | 'promise' | 'updated'
  }
}

export interface paths {
  '/api/v1/setup': {
    get: Read<{ needs_owner: boolean }>
    post: Write<{ code: string; workspace: string; name: string; email: string; password: string }, S['Session']>
  }
  '/api/v1/session': {
    get: Read<S['Session']>
    post: Write<{ email: string; password: string }, S['Session']>
    delete: Act<undefined>
  }
  '/api/v1/sessions': { get: Read<List<S['SignedInDevice']>> }
  '/api/v1/sessions/{id}': { delete: Act<undefined, ById> }
  '/api/v1/tokens': { get: Read<List<S['Token']>>; post: Write<{ name: string }, S['NewToken']> }
  '/api/v1/tokens/{id}': { delete: Act<undefined, ById> }
  '/api/v1/agents': {
    get: Read<List<S['Agent']>>
    post: Write<{ name: string; email: string; role: S['Role']; password: string }, S['Agent']>
  }
  '/api/v1/agents/{id}': { patch: Write<Partial<Pick<S['Agent'], 'name' | 'role' | 'active'>>, S['Agent'], ById> }
  '/api/v1/password': { post: Write<{ current: string; new: string }, undefined> }
  '/api/v1/teams': { get: Read<List<S['Team']>>; post: Write<{ name: string; members: string[] }, S['Team']> }
  '/api/v1/teams/{id}': { patch: Write<Partial<Pick<S['Team'], 'name' | 'members'>>, S['Team'], ById> }
  '/api/v1/inboxes': { get: Read<List<S['Inbox']>>; post: Write<S['NewInbox'], S['Inbox']> }
  '/api/v1/inboxes/{id}': { patch: Write<Partial<S['NewInbox']>, S['Inbox'], ById> }
  '/api/v1/settings': { get: Read<S['Settings']>; patch: Write<Partial<S['Settings']>, S['Settings']> }
  '/api/v1/views': { get: Read<{ items: S['ViewCount'][] }> }
  '/api/v1/conversations': {
    get: Read<List<S['Item']>, never, Page & {
      view?: string; state?: string; assignee?: string; team?: string; inbox?: string; turn?: string; sort?: S['Sort']
    }>
    post: Write<S['NewConversation'], S['Item']>
  }
  '/api/v1/conversations/{id}': {
    get: Read<S['Detail'], ById>
    patch: Write<
      { subject?: string; assignee?: string | null; team?: string | null; priority?: S['Priority'] }, S['Item'], ById
    >
  }
  '/api/v1/conversations/{id}/messages': {
    get: Read<List<S['Message']>, ById, Page>
    post: Write<S['NewMessage'], S['Message'], ById>
  }
  '/api/v1/messages/{id}': { delete: Act<S['Message'], ById> }
  '/api/v1/messages/{id}/retry': { post: Act<S['Message'], ById> }
  '/api/v1/conversations/{id}/proposal': { post: Write<{ text: string }, S['Message'], ById> }
  '/api/v1/conversations/{id}/promises': { post: Write<{ due_at: string; text: string }, S['Promise'], ById> }
  '/api/v1/promises/{id}': { patch: Write<{ due_at: string; reason: string }, S['Promise'], ById> }
  '/api/v1/conversations/{id}/spam': { post: Act<undefined, ById>; delete: Act<undefined, ById> }
  '/api/v1/conversations/{id}/history': { get: Read<List<S['Fact']>, ById, Page> }
  '/api/v1/conversations/{id}/draft': {
    get: Read<S['Draft'], ById>
    put: Write<{ kind: 'reply' | 'note'; html: string; text: string; attachments: string[] }, S['Draft'], ById>
    delete: Act<undefined, ById>
  }
  '/api/v1/drafts': { get: Read<List<S['DraftRow']>> }
  '/api/v1/search': { get: Read<List<S['Hit']> & { lag_facts: number }, never, Page & { q: string }> }
  '/api/v1/contacts/{id}': { get: Read<S['Person'], ById> }
}
