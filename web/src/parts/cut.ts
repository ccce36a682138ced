// A person's words, cut between words to what fits into a few lines: CSS cuts in the middle of one.
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'

const CUT = '…'
/** A browser lays out a little wider or narrower than it measures, px. */
const SLACK = 3

/** As much of `text` as fits into `lines` lines of `width`; the cut is marked. */
export function cutToLines(text: string, lines: number, width: number, measure: (text: string) => number): string {
  const words = text.split(/\s+/).filter(Boolean)
  let line = ''
  let at = 1
  for (const [n, word] of words.entries()) {
    const longer = line ? `${line} ${word}` : word
    if (measure(longer) + SLACK <= width) {
      line = longer
      continue
    }
    // A word that is wider than a line is the browser's to break.
    if (!line) return text
    if (at < lines) {
      at += 1
      line = word
      if (measure(word) + SLACK > width) return text
      continue
    }
    let kept = n
    let last = line
    while (last.includes(' ') && measure(last + CUT) + SLACK > width) {
      last = last.slice(0, last.lastIndexOf(' '))
      kept -= 1
    }
    return words.slice(0, kept).join(' ').replace(/[\s,;:.]+$/, '') + CUT
  }
  return text
}

let pen: CanvasRenderingContext2D | null | undefined
function measureIn(font: string): ((text: string) => number) | null {
  if (pen === undefined) pen = typeof ResizeObserver === 'undefined' ? null : document.createElement('canvas').getContext('2d')
  if (!pen) return null
  const context = pen
  return (text) => {
    context.font = font
    return context.measureText(text).width
  }
}
/** Raised when a font came, and widths are others. */
const fonts = ref(0)
if (typeof document !== 'undefined') document.fonts?.addEventListener?.('loadingdone', () => (fonts.value += 1))

/** `text` as it fits into `lines` lines of the element, at its width now and later. */
export function useCut(el: Ref<HTMLElement | null>, text: () => string, lines: number): Ref<string> {
  const width = ref(0)
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(([entry]) => (width.value = entry!.contentRect.width))
  watch(el, (is, was) => {
    if (was) observer?.unobserve(was)
    if (is) observer?.observe(is)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return computed(() => {
    void fonts.value
    const measure = el.value && width.value > 0 ? measureIn(getComputedStyle(el.value).font) : null
    return measure ? cutToLines(text(), lines, width.value, measure) : text()
  })
}
