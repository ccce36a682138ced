// t(key, values) in the reader's language. Other languages than English are loaded when they are chosen.
import { shallowRef } from 'vue'
import { en } from './en'
import { format, type Values } from './icu'

export type Key = keyof typeof en
export type Catalogue = Record<Key, string>
export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const RTL = new Set(['ar', 'fa', 'he', 'ur'])
const catalogue = shallowRef<Catalogue>(en)
export const language = shallowRef<Language>('en')

/** The locale for numbers and dates: the reader's own regional variant when it is of the chosen language. */
export function locale(): string {
  const own = navigator.languages?.find((l) => l.split('-')[0] === language.value)
  return own ?? language.value
}

export async function setLanguage(next: Language): Promise<void> {
  catalogue.value = next === 'de' ? (await import('./de')).de : en
  language.value = next
  document.documentElement.lang = next
  document.documentElement.dir = RTL.has(next) ? 'rtl' : 'ltr'
}

export function preferredLanguage(stored: string | null): Language {
  if (stored && stored in languages) return stored as Language
  for (const tag of navigator.languages ?? []) {
    const short = tag.split('-')[0]!
    if (short in languages) return short as Language
  }
  return 'en'
}

export function t(key: Key, values: Values = {}): string {
  return format(catalogue.value[key], values, language.value)
}
