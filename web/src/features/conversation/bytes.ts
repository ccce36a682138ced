import { locale } from '@/i18n'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in the reader's words: "48 kB". */
export function bytes(size: number): string {
  let n = size
  let unit = 0
  while (n >= 1000 && unit < UNITS.length - 1) {
    n /= 1000
    unit++
  }
  return new Intl.NumberFormat(locale(), {
    style: 'unit', unit: UNITS[unit], unitDisplay: unit ? 'short' : 'long', maximumFractionDigits: n < 10 && unit ? 1 : 0,
  }).format(n)
}
