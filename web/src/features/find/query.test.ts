import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { snippetParts } from './snippet'

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })

test('a query cannot change what all objects are X17', () => {
  for (const query of ['b[__proto__][p]=1', '__proto__[p]=1', '__proto__=1', '__proto__.p=1', 'constructor[prototype][p]=1', 'constructor.prototype.p=1']) {
    const q = router.resolve(`/find?q=x&${query}`).query['q']
    expect(q).toBe('x')
    expect(({} as Record<string, unknown>)['p'], query).toBeUndefined()
  }
  expect(Object.getPrototypeOf({})).toBe(Object.prototype)
})
test('what stands in a query or a snippet is text X12', () => {
  const hostile = '"><svg onload=alert(1)>'
  expect(router.resolve(`/find?q=${encodeURIComponent(hostile)}`).query['q']).toBe(hostile)
  expect(snippetParts(`a \u0002${hostile}\u0003`)).toEqual([{ text: 'a ', match: false }, { text: hostile, match: true }])
})
