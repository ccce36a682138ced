import type { everywhere as en } from '../en/everywhere'

export const everywhere: Record<keyof typeof en, string> = {
  'app.title': 'Makegood',
  'skip': 'Zum Gespräch springen',
  'back': 'Zurück zur Liste',
  'close': 'Schließen',
  'save': 'Speichern',
  'saved': 'Gespeichert.',
  'more': 'Mehr',
  'you': 'Sie',
  'optional': 'Nicht jeder Server braucht das',
  'loading': 'Wird geladen',
  'try_again': 'Noch einmal versuchen',
  'signout': 'Abmelden',
  'unreachable.title': 'Der Server antwortet nicht.',
  'unreachable.text': 'Nichts ist verloren: Entwürfe und Gesendetes bleiben in diesem Browser, bis er wieder da ist. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  'problem.offline': 'Keine Antwort vom Server. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  'problem.forbidden': 'Ihre Rolle erlaubt das nicht. Ein Admin kann es tun.',
  'problem.gone': 'Das gibt es nicht mehr, oder Sie dürfen es nicht sehen.',
  'problem.too_many': 'Zu viele Versuche. Warten Sie {n, plural, one {# Sekunde} other {# Sekunden}} und versuchen Sie es dann noch einmal.',
  'problem.server': 'Der Server hat einen Fehler gemacht ({status}). Nichts wurde geändert. Versuchen Sie es gleich noch einmal.',
  'problem.refused': 'Der Server hat das abgelehnt ({code}).',
}
