// Something that a page or a dialog reads once it opens, with its trouble.
import { ref, shallowRef } from 'vue'
import { Problem } from '@/api'

export function useLoad<T>(read: () => Promise<T>) {
  const data = shallowRef<T | null>(null)
  const problem = ref<Problem | null>(null)
  async function load(): Promise<void> {
    try {
      data.value = await read()
      problem.value = null
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = error
    }
  }
  void load()
  return { data, problem, load }
}
