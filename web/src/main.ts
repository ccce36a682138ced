import '@fontsource-variable/source-sans-3/index.css'
import '@fontsource-variable/source-serif-4/index.css'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import './styles/tokens.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './app/App.vue'
import { makeRouter } from './app/router'
import { startPrefs } from './state/prefs'

async function start(): Promise<void> {
  if (import.meta.env.MODE === 'mocked') (await import('./api/mock')).install()
  await startPrefs()
  createApp(App).use(makeRouter()).mount('#app')
}
void start()
