// Which words of a person stand at the head of a conversation, and which sentence of them is marked.
// Quotes are verbatim: only cut, between words, and the cut is shown.

const GREETING = /^(hi|hello|hey|dear|good (morning|afternoon|evening)|hallo|guten (tag|morgen|abend)|liebe[sr]?|sehr geehrte|bonjour|bonsoir|salut|hola|buen[oa]s( d[ií]as| tardes| noches)?)\b/i
const CLOSING = /^(thanks|thank you|many thanks|best|kind regards|regards|cheers|yours|sincerely|danke|vielen dank|mit freundlichen|viele grüße|liebe grüße|lg|mfg|sent from|von meinem|gesendet von|merci|cordialement|bien à vous|envoyé (de|depuis)|gracias|(un )?saludos?|atentamente|enviado desde)\b/i
const SELF = /\b(i|i'm|i’m|i've|i’ve|my|me|we|our|ich|mir|mich|mein\w*|wir|unser\w*)\b/i
const STAKE = /[£$€]|\d|\b(please|need|want|can't|can’t|cannot|can not|why|when|bitte|brauche|möchte|warum|wann|nicht)\b/i

/** What is longer is not one thing that somebody said. */
const LONGEST_MARK = 180

/** Cuts between words to at most `limit` characters and marks the cut. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const space = text.lastIndexOf(' ', limit - 1)
  return `${text.slice(0, space > limit / 2 ? space : limit - 1).replace(/[\s,;:.]+$/, '')}…`
}

export function sentences(text: string): string[] {
  // The dot in "12.50" or in an address ends nothing.
  return (text.replace(/\s+/g, ' ').match(/.+?(?:[.!?…。！？؟]+["”’)]*(?=\s|$)|$)\s*/g) ?? []).filter((s) => s.trim())
}

function score(sentence: string): number {
  // An address in it is nobody's words.
  const s = sentence.replace(/\b(https?:\/\/|www\.)\S+/g, '').trim()
  if (!/\s/.test(s) && s !== sentence.trim()) return -1
  if (GREETING.test(s) || CLOSING.test(s)) return -1
  let points = Math.min(s.length, 90) / 30
  if (SELF.test(s)) points += 2
  if (STAKE.test(s)) points += 1
  if (/[?!]/.test(s)) points += 1
  return sentence.length > LONGEST_MARK ? points - 2 : points
}

export interface Part { text: string; marked: boolean }

/** A line that is nothing but the writer's own name, or a part of it. */
function signs(line: string, name: string): boolean {
  const own = name.toLowerCase().split(/\s+/)
  return name !== '' && line.toLowerCase().replace(/[,.!]+$/, '').split(/\s+/).every((word) => own.includes(word))
}

/** The person's words as parts, at most one of them marked; without the greeting and the signature. */
export function heard(text: string, name = '', limit = 320): Part[] {
  const written = text.split('\n').map((l) => l.trim()).filter(Boolean)
  // Taken off at once: one by one is quadratic.
  const first = written.findIndex((line, n) => n === written.length - 1 || line.length >= 40 || !GREETING.test(line))
  const lines = written.slice(Math.max(first, 0))
  while (lines.length > 1 && lines.at(-1)!.length < 40 && (signs(lines.at(-1)!, name) || CLOSING.test(lines.at(-1)!) || CLOSING.test(lines.at(-2)!))) lines.pop()
  const all = sentences(cut(lines.join(' '), limit))
  if (all.length < 2) return all.map((s) => ({ text: s, marked: s.length <= LONGEST_MARK }))
  const points = all.map(score)
  const best = points.reduce((top, p, n) => (p >= points[top]! ? n : top), 0)
  return all.map((s, n) => ({ text: s, marked: n === best && points[n]! > 0 && s.length <= LONGEST_MARK }))
}
