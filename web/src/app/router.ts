import { createRouter, createWebHistory, type Router } from 'vue-router'
import { api, Problem } from '@/api'
import { resume, session } from '@/state/session'
import { ALL_VIEWS } from '@/state/views'
import { t } from '@/i18n'
import Shell from './Shell.vue'
import Desk from './Desk.vue'

declare module 'vue-router' {
  interface RouteMeta { open?: boolean }
}

/** What a path can name: the views of the rail, an inbox, a team. */
const VIEWS = [...ALL_VIEWS, 'inbox-[^/]+', 'team-[^/]+'].join('|')

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/'),
    routes: [
      { path: '/signin', name: 'signin', component: () => import('@/features/session/SignIn.vue'), meta: { open: true } },
      { path: '/setup', name: 'setup', component: () => import('@/features/session/Setup.vue'), meta: { open: true } },
      { path: '/unreachable', name: 'unreachable', component: () => import('./Unreachable.vue'), meta: { open: true } },
      {
        path: '/', component: Shell, redirect: '/v/my_promises',
        children: [
          { path: `v/:view(${VIEWS})/:id?`, name: 'view', component: Desk },
          { path: 'conversations/:id', redirect: (to) => `/v/all/${String(to.params['id'])}` },
          { path: 'find', name: 'find', component: () => import('@/features/find/Find.vue') },
          { path: 'settings/:section?', name: 'settings', component: () => import('@/features/settings/Settings.vue') },
          { path: ':rest(.*)*', name: 'nowhere', component: () => import('./NotFound.vue') },
        ],
      },
    ],
  })
  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    try {
      if (await resume()) return true
      const { needs_owner } = await api.setup()
      return needs_owner ? { name: 'setup' } : { name: 'signin', query: { next: to.fullPath } }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { name: 'unreachable', query: { next: to.fullPath } }
    }
  })
  router.afterEach(() => {
    document.title = session.now ? `${session.now.workspace.name} · Makegood` : t('app.title')
  })
  return router
}
