import { expect, test } from 'vitest'
import { domainOf, handOver, postfixLines, takeDomain } from './postfix'

test('the lines hand one address to where this server takes mail, and keep what is set', () => {
  expect(postfixLines(handOver('hello@fernhill.example', '127.0.0.1:8125')).split('\n')).toEqual([
    'postconf -e recipient_delimiter=+',
    'postconf -e "transport_maps=inline:{ { hello@fernhill.example = lmtp:inet:127.0.0.1:8125 } } $(postconf -h transport_maps)"',
    'postconf -e "virtual_alias_maps=inline:{ { hello@fernhill.example = hello@fernhill.example } } $(postconf -h virtual_alias_maps)"',
    'postfix reload',
  ])
  expect(takeDomain(domainOf('hello@fernhill.example'))).toBe('postconf -e "relay_domains=fernhill.example $(postconf -h relay_domains)"')
})

test('what is no address yet does not become a part of a command', () => {
  for (const typed of ['', 'hello@', 'a b@c', '"$(reboot)"@x', 'a@b;reboot', 'a@b\nreboot', 'a@{b}', '`x`@y']) {
    expect(handOver(typed, '').address).toBe('hello@example.com')
  }
})
