// A form that is sent once at a time, and says in place what the server refuses.
import { ref } from 'vue'
import { Problem } from '@/api'
import { explain } from './explain'

export function useSubmit() {
  const busy = ref(false)
  const problem = ref('')
  async function submit(send: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    try {
      await send()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = explain(error)
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, submit }
}
