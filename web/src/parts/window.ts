// Draws only the rows near the viewport. Rows may differ in height: each is measured once drawn, guessed before.
import { computed, onBeforeUnmount, onMounted, reactive, ref, watch, type Ref } from 'vue'

const MARGIN = 600

export interface Row { key: string; guess: number }

export function useWindow<R extends Row>(scroller: Ref<HTMLElement | null>, rows: () => R[]) {
  const heights = reactive(new Map<string, number>())
  const top = ref(0)
  const height = ref(900)
  const elements = new Map<string, Element>()
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver((entries) => {
    for (const entry of entries) {
      const key = (entry.target as HTMLElement).dataset['key']!
      const size = (entry.target as HTMLElement).offsetHeight
      if (size && heights.get(key) !== size) heights.set(key, size)
    }
  })
  const offsets = computed(() => {
    const out = [0]
    let sum = 0
    for (const row of rows()) out.push((sum += heights.get(row.key) ?? row.guess))
    return out
  })
  /** The index of the row at `y`. */
  function at(y: number): number {
    const list = offsets.value
    let low = 0
    let high = list.length - 1
    while (low < high) {
      const mid = (low + high + 1) >> 1
      if (list[mid]! <= y) low = mid
      else high = mid - 1
    }
    return low
  }
  const drawn = computed(() => {
    const all = rows()
    const from = at(Math.max(0, top.value - MARGIN))
    const to = Math.min(all.length, at(top.value + height.value + MARGIN) + 1)
    return {
      rows: all.slice(from, to), first: from, before: offsets.value[from] ?? 0,
      after: (offsets.value.at(-1) ?? 0) - (offsets.value[to] ?? 0),
    }
  })
  function look(): void {
    if (!scroller.value) return
    top.value = scroller.value.scrollTop
    height.value = scroller.value.clientHeight || 900
  }
  const frame = observer && new ResizeObserver(look)
  onMounted(() => {
    look()
    if (scroller.value) frame?.observe(scroller.value)
  })
  watch(scroller, (el, old) => {
    if (old) frame?.unobserve(old)
    if (el) frame?.observe(el)
  })
  onBeforeUnmount(() => (observer?.disconnect(), frame?.disconnect()))

  return {
    drawn, look,
    measure(key: string, el: Element | null): void {
      const old = elements.get(key)
      if (old === el) return
      if (old) observer?.unobserve(old)
      if (el) {
        elements.set(key, el)
        observer?.observe(el)
      } else elements.delete(key)
    },
    show(index: number): void {
      const el = scroller.value
      if (!el) return
      const from = offsets.value[index] ?? 0
      const to = offsets.value[index + 1] ?? from
      if (from < el.scrollTop) el.scrollTop = Math.max(0, from - 40)
      else if (to > el.scrollTop + el.clientHeight) el.scrollTop = to - el.clientHeight + 8
      look()
    },
    nearEnd: computed(() => (offsets.value.at(-1) ?? 0) - top.value - height.value < MARGIN),
  }
}
