import type { Message } from '@/api'

/** Whether a name passes itself off as a mail address, which only the real one may. */
export function posesAsAddress(name: string): boolean {
  return name.split(/\s+/).some((word) => {
    const at = word.lastIndexOf('@')
    return at > 0 && word.includes('.', at + 2)
  })
}

/**
 * The address to be read beside the name of who wrote: anybody can write under any name. Empty where the name says nothing
 * else than the address, and for the requester, whose address stands beside the conversation.
 */
export function addressBeside(author: Message['author'], requester: string): string {
  if (author.type !== 'contact' || !author.name || !author.email) return ''
  return author.id !== requester || posesAsAddress(author.name) ? author.email : ''
}
