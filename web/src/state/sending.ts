// Sending: written down, shown at once, held by the server for the undo time.
import { reactive } from 'vue'
import { api, Problem, type Message, type NewMessage } from '@/api'
import { t } from '@/i18n'
import { dropMessage, putMessage } from './conversation'
import { both, dropDraft, keepDraft, localDraft, type DraftText } from './drafts'
import { endingIn } from './ending'
import { outbox, type Outgoing } from './outbox'
import { chosenIn } from './recipients'
import { say } from './toasts'

export interface Undoable { message: Message; conversation: string; to: string; until: number; draft: DraftText }

/** What can still be called back, newest last. */
export const undoable = reactive<Undoable[]>([])
/** Words that came back (undo, refusal): the composer of that conversation takes them up. */
export const returned = reactive(new Map<string, DraftText>())
/** Conversations whose send stopped because somebody else was faster, with the newest message that the writer had seen. */
export const overtaken = reactive(new Map<string, string>())

const drafts = new Map<string, DraftText>()
const asDraft = (e: Outgoing): DraftText =>
  drafts.get(e.key) ?? {
    kind: e.body.kind, text: e.body.text, html: e.body.html ?? '',
    attachments: (e.body.attachments ?? []).map((id) => ({ id, name: id, type: '', size: 0 })),
    people: chosenIn(e.body),
    ...(e.body.seen && { seen: e.body.seen }),
    ...(e.body.kind === 'reply' && { ending: endingIn(e.body) }),
  }

export function send(conversation: string, to: string, body: NewMessage, draft: DraftText): void {
  overtaken.delete(conversation)
  const entry = outbox.add(conversation, to, body)
  drafts.set(entry.key, draft)
  void dropDraft(conversation, draft)
  void outbox.flush()
}

/** Gives the words of something that did not go out back to the composer. */
export function takeBack(entry: Outgoing): void {
  giveBack(entry.conversation, asDraft(entry))
  outbox.remove(entry.key)
}
/** What was begun since stands after it. */
function giveBack(conversation: string, draft: DraftText): void {
  const begun = localDraft(conversation)
  const words = begun ? both(draft, begun) : draft
  returned.set(conversation, words)
  keepDraft(conversation, words)
}

outbox.onSent = (entry, message, began) => {
  putMessage(entry.conversation, message)
  // How long, by the server's clock alone; from when, by this browser's alone: the two need not agree.
  const until = message.undo_until ? began + Date.parse(message.undo_until) - Date.parse(message.at) : 0
  if (until > Date.now()) {
    const { conversation, to } = entry
    undoable.push({ message, conversation, to, until, draft: asDraft(entry) })
    setTimeout(() => expire(message.id), until - Date.now())
  } else if (entry.problem) say('done', t('send.sent_late', { name: entry.to }))
  drafts.delete(entry.key)
}
outbox.onStopped = (entry) => {
  if (entry.problem?.code === 'answered_meanwhile') overtaken.set(entry.conversation, entry.body.seen ?? '')
  else if (entry.problem?.code === 'too_old') say('problem', t('send.too_old', { name: entry.to }))
  else say('problem', t('send.refused', { name: entry.to, detail: entry.problem?.detail ?? '' }))
  takeBack(entry)
}

/** Whoever signs in next finds nothing of it. */
export function forgetSending(): void {
  undoable.splice(0)
  drafts.clear()
  returned.clear()
  overtaken.clear()
}

function expire(message: string): void {
  const at = undoable.findIndex((u) => u.message.id === message)
  if (at >= 0) undoable.splice(at, 1)
}

export async function undo(what: Undoable | undefined = undoable[undoable.length - 1]): Promise<void> {
  if (!what) return
  expire(what.message.id)
  try {
    await api.undo(what.message.id)
    dropMessage(what.conversation, what.message.id)
    giveBack(what.conversation, what.draft)
    say('done', t('undo.done'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say('problem', error.code === 'already_sent' ? t('undo.too_late') : t('undo.failed'))
  }
}
