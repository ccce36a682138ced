// What Postfix is told, so that it hands an address's mail to this server by LMTP.

/** What is typed so far may be no address, and must not become a part of a command. */
const PLAIN = /^[\p{L}\p{N}._+-]+@[\p{L}\p{N}.-]+$/u
const EXAMPLE = 'hello@example.com'

export interface HandOver { address: string; lmtp: string }

export const handOver = (typed: string, lmtp: string): HandOver => ({ address: PLAIN.test(typed) ? typed : EXAMPLE, lmtp })

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** In front of what a setting of Postfix has already; it may be run again. */
const prepend = (setting: string, value: string) => `postconf -e "${setting}=${value} $(postconf -h ${setting})"`

/** The alias to itself makes the address known, so that Postfix does not refuse it as nobody's mailbox. */
export const postfixLines = ({ address, lmtp }: HandOver) => [
  'postconf -e recipient_delimiter=+',
  prepend('transport_maps', `inline:{ { ${address} = lmtp:inet:${lmtp} } }`),
  prepend('virtual_alias_maps', `inline:{ { ${address} = ${address} } }`),
  'postfix reload',
].join('\n')

/** Where Postfix takes no mail for the domain yet. */
export const takeDomain = (domain: string) => prepend('relay_domains', domain)
