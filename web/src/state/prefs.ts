// What the reader chose for this browser: theme, language, single-key shortcuts.
import { reactive, watch } from 'vue'
import { preferredLanguage, setLanguage, type Language } from '@/i18n'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'makegood.prefs'

interface Prefs { theme: Theme; language: Language; keys: boolean }

function read(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Prefs>
  } catch {
    return {}
  }
}
const stored = read()
export const prefs = reactive<Prefs>({
  theme: stored.theme ?? 'system',
  language: preferredLanguage(stored.language ?? null),
  keys: stored.keys ?? true,
})

function paint(): void {
  if (prefs.theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = prefs.theme
}

export async function startPrefs(): Promise<void> {
  paint()
  watch(prefs, () => {
    paint()
    localStorage.setItem(KEY, JSON.stringify(prefs))
  })
  watch(() => prefs.language, (next) => void setLanguage(next))
  await setLanguage(prefs.language)
}
