import type { find as en } from '../en/find'

export const find: Record<keyof typeof en, string> = {
  'find.title': 'Suchen',
  'find.hint': 'In allen Worten suchen',
  'find.count': '{n, plural, =0 {nichts gefunden} one {# Gespräch} other {# Gespräche}}',
  'find.first': 'die ersten {n}',
  'find.lag': '{n, plural, one {# neueres Ereignis ist} other {# neuere Ereignisse sind}} noch nicht suchbar',
  'find.more': 'Mehr',
  'find.where': '{channel}, {when}',
  'find.empty.title': 'Was haben sie gesagt?',
  'find.empty.text': 'Ein Name, eine Adresse, eine Bestellnummer oder ihre eigenen Worte.',
  'find.none.title': 'Niemand sagte „{words}“.',
  'find.none.text': 'Versuchen Sie weniger Worte oder den Anfang eines Wortes.',
  'find.reply': 'an {name}',
  'find.note': 'interne Notiz zu {name}',
  'find.system': 'automatisch, an {name}',
  'find.other': 'im Gespräch mit {name}',
}
