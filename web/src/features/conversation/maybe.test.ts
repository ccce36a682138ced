import { describe, expect, test } from 'vitest'
import type { Detail, Message } from '@/api'
import { mayHaveAnswered } from './maybe'

const detail = (more: Partial<Detail> = {}) => ({ state: 'open', not_yet: false, contact: { id: 'ana', name: 'Ana', email: 'ana@x' }, ...more }) as Detail
let made = 0
const message = (kind: Message['kind'], text: string, more: Partial<Message> = {}) => ({
  id: `m${++made}`, kind, text, automatic: false, proposal: null, erased: null,
  author: { type: 'contact', id: kind === 'customer' ? 'ana' : 'tomas', name: '', email: '' }, ...more,
}) as Message
const question = () => message('reply', 'Is it solved?', { proposal: 'q' })
const afterAsking = (text: string) => mayHaveAnswered(detail(), [message('customer', 'It broke.'), question(), message('customer', text)])

describe('words after "is it solved?" that were not plain enough', () => {
  test.each([
    ['Works so far, I think. I will keep an eye on it.', 'Works so far, I think.'],
    ['Hi Tomas,\n\nyes, the new one came on Tuesday and my son is happy.\nAna', 'yes, the new one came on Tuesday and my son is happy.'],
    ['It works so far, I will look again tomorrow.', 'It works so far, I will look again tomorrow.'],
    ['OK, thanks', 'OK, thanks'],
    ['Ja, seit gestern läuft sie.', 'Ja, seit gestern läuft sie.'],
    ['Es funktioniert jetzt, soweit ich sehe.', 'Es funktioniert jetzt, soweit ich sehe.'],
    ['Oui, c’est réglé pour la facture.', 'Oui, c’est réglé pour la facture.'],
    ['Sí, ya llegó el paquete.', 'Sí, ya llegó el paquete.'],
  ])('%j may be a yes', (text, words) => {
    expect(afterAsking(text)).toMatchObject({ lean: 'yes', words })
  })

  test.each([
    'No, I tried it twice and the lamp stays dark.',
    'It works, but the light is still broken.',
    'Not really, to be honest.',
    'Hallo, leider geht es immer noch nicht richtig.',
    'Ça ne marche toujours pas chez moi.',
    'Sigue igual que antes.',
  ])('%j may be a "not yet"', (text) => {
    expect(afterAsking(text)?.lean).toBe('not_yet')
  })

  test.each([
    'Please send the invoice as well.',
    'When will it be fixed?',
    'I hope it works when the part is here.',
    'Thank you, I will try it tonight.',
    'Yes, I will try it tonight.',
    'I will tell you once it is fixed.',
    'Noted, and my address has changed.',
    'I know the shop in Fixby.',
    `Yes. ${'It is a long story. '.repeat(40)}`,
  ])('%j says nothing about it', (text) => {
    expect(afterAsking(text)).toBeNull()
  })
})

test('without a question nobody has answered one', () => {
  expect(mayHaveAnswered(detail(), [message('reply', 'Try again.'), message('customer', 'Yes, works.')])).toBeNull()
})

test('what was plain enough needs no hint', () => {
  const messages = [question(), message('customer', 'Yes it works, thanks.')]
  expect(mayHaveAnswered(detail({ state: 'solved' }), messages)).toBeNull()
  expect(mayHaveAnswered(detail({ not_yet: true }), messages)).toBeNull()
})

test('once one of us has written, it is dealt with', () => {
  const answered = [question(), message('customer', 'Yes it seems to work.'), message('reply', 'Good to hear.')]
  expect(mayHaveAnswered(detail(), answered)).toBeNull()
})

test('a bare "yes" after another reply answers that one; "it works" is said in any case', () => {
  const other = [question(), message('reply', 'Did the cable come, too?')]
  expect(mayHaveAnswered(detail(), [...other, message('customer', 'Yes, on Monday.')])).toBeNull()
  expect(mayHaveAnswered(detail(), [...other, message('customer', 'The lamp works again.')])).toMatchObject({ lean: 'yes' })
})

test('somebody in copy and a machine cannot have answered', () => {
  const copy = message('customer', 'Yes, works.', { author: { type: 'contact', id: 'ben', name: 'Ben', email: 'ben@x' } })
  expect(mayHaveAnswered(detail(), [question(), copy])).toBeNull()
  expect(mayHaveAnswered(detail(), [question(), message('customer', 'OK', { automatic: true })])).toBeNull()
})

test('a note of ours between does not hide the words, and the newest that lean count', () => {
  const works = message('customer', 'It works so far.')
  const messages = [question(), works, message('note', 'Let us wait.'), message('customer', 'My address is new.')]
  expect(mayHaveAnswered(detail(), messages)?.message).toBe(works.id)
})
