// Where one can go, by key and by palette.
import {
  AtSign, Check, CircleDashed, CircleQuestionMark, Ear, HandHeart, Hourglass, Inbox, Layers, PenLine, Search, Settings,
  ShieldAlert,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { Key } from '@/i18n'
import type { RailView } from '@/state/views'

export const VIEW_ICON: Record<RailView, Component> = {
  my_promises: HandHeart, not_yet_heard: Ear, for_me: AtSign, drafts: PenLine, our_turn: Inbox, their_turn: Hourglass,
  is_it_solved: CircleQuestionMark, solved: Check, unconfirmed: CircleDashed, spam: ShieldAlert, all: Layers,
}
const view = (id: RailView, key: string) => ({
  key, to: `/v/${id}`, label: `view.${id}` as Key, icon: VIEW_ICON[id], view: id as string,
})
export const GO = [
  view('my_promises', 'p'), view('not_yet_heard', 'n'), view('for_me', 'm'), view('drafts', 'd'), view('our_turn', 'o'),
  view('their_turn', 't'), view('is_it_solved', 'q'), view('solved', 's'), view('unconfirmed', 'u'), view('spam', 'x'),
  view('all', 'a'),
  { key: 'f', to: '/find', label: 'find.title' as Key, icon: Search as Component, view: '' },
  { key: ',', to: '/settings', label: 'settings.title' as Key, icon: Settings as Component, view: '' },
]
