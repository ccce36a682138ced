// English: the catalogue that names every key, one file for each feature.
import { app } from './app'
import { block } from './block'
import { everywhere } from './everywhere'
import { composer } from './composer'
import { conversation } from './conversation'
import { conversations } from './conversations'
import { erase } from './erase'
import { find } from './find'
import { history } from './history'
import { inbox } from './inbox'
import { message } from './message'
import { reason } from './reason'
import { session } from './session'
import { settings } from './settings'
import { side } from './side'
import { time } from './time'

export const en = {
  ...app, ...block, ...everywhere, ...composer, ...conversation, ...conversations,
  ...erase, ...find, ...history, ...inbox, ...message, ...reason, ...session, ...settings,
  ...side, ...time,
}
