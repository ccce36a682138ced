// Agents, teams and inboxes: small lists, read once and again when a fact says they changed.
import { computed, reactive } from 'vue'
import { api, type Agent, type Inbox, type Team } from '@/api'
import { onFact, onResync } from '@/live'

export const people = reactive<{ agents: Agent[]; teams: Team[]; inboxes: Inbox[]; loaded: boolean }>({
  agents: [], teams: [], inboxes: [], loaded: false,
})
export const activeAgents = computed(() => people.agents.filter((a) => a.active))

export async function loadPeople(): Promise<void> {
  const [agents, teams, inboxes] = await Promise.all([api.agents(), api.teams(), api.inboxes()])
  people.agents = agents.items
  people.teams = teams.items
  people.inboxes = inboxes.items
  people.loaded = true
}
const again = () => people.loaded && void loadPeople().catch(() => {})
onFact((fact) => /^(agent|team|inbox)_/.test(fact.fact) && again())
onResync(again)
