/** "mail.example:587" is what people know; the server wants a URL. */
export function smtpUrl(typed: string): string {
  const server = typed.trim()
  return /^smtp(s|\+starttls)?:\/\//.test(server) ? server : `${/:465$/.test(server) ? 'smtps' : 'smtp'}://${server}`
}
