// Search.
export const find = {
  'find.title': 'Find',
  'find.hint': 'Find in everybody’s words',
  'find.count': '{n, plural, =0 {nothing found} one {# conversation} other {# conversations}}',
  'find.first': 'the first {n}',
  'find.lag': '{n, plural, one {# newer event is} other {# newer events are}} not searchable yet',
  'find.more': 'More',
  'find.where': '{channel}, {when}',
  'find.empty.title': 'What did they say?',
  'find.empty.text': 'A name, an address, an order number, or their own words.',
  'find.none.title': 'Nobody said “{words}”.',
  'find.none.text': 'Try fewer words, or the beginning of one.',
  'find.reply': 'to {name}',
  'find.note': 'internal note about {name}',
  'find.system': 'automatic, to {name}',
  'find.other': 'in the conversation with {name}',
}
