// After "is it solved?" a person often answers, but not so plainly that the server may count it ("Works so far, I think").
// That is shown to the agent as what it may be. It changes nothing: only the person can say it, so all one can do is ask
// again or read the words.
import type { Detail, Message } from '@/api'
import { sentences } from './quote'

export interface Maybe { message: string; words: string; lean: 'yes' | 'not_yet' }

/** Long letters are a matter of their own, not an answer. */
const LONGEST = 600

const any = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')
const first = (words: string) => new RegExp(`^\\P{L}*(?:${words})(?!\\p{L})`, 'iu')

/** Says how it stands, whatever was asked. */
const STILL_BAD = any(
  "not (?:yet |quite |really |fully )?(?:solved|fixed|resolved|working)|(?:is|was|does|did)n['’]t (?:solved|fixed|resolved|work\\w*)|does not work|"
  + 'still (?:broken|the same|not|no|doesn|happening|leaks|fails)|same problem|no change|'
  + '(?:immer )?noch (?:immer )?nicht|(?:funktioniert|geht|klappt) (?:\\p{L}+ ){0,2}nicht|nicht (?:gelöst|behoben|repariert|erledigt)|immer noch|'
  + 'toujours (?:pas|en panne)|pas (?:encore|résolu|réglé)|ne (?:marche|fonctionne) (?:\\p{L}+ )?pas|'
  + 'todavía no|sigue (?:sin|igual|roto)|no (?:funciona|está resuelto|está solucionado)')
const GOOD_NOW = any(
  'solved|fixed|resolved|sorted(?: out)?|works|worked|working (?:now|again|fine)|all good|looks good|'
  + 'gelöst|behoben|erledigt|repariert|(?:funktioniert|geht|klappt)(?: (?:jetzt|nun|wieder|alles))?|alles (?:gut|bestens)|passt|'
  + 'résolu|réglé|(?:marche|fonctionne) (?:maintenant|bien|de nouveau|à nouveau)|tout va bien|'
  + 'resuelto|solucionado|arreglado|(?:funciona|va) (?:ahora|bien|perfecto)|ya funciona|todo bien')
/** An answer only to the question that was asked last. */
const NO = first('no|nope|not (?:yet|really|quite)|nein|nö|leider (?:nein|nicht)|noch nicht|non|pas (?:encore|vraiment)|todavía no|aún no')
const YES = first('yes|yep|yeah|yup|ok|okay|ja|jo|jawohl|oui|ouais|sí|vale')
/** What is hoped for, asked for or set as a condition was not said to be so. */
const UNSAID = any(
  'if|when|once|until|unless|hope|will|would|should|please|wenn|falls|sobald|bis|ob|hoffe|wird|würde|bitte|'
  + 'quand|dès que|espère|cuando|espero|por favor|merci de')

function leanOf(sentence: string, asked: boolean): Maybe['lean'] | null {
  if (/[?？؟]/.test(sentence)) return null
  if (STILL_BAD.test(sentence)) return 'not_yet'
  if (asked && NO.test(sentence)) return 'not_yet'
  const good = GOOD_NOW.exec(sentence)
  // "It works, I will look again tomorrow" says it; "I will tell you if it works" does not.
  if (good && !UNSAID.test(sentence.slice(0, good.index))) return 'yes'
  return asked && YES.test(sentence) && !UNSAID.test(sentence) ? 'yes' : null
}

function read(message: Message, asked: boolean): Maybe | null {
  if (message.text.length > LONGEST) return null
  const leaning = message.text.split('\n').flatMap(sentences)
    .map((sentence) => ({ words: sentence.trim(), lean: leanOf(sentence, asked) }))
    .filter((one): one is { words: string; lean: Maybe['lean'] } => one.lean !== null)
  // "It works, but the light is still broken" is a "not yet".
  const told = leaning.find((one) => one.lean === 'not_yet') ?? leaning[0]
  return told ? { message: message.id, ...told } : null
}

/** What the person may have answered to our last question, when nobody of us has written since; else null. */
export function mayHaveAnswered(detail: Detail, messages: Message[]): Maybe | null {
  if (detail.state !== 'open' || detail.not_yet) return null
  const said = messages.filter((m) => m.kind !== 'note' && !m.erased)
  const question = said.findLastIndex((m) => m.proposal !== null)
  if (question < 0) return null
  const since = said.slice(question + 1)
  const ours = since.findLastIndex((m) => m.kind === 'reply')
  const theirs = since.slice(ours + 1)
    .filter((m) => m.kind === 'customer' && !m.automatic && m.author.id === detail.contact.id)
  for (const message of theirs.reverse()) {
    const maybe = read(message, ours < 0)
    if (maybe) return maybe
  }
  return null
}
